/** Every view of the product and every state it can be in: how each comes about. */
import type { Person } from "../../support/person.ts";
import type { Salon } from "./salon.ts";

export interface Stage {
  readonly person: Person;
  readonly origin: string;
  readonly salon: Salon;
  /** a room of this variant's own */
  readonly room: (name: string) => string;
}

export interface Scene {
  readonly name: string;
  /** what the browser itself says of an answer that is none */
  readonly isMissing?: true;
  /** it does things to the network that the next scene must not have */
  readonly isApart?: true;
  /** brings the page there */
  readonly arrange: (stage: Stage) => Promise<void>;
}

const SOCKET = /\/r\/[^/]+(\/socket)?(\?|$)/;

/** Nothing can be done to what was deleted. */
const LIVE = ".message:not(:has(.deleted))";

export const SCENES: readonly Scene[] = [
  { name: "landing", arrange: ({ person, origin }) => open(person, origin, "#enter") },
  {
    name: "landing-refused",
    isMissing: true,
    arrange: ({ person, origin }) => open(person, `${origin}/?room=a%20b`, "#room-error:not(:empty)"),
  },
  {
    name: "empty-room",
    async arrange({ person, room }) {
      await open(person, room("empty"), ".empty");
      await seen(person, ".empty img[src*='qr.svg']");
    },
  },
  { name: "empty-frame", arrange: ({ person, room }) => open(person, `${room("empty")}/embed`, ".empty") },
  { name: "room", arrange: enterSalon },
  { name: "frame", arrange: ({ person, salon }) => open(person, `${salon.url}/embed`, ".message") },
  {
    name: "loading",
    isApart: true,
    async arrange({ person, room }) {
      await person.page.routeWebSocket(SOCKET, () => undefined);
      await person.page.route(/\/messages\?/, () => undefined);
      await open(person, room("loading"), "#app header + * .skeleton, #app .skeleton");
    },
  },
  {
    name: "members",
    async arrange(stage) {
      await enterSalon(stage);
      await press(stage, ".members-button", "#members");
    },
  },
  {
    name: "name",
    async arrange(stage) {
      await enterSalon(stage);
      await press(stage, ".bar-words button", ".name-form input");
    },
  },
  {
    name: "settings",
    async arrange(stage) {
      await enterSalon(stage);
      await press(stage, "[popovertarget='settings']", "#settings button");
    },
  },
  ...(["link", "embed", "bots"] as const).map((tab) => ({
    name: `invite-${tab}`,
    async arrange(stage: Stage) {
      await enterSalon(stage);
      await press(stage, ".invite-button", "#invite [role='tab']");
      await press(stage, `#invite-ways-${tab}`, `#invite-ways-${tab}-panel > *`);
    },
  })),
  { name: "plain", arrange: ({ person, salon }) => open(person, `${salon.url}/plain`, "form") },
  {
    name: "unread",
    async arrange({ person, room }) {
      const url = room("unread");
      await say(url, "read before");
      await person.enter(url);
      await person.sees("read before");
      await person.page.goto("about:blank");
      await say(url, "said while you were away");
      await open(person, url, ".unread");
    },
  },
  {
    name: "scrolled",
    async arrange({ person, room }) {
      const url = room("scrolled");
      const long = Array.from({ length: 40 }, (_, line) => `line ${line + 1} of a long story`).join("\n");
      await say(url, long);
      await person.enter(url);
      await person.page.locator(".message").first().waitFor();
      await person.page.locator(".scroller").evaluate((list) => list.scrollTo(0, 0));
      await person.page.locator(".jump:not(.to-unread)").waitFor();
      await say(url, "news");
      await person.page
        .locator(".jump:not(.to-unread)")
        .filter({ hasText: /1|واحدة|جديدة/u })
        .waitFor();
    },
  },
  {
    name: "search",
    async arrange(stage) {
      await enterSalon(stage);
      await press(stage, "[popovertarget='search']", ".search input");
      await stage.person.page.locator(".search input").fill("tea");
      await stage.person.page.locator(".search mark").first().waitFor();
    },
  },
  {
    name: "search-blank",
    async arrange(stage) {
      await enterSalon(stage);
      await press(stage, "[popovertarget='search']", ".search [role='status']");
    },
  },
  {
    name: "search-nothing",
    async arrange(stage) {
      await enterSalon(stage);
      await press(stage, "[popovertarget='search']", ".search input");
      await stage.person.page.locator(".search input").fill("zzzz");
      await stage.person.page.locator(".search [role='status']").filter({ hasText: /./u }).waitFor();
    },
  },
  {
    name: "emoji",
    async arrange(stage) {
      await enterSalon(stage);
      await press(stage, "[popovertarget='emoji']", "#emoji [role='grid']");
    },
  },
  {
    name: "completion",
    async arrange(stage) {
      await enterSalon(stage);
      await stage.person.composer.pressSequentially("@");
      await stage.person.page.locator("[role='listbox'] [role='option']").first().waitFor();
    },
  },
  {
    name: "limit",
    async arrange(stage) {
      await enterSalon(stage);
      await stage.person.composer.fill("word ".repeat(900));
      await stage.person.page.locator("#write-problem:not(:empty)").waitFor();
    },
  },
  {
    name: "editing",
    async arrange(stage) {
      await open(stage.person, stage.room("said"), "#write");
      await send(stage.person, "said by myself");
      await stage.person.page.locator(".message.own[data-delivery='stored']").last().waitFor();
      await stage.person.composer.press("ArrowUp");
      await stage.person.page.locator(".subject").waitFor();
    },
  },
  {
    name: "withdrawn",
    async arrange(stage) {
      await open(stage.person, stage.room("hasty"), "#write");
      await send(stage.person, "said in haste");
      await onMessage(stage, ".message.own[data-delivery='stored']", "Delete", ".message .deleted button");
    },
  },
  {
    name: "tools",
    async arrange(stage) {
      await enterSalon(stage);
      await stage.person.page.locator(LIVE).last().focus();
      await stage.person.page.locator(".tools").waitFor();
    },
  },
  {
    name: "menu",
    async arrange(stage) {
      await enterSalon(stage);
      await stage.person.page.locator(LIVE).last().focus();
      await press(stage, ".tools button:last-of-type", "[role='menu']");
    },
  },
  { name: "replying", arrange: (stage) => enterAndPress(stage, "r", ".subject") },
  { name: "reacting", arrange: (stage) => enterAndPress(stage, "+", "[role='grid']") },
  { name: "shortcuts", arrange: (stage) => enterAndPress(stage, "Control+/", ".shortcuts-sheet") },
  { name: "offline-page", arrange: ({ person, origin }) => open(person, `${origin}/offline`, "main") },
  {
    name: "failed",
    isApart: true,
    async arrange(stage) {
      const { page } = stage.person;
      await page.routeWebSocket(SOCKET, (socket) => {
        const server = socket.connectToServer();
        socket.onMessage((frame) => {
          const command = JSON.parse(String(frame)) as { readonly type: string; readonly id?: string };
          if (command.type !== "publish") return server.send(frame);
          const refusal = { type: "error", id: command.id, code: "forbidden", message: "You may not." };
          socket.send(JSON.stringify(refusal));
        });
      });
      await enterSalon(stage);
      await send(stage.person, "this one is refused");
      await page.locator(".message[data-delivery='failed']").waitFor();
    },
  },
  {
    name: "closed",
    isApart: true,
    async arrange({ person, salon }) {
      await person.page.routeWebSocket(SOCKET, (socket) => void socket.close({ code: 4502, reason: "" }));
      await open(person, salon.url, ".closed");
    },
  },
  {
    name: "offline",
    isApart: true,
    async arrange(stage) {
      await enterSalon(stage);
      await stage.person.context.setOffline(true);
      await stage.person.page.locator(".connection-words").waitFor();
      await send(stage.person, "written without a network");
      await stage.person.page.locator(".message[data-delivery='waiting']").waitFor();
    },
  },
];

/** Writes and sends as one does on any device: where one writes by touch, Enter breaks the line. */
async function send({ page, composer }: Person, text: string): Promise<void> {
  await composer.fill(text);
  await page.locator(".send").click();
}

async function enterAndPress(stage: Stage, key: string, opens: string): Promise<void> {
  await enterSalon(stage);
  await onMessage(stage, LIVE, key, opens);
}

/** Presses a key on the last message of that kind, and waits until what it opens is there. */
async function onMessage(
  { person: { page } }: Stage,
  kind: string,
  key: string,
  opens: string,
): Promise<void> {
  const message = page.locator(kind).last();
  await message.focus();
  // They are drawn by what listens to the keys too, which comes when it is first wanted; a mouse that rests on another
  // message has its own.
  await message.locator(".tools").waitFor();
  await page.keyboard.press(key);
  await page.locator(opens).first().waitFor();
}

/** Waits until the picture is drawn. */
async function seen({ page }: Person, picture: string): Promise<void> {
  await page.locator(picture).evaluate((image: HTMLImageElement) => image.decode());
}

/** Somebody says `text` in the room at `url`. */
async function say(url: string, text: string): Promise<void> {
  const answer = await fetch(url, { method: "POST", body: text });
  if (!answer.ok) throw new Error(`not said: ${answer.status}`);
}

async function open(person: Person, url: string, until: string): Promise<void> {
  await person.page.goto(url);
  await person.page.locator(until).first().waitFor();
}

/** Enters the salon, or, where the page is there already, puts away what the scene before left open. */
async function enterSalon({ person, salon }: Stage): Promise<void> {
  const { page, composer } = person;
  if (page.url() !== salon.url) await person.enter(salon.url);
  await page.evaluate(() => {
    for (const open of document.querySelectorAll<HTMLElement>(":popover-open")) open.hidePopover();
    for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
  });
  // Once out of whatever has the focus, once out of a reply or an edit.
  await page.keyboard.press("Escape");
  await composer.fill("");
  await composer.press("Escape");
  await page.locator(".message .reaction").first().waitFor();
}

/** Presses what `button` selects, and waits until `opens` is there. */
async function press({ person: { page } }: Stage, button: string, opens: string): Promise<void> {
  await page.locator(button).first().click();
  await page.locator(opens).first().waitFor();
}

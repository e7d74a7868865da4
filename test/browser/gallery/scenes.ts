/** The scenes of the gallery: every view and state, and how the page gets there. */
import { LANGUAGES, LOCALES } from "../../../src/locales/languages.ts";
import type { Message } from "../../../src/protocol/events/message.ts";
import type { User } from "../../support/user.ts";
import { OWNED_SCENES } from "./owned-scenes.ts";
import { REFUSED_SCENES } from "./refused-scenes.ts";
import { clickAndWait, closePanels, open, type Scene, type SceneContext } from "./scene.ts";

const SOCKET = /\/r\/[^/]+(\/socket)?(\?|$)/;

/** Deleted messages have no actions. */
const LIVE = ".message:not(:has(.deleted))";

export const SCENES: readonly Scene[] = [
  { name: "landing", arrange: ({ user, origin }) => open(user, origin, "#enter") },
  {
    name: "landing-refused",
    isErrorPage: true,
    arrange: ({ user, origin }) => open(user, `${origin}/?room=%F0%9F%8D%B5`, "#room-error:not(:empty)"),
  },
  {
    name: "empty-room",
    async arrange({ user, room }) {
      await open(user, room("empty"), ".empty");
      await waitForImage(user, ".empty img[src*='qr.svg']");
    },
  },
  { name: "empty-frame", arrange: ({ user, room }) => open(user, `${room("empty")}/embed`, ".empty") },
  { name: "frame", arrange: ({ user, sampleRoom }) => open(user, `${sampleRoom.url}/embed`, ".message") },
  { name: "plain", arrange: ({ user, sampleRoom }) => open(user, `${sampleRoom.url}/plain`, "form") },
  {
    name: "unread",
    async arrange({ user, room }) {
      const url = room("unread");
      await say(url, "read before");
      await user.openRoom(url);
      await user.waitForText("read before");
      await waitForReadPosition(user, url);
      await user.page.goto("about:blank");
      await say(url, "said while you were away");
      await open(user, url, ".unread");
    },
  },
  {
    name: "scrolled",
    async arrange({ user, room }) {
      const url = room("scrolled");
      const long = Array.from({ length: 40 }, (_, line) => `line ${line + 1} of a long story`).join("\n");
      // Each is folded to less than the view.
      for (let count = 0; count < 3; count++) await say(url, long);
      await user.openRoom(url);
      await user.page.locator(".message").first().waitFor();
      await user.page.locator(".scroller").evaluate((list) => list.scrollTo(0, 0));
      await user.page.locator(".jump:not(.to-unread)").waitFor();
      // Else it may be in the page of the join, and is not new.
      await user.waitForJoin();
      await say(url, "news");
      await user.page
        .locator(".jump:not(.to-unread)")
        .filter({ hasText: /\p{Nd}|واحدة|جديدة/u })
        .waitFor();
    },
  },
  {
    name: "editing",
    async arrange(sceneContext) {
      await open(sceneContext.user, sceneContext.room("said"), "#write");
      await send(sceneContext.user, "said by myself");
      await sceneContext.user.page.locator(".message.own[data-delivery='stored']").last().waitFor();
      await sceneContext.user.composer.press("ArrowUp");
      await sceneContext.user.page.locator(".composer-mode").waitFor();
    },
  },
  {
    name: "deleting",
    async arrange(sceneContext) {
      await open(sceneContext.user, sceneContext.room("hasty"), "#write");
      await send(sceneContext.user, "said in haste");
      await openOnMessage(
        sceneContext,
        ".message.own[data-delivery='stored']",
        "Delete",
        ".message .deleted button",
      );
    },
  },
  {
    name: "loading",
    isIsolated: true,
    async arrange({ user, room }) {
      await user.page.routeWebSocket(SOCKET, () => undefined);
      await user.page.route(/\/messages\?/, () => undefined);
      await open(user, room("loading"), "#app header + * .skeleton, #app .skeleton");
    },
  },
  // From here on in the one page of the sample room, which is loaded once.
  {
    name: "room",
    async arrange(sceneContext) {
      await enterSampleRoom(sceneContext);
      await sceneContext.user.waitForJoin();
    },
  },
  {
    name: "members",
    async arrange(sceneContext) {
      await enterSampleRoom(sceneContext);
      await clickAndWait(sceneContext, ".members-button", "#members li");
    },
  },
  {
    name: "name",
    async arrange(sceneContext) {
      await enterSampleRoom(sceneContext);
      await clickAndWait(sceneContext, ".name-button", ".name-form input");
    },
  },
  {
    name: "settings",
    async arrange(sceneContext) {
      await enterSampleRoom(sceneContext);
      await clickAndWait(sceneContext, "[popovertarget='settings']", "#settings button");
    },
  },
  ...(["link", "embed", "bots"] as const).map((tab) => ({
    name: `invite-${tab}`,
    async arrange(sceneContext: SceneContext) {
      await enterSampleRoom(sceneContext);
      await openInvitation(sceneContext);
      await clickAndWait(sceneContext, `#invite-tabs-${tab}`, `#invite-tabs-${tab}-panel > *`);
    },
  })),
  {
    name: "search",
    async arrange(sceneContext) {
      await enterSampleRoom(sceneContext);
      await clickAndWait(sceneContext, "[popovertarget='search']", ".search input");
      await sceneContext.user.page.locator(".search input").fill("tea");
      await sceneContext.user.page.locator(".search mark").first().waitFor();
    },
  },
  {
    name: "search-blank",
    async arrange(sceneContext) {
      await enterSampleRoom(sceneContext);
      await clickAndWait(sceneContext, "[popovertarget='search']", ".search [role='status']");
    },
  },
  {
    name: "search-nothing",
    async arrange(sceneContext) {
      await enterSampleRoom(sceneContext);
      await clickAndWait(sceneContext, "[popovertarget='search']", ".search input");
      await sceneContext.user.page.locator(".search input").fill("zzzz");
      await sceneContext.user.page.locator(".search [role='status']").filter({ hasText: /./u }).waitFor();
    },
  },
  {
    name: "emoji",
    async arrange(sceneContext) {
      await enterSampleRoom(sceneContext);
      await clickAndWait(sceneContext, "[popovertarget='emoji']", "#emoji [role='grid']");
    },
  },
  {
    name: "completion",
    async arrange(sceneContext) {
      await enterSampleRoom(sceneContext);
      await sceneContext.user.composer.pressSequentially("@");
      await sceneContext.user.page.locator("[role='listbox'] [role='option']").first().waitFor();
    },
  },
  {
    name: "limit",
    async arrange(sceneContext) {
      await enterSampleRoom(sceneContext);
      await sceneContext.user.composer.fill("word ".repeat(900));
      await sceneContext.user.page.locator("#write-problem:not(:empty)").waitFor();
    },
  },
  {
    name: "tools",
    async arrange(sceneContext) {
      await enterSampleRoom(sceneContext);
      await focusMessage(sceneContext.user, LIVE);
    },
  },
  { name: "menu", arrange: (sceneContext) => enterAndPress(sceneContext, "Shift+F10", "[role='menu']") },
  { name: "replying", arrange: (sceneContext) => enterAndPress(sceneContext, "r", ".composer-mode") },
  { name: "reacting", arrange: (sceneContext) => enterAndPress(sceneContext, "+", "[role='grid']") },
  {
    name: "shortcuts",
    arrange: (sceneContext) => enterAndPress(sceneContext, "Control+/", ".sheet .shortcuts"),
  },
  {
    name: "saved",
    async arrange(sceneContext) {
      await enterSampleRoom(sceneContext);
      await storeSavedMessages(sceneContext);
      await sceneContext.user.waitForControls();
      await sceneContext.user.page.keyboard.press("Control+k");
      await clickAndWait(sceneContext, ".switcher .link-button", ".saved-list .gone");
    },
  },
  {
    name: "forwarding",
    async arrange(sceneContext) {
      await enterAndPress(sceneContext, "Shift+F10", "[role='menu']");
      const { page } = sceneContext.user;
      const label = new RegExp(LANGUAGES.map((language) => LOCALES[language].lazy.forward).join("|"), "u");
      await page.getByRole("menuitem", { name: label }).click();
      await page.locator(".forwarded").waitFor();
    },
  },
  {
    name: "offline-page",
    isIsolated: true,
    async arrange({ user, origin }) {
      // It leaves as soon as the server answers.
      await user.page.route("**/health", (route) => route.abort("internetdisconnected"));
      await open(user, `${origin}/offline`, "main");
    },
  },
  {
    name: "failed",
    isIsolated: true,
    async arrange(sceneContext) {
      const { page } = sceneContext.user;
      await page.routeWebSocket(SOCKET, (socket) => {
        const server = socket.connectToServer();
        socket.onMessage((frame) => {
          const command = JSON.parse(String(frame)) as { readonly type: string; readonly id?: string };
          if (command.type !== "publish") return server.send(frame);
          const refusal = { type: "error", id: command.id, code: "forbidden", message: "You may not." };
          socket.send(JSON.stringify(refusal));
        });
      });
      await enterSampleRoom(sceneContext);
      await send(sceneContext.user, "this one is refused");
      await page.locator(".message[data-delivery='failed']").waitFor();
    },
  },
  {
    name: "closed",
    isIsolated: true,
    async arrange({ user, sampleRoom }) {
      await user.page.routeWebSocket(SOCKET, (socket) => void socket.close({ code: 4502, reason: "" }));
      await open(user, sampleRoom.url, ".closed");
    },
  },
  {
    name: "offline",
    isIsolated: true,
    async arrange(sceneContext) {
      const { user, network, sampleRoom } = sceneContext;
      const url = `${network.origin}${new URL(sampleRoom.url).pathname}`;
      await enterSampleRoom({ ...sceneContext, sampleRoom: { ...sampleRoom, url } });
      // Without what says it, which is loaded later, the loss is not shown.
      await user.waitForConnectionText();
      await network.disconnect(user);
      await user.page.locator(".connection-text").waitFor();
      await send(user, "written without a network");
      await user.page.locator(".message[data-delivery='waiting']").waitFor();
    },
  },
  ...OWNED_SCENES,
  ...REFUSED_SCENES,
];

/** Writes and sends by the button: with a touch keyboard, Enter inserts a line break. */
async function send({ page, composer }: User, text: string): Promise<void> {
  await composer.fill(text);
  await page.locator(".send").click();
}

async function enterAndPress(sceneContext: SceneContext, key: string, opens: string): Promise<void> {
  await enterSampleRoom(sceneContext);
  await openOnMessage(sceneContext, LIVE, key, opens);
}

/** Presses a key on the last message that `kind` selects, and waits for what it opens. */
async function openOnMessage(
  { user }: SceneContext,
  kind: string,
  key: string,
  opens: string,
): Promise<void> {
  const { page } = user;
  await focusMessage(user, kind);
  await page.keyboard.press(key);
  await page.locator(opens).first().waitFor();
}

/** Focuses the last message that `kind` selects, once the list listens to the keys. */
async function focusMessage({ page }: User, kind: string): Promise<void> {
  await page.locator(".scroller[data-controls]").waitFor();
  await page.locator(kind).last().focus();
}

/** Waits until the page has stored the read position, which it does only after it has joined, not for the preview. */
async function waitForReadPosition({ page }: User, url: string): Promise<void> {
  const room = new URL(url).pathname.split("/").at(-1);
  await page.waitForFunction((key) => localStorage.getItem(key) !== null, `majlis:read:${room}`);
}

/** Waits until the image is decoded. */
async function waitForImage({ page }: User, screenshot: string): Promise<void> {
  await page.locator(screenshot).evaluate((image: HTMLImageElement) => image.decode());
}

/** One that the sample room has, and one of another room that is gone. */
async function storeSavedMessages({ user: { page }, sampleRoom }: SceneContext): Promise<void> {
  const response = await fetch(`${sampleRoom.url}/messages?before=${sampleRoom.firstSeq + 1}&limit=1`);
  const { events } = (await response.json()) as { readonly events: readonly Message[] };
  const saved = events.map(({ seq, id, at, from, text }) => ({
    room: "tea",
    seq,
    id,
    at,
    text,
    authorId: from.id,
    authorName: from.name,
  }));
  const gone = saved.map((message) => ({ ...message, room: "another-room", text: "أين وضعنا الأكواب؟" }));
  await page.evaluate(
    (value) => localStorage.setItem("majlis:saved", value),
    JSON.stringify([...saved, ...gone]),
  );
}

/** Publishes `text` in the room at `url`. */
async function say(url: string, text: string): Promise<void> {
  const answer = await fetch(url, { method: "POST", body: text });
  if (!answer.ok) throw new Error(`not published: ${answer.status}`);
}

/** Opens the sample room; on a page that is there already, closes what the previous scene left open. */
async function enterSampleRoom({ user, sampleRoom }: SceneContext): Promise<void> {
  const { page, composer } = user;
  if (page.url() !== sampleRoom.url) await user.openRoom(sampleRoom.url);
  await closePanels(page);
  // Once for what has the focus, once for a reply or an edit.
  await page.keyboard.press("Escape");
  await composer.fill("");
  await composer.press("Escape");
  await page.locator(".message .reaction").first().waitFor();
}

/** Narrow headers have no button for it: there the members open it. */
async function openInvitation(sceneContext: SceneContext): Promise<void> {
  const invitation = "#invite [role='tab']";
  if (await sceneContext.user.page.locator(".invite-button").isVisible())
    return clickAndWait(sceneContext, ".invite-button", invitation);
  await clickAndWait(sceneContext, ".members-button", "#members .secondary");
  await clickAndWait(sceneContext, "#members .secondary", invitation);
}

/** Message actions: replies, reactions, and deletion with undo. */
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { fa } from "../../src/locales/fa.ts";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import { holdLazyScripts } from "../support/held-scripts.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES });
const { newUserNamed: newUser } = setup;

const urlOf = (room: string) => `${setup.server.origin}/r/${room}`;

const screenshot = (user: User, name: string) => setup.screenshot(user, `message-actions-${name}`);

/** Hovers a message, and clicks a button of its toolbar. */
async function clickAction(user: User, text: string, button: string): Promise<void> {
  await user.message(text).hover();
  await user.message(text).getByRole("button", { name: button }).first().click();
}

const focusedText = ({ page }: User) => page.evaluate(() => document.activeElement?.textContent ?? "");

test("a reply quotes its original, the quote links to it, and a reply can be cancelled", async () => {
  const ana = await newUser("Ana", variant("desktop", "light", "en"));
  const bo = await newUser("Bo", variant("phone", "dark", "ar"));
  await ana.openRoom(urlOf("replies"));
  await bo.openRoom(urlOf("replies"));
  await ana.send("Shall we have tea?");
  await bo.waitForText("Shall we have tea?");
  await bo.sendByTap("Or coffee?");
  await ana.waitForText("Or coffee?");

  await clickAction(ana, "Or coffee?", en.lazy.reply);
  const subject = ana.page.locator(".composer-mode");
  await subject.getByText("Reply to").waitFor();
  await expect.poll(() => ana.composer.evaluate((field) => field === document.activeElement)).toBe(true);
  await ana.composer.fill("not sent");
  await ana.composer.press("Escape");
  await subject.waitFor({ state: "detached" });
  await expect.poll(() => ana.composer.inputValue()).toBe("not sent");

  await clickAction(ana, "Or coffee?", en.lazy.reply);
  await screenshot(ana, "replying");
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.send("Coffee is fine");
  await subject.waitFor({ state: "detached" });
  const quote = bo.message("Coffee is fine").locator(".quote");
  await quote.waitFor();
  await expect.poll(() => quote.innerText()).toContain("Or coffee?");
  await screenshot(bo, "replied");
  await quote.tap();
  await eventually("the original has the focus", async () => (await focusedText(bo)).includes("Or coffee?"));
  expect(await axeViolations(bo.page)).toEqual([]);
});

test("the quote of a message that is not loaded is fetched, and follows its deletion", async () => {
  const dana = joinRoom({ url: urlOf("old"), name: "Dana", storage: memoryStorage() });
  const first = await dana.publish("the very first").stored;
  const second = await dana.publish("the second, soon gone").stored;
  for (let number = 1; number <= 80; number++) await dana.publish(`in between ${number}`).stored;
  await dana.publish("about the first", { replyTo: first.seq }).stored;
  await dana.publish("about the second", { replyTo: second.seq }).stored;
  const ana = await newUser("Ana", variant("desktop", "dark", "ar"));
  await ana.openRoom(urlOf("old"));
  await ana.message("about the first").locator(".quote-text", { hasText: "the very first" }).waitFor();
  await ana.message("about the second").locator(".quote-text", { hasText: "soon gone" }).waitFor();
  await dana.delete(second.seq);
  await ana.message("about the second").locator(".quote", { hasText: ar.room.deleted }).waitFor();
  await screenshot(ana, "quotes");
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.message("about the first").locator(".quote").click();
  await eventually("the first message has the focus", async () =>
    (await focusedText(ana)).includes("the very first"),
  );
  dana.close();
});

test("a message shows how many reply to it, and lists them", async () => {
  const dana = joinRoom({ url: urlOf("answers"), name: "دانة", storage: memoryStorage() });
  const question = await dana.publish("Who brings the cups?").stored;
  const only = await dana.publish("Not me, `sorry`", { replyTo: question.seq }).stored;
  const ana = await newUser("Ana", variant("desktop", "light", "en"));
  const omar = await newUser("عمر", variant("phone", "dark", "ar"));
  for (const user of [ana, omar]) await user.openRoom(urlOf("answers"));

  const count = (user: User) => user.message("Who brings the cups?").locator(".replies-button");
  await count(ana).filter({ hasText: "1 reply" }).click();
  await eventually("the only reply has the focus", async () => (await focusedText(ana)).includes("Not me"));

  const gone = await dana.publish("سأحضرها أنا", { replyTo: question.seq }).stored;
  await dana.publish("And the spoons?", { replyTo: question.seq }).stored;
  await count(omar).filter({ hasText: "٣ ردود" }).tap();
  const listed = omar.page.getByRole("dialog", { name: ar.lazy.replies }).getByRole("button");
  await eventually("three replies are listed", async () => (await listed.count()) === 3);
  await screenshot(omar, "replies-phone-ar");
  expect(await axeViolations(omar.page)).toEqual([]);
  await dana.delete(gone.seq);
  await eventually("two replies are listed", async () => (await listed.count()) === 2);
  await expect.poll(() => listed.first().innerText()).toContain("Not me, sorry");
  await listed.last().tap();
  await eventually("the reply has the focus", async () => (await focusedText(omar)).includes("the spoons"));

  await count(ana).filter({ hasText: "2 replies" }).click();
  await ana.page.getByRole("dialog", { name: en.lazy.replies }).waitFor();
  await screenshot(ana, "replies-desktop-en");
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.page.keyboard.press("Escape");
  await dana.delete(only.seq);
  await count(ana).filter({ hasText: "1 reply" }).waitFor();
  dana.close();
});

test("a resting mouse gets the toolbar also when its code is loaded later", async () => {
  const ana = await newUser("Ana", variant("desktop", "light", "en"));
  const scripts = await holdLazyScripts(ana);
  await ana.openRoom(urlOf("resting"));
  await ana.send("Rest here");
  await ana.message("Rest here").hover();
  await eventually("a lazy chunk is requested", () => scripts.count > 0);
  await expect.poll(() => ana.page.locator(".message-toolbar").count()).toBe(0);
  scripts.release();
  await ana.message("Rest here").locator(".message-toolbar").waitFor();
});

test("reactions are optimistic, list their reactors, and can be removed", async () => {
  const ana = await newUser("Ana", variant("desktop", "dark", "en"));
  const bo = await newUser("Bo", variant("desktop", "light", "en"));
  await ana.openRoom(urlOf("reactions"));
  await bo.openRoom(urlOf("reactions"));
  await ana.send("The lamps are lit");
  await bo.waitForText("The lamps are lit");
  await clickAction(bo, "The lamps are lit", "React with");
  const seen = ana.message("The lamps are lit").locator(".reaction[data-reactors]").first();
  await seen.waitFor();
  await expect.poll(() => seen.getAttribute("title")).toContain("Bo");
  await seen.click();
  await eventually("Bo sees two reactions", async () =>
    (await bo.message("The lamps are lit").locator(".reaction[data-reactors]").innerText()).includes("2"),
  );
  expect((await seen.getAttribute("aria-label"))?.replaceAll(/[\u2068\u2069]/gu, "")).toBe(
    "👍 2: you and Bo",
  );
  await expect.poll(() => seen.getAttribute("aria-pressed")).toBe("true");

  // Any other emoji by the add button: searched and picked by keyboard.
  await ana.message("The lamps are lit").locator(".reaction.add").click();
  const search = ana.page.getByRole("dialog").getByRole("searchbox");
  await search.fill("lantern");
  await eventually("the results are shown", async () =>
    (await ana.page.getByRole("gridcell").first().innerText()).includes("🏮"),
  );
  await screenshot(ana, "picker");
  expect(await axeViolations(ana.page)).toEqual([]);
  await search.press("Enter");
  await bo.message("The lamps are lit").locator(".reaction", { hasText: "🏮" }).waitFor();

  // The list of reactors.
  await ana.message("The lamps are lit").hover();
  await ana.message("The lamps are lit").getByRole("button", { name: en.lazy.more }).click();
  await ana.page.getByRole("menuitem", { name: en.lazy.whoReacted }).click();
  await ana.page.getByRole("dialog", { name: en.room.reactions }).getByText("Bo").waitFor();
  await screenshot(ana, "who");
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.page.keyboard.press("Escape");
  await eventually("the focus is on the message again", async () =>
    (await focusedText(ana)).includes("The lamps are lit"),
  );

  await seen.click();
  await eventually("Ana's reaction is removed on her page", async () =>
    (await seen.innerText()).includes("1"),
  );
  await eventually("Ana's reaction is removed on Bo's page", async () =>
    (await bo.message("The lamps are lit").locator(".reaction[data-reactors]").first().innerText()).includes(
      "1",
    ),
  );
});

/** A guest without a page adds a reaction to message 1. */
async function reactAsGuest(room: string, name: string, emoji: string): Promise<void> {
  const granted = await fetch(`${room}/ticket`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name }),
  });
  const { self } = (await granted.json()) as { readonly self: { readonly token: string } };
  const headers = { Authorization: `Bearer ${self.token}` };
  const url = `${room}/messages/1/reactions/${encodeURIComponent(emoji)}`;
  const { status } = await fetch(url, { method: "PUT", headers });
  if (status !== 200) throw new Error(`not reacted: ${status}`);
}

test("[REACT-4] whom a reaction does not name is listed page by page, by keyboard and right to left too", async () => {
  const room = urlOf("crowd");
  const ana = await newUser("Ana", variant("desktop", "dark", "fa"));
  await ana.openRoom(room);
  await ana.send("Who comes?");
  await ana.waitForMessageActions("Who comes?");
  for (let number = 1; number <= 62; number++) await reactAsGuest(room, `Guest ${number}`, "👍");
  const message = ana.message("Who comes?");
  await message.locator(".reaction", { hasText: /62|۶۲/u }).waitFor();
  await message.hover();
  await message.getByRole("button", { name: fa.lazy.more }).click();
  await ana.page.getByRole("menuitem", { name: fa.lazy.whoReacted }).click();
  const dialog = ana.page.getByRole("dialog", { name: fa.room.reactions });
  const names = dialog.locator("dd bdi");
  await expect.poll(() => names.count()).toBe(10);
  for (const [listed, isLast] of [
    [50, false],
    [62, true],
  ] as const) {
    await ana.page.keyboard.press("Tab");
    await expect.poll(() => dialog.locator("button:focus").count()).toBe(1);
    await ana.page.keyboard.press("Enter");
    await eventually(`${listed} are listed`, async () => (await names.count()) === listed);
    await eventually("the first name that came has the focus", () =>
      dialog.locator("dd[data-name]:focus").evaluateAll((focused) => focused.length === 1),
    );
    await expect.poll(() => dialog.getByRole("button").count()).toBe(isLast ? 0 : 1);
    expect(await axeViolations(ana.page)).toEqual([]);
    await screenshot(ana, isLast ? "everyone" : "fifty");
  }
  expect(new Set(await names.allInnerTexts()).size).toBe(62);
  await ana.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await eventually("the focus is on the message again", async () =>
    (await focusedText(ana)).includes("Who comes?"),
  );
});

test("[DEL-3] a deletion reaches the others at once, and undone the message is back with its reactions on both pages", async () => {
  const ana = await newUser("Ana", variant("desktop", "light", "ar"));
  const bo = await newUser("Bo", variant("phone", "light", "en"));
  await ana.openRoom(urlOf("deleting"));
  await bo.openRoom(urlOf("deleting"));
  for (const text of ["one too many", "kept after all"]) await ana.send(text);
  await bo.waitForText("kept after all");
  await ana.waitForMessageActions("kept after all");
  const boAsMember = joinRoom({ url: urlOf("deleting"), name: "Cy" });
  await eventually("Cy has joined", () => boAsMember.state.name === "online");
  await boAsMember.react(2, "👍", true);
  boAsMember.close();
  const reaction = (user: User) => user.message("kept after all").locator(".reaction", { hasText: "👍" });
  await reaction(ana).waitFor();

  await ana.message("kept after all").focus();
  await ana.page.keyboard.press("Delete");
  await ana.page.locator(".deleted", { hasText: ar.lazy.pendingDelete }).waitFor();
  await eventually(
    "the message is deleted on Bo's page",
    async () => !(await bo.texts()).includes("kept after all"),
  );
  await screenshot(ana, "undo");
  await expect.poll(() => ana.page.getByRole("button", { name: ar.lazy.undo }).count()).toBe(1);
  await expect
    .poll(() => ana.page.evaluate(() => document.activeElement?.matches("[data-message]")))
    .toBe(true);
  await ana.page.keyboard.press("Enter");
  await ana.page.keyboard.press("Enter");
  await ana.waitForText("kept after all");
  await eventually("the message has the focus", async () =>
    (await focusedText(ana)).includes("kept after all"),
  );
  await bo.waitForText("kept after all");
  for (const user of [ana, bo]) await reaction(user).waitFor();

  await ana.message("one too many").focus();
  await ana.page.keyboard.press("Delete");
  await ana.page.getByRole("button", { name: ar.lazy.undo }).waitFor();
  // Here, where nothing has to be done before the button goes: on a busy machine it takes as long.
  expect(await axeViolations(ana.page)).toEqual([]);
  await eventually(
    "the other is deleted on Bo's page",
    async () => !(await bo.texts()).includes("one too many"),
  );
  await expect.poll(() => bo.texts()).toEqual([en.room.deleted, "kept after all"]);
  await ana.page.getByText(ar.room.deleted).waitFor();
  await expect.poll(() => ana.page.getByRole("button", { name: ar.lazy.undo }).count()).toBe(0);
});

test("a deletion that cannot be undone gives the text back to the composer, and says so", async () => {
  const ana = await newUser("Ana", variant("phone", "dark", "ar"));
  await ana.openRoom(urlOf("killed"));
  await ana.sendByTap("hard to write again");
  await ana.waitForText("hard to write again");
  await ana.waitForMessageActions("hard to write again");
  await ana.message("hard to write again").focus();
  await ana.page.keyboard.press("Delete");
  const transcript = async () => (await fetch(`${urlOf("killed")}/transcript`)).text();
  await eventually("the deletion is stored", async () =>
    (await transcript()).includes("took a message back"),
  );
  await setup.server.kill();
  await ana.page.getByRole("button", { name: ar.lazy.undo }).click();
  await ana.page.getByText(ar.lazy.undoFailed).waitFor();
  await expect.poll(() => ana.composer.inputValue()).toBe("hard to write again");
  await screenshot(ana, "undo-failed");
  await setup.server.restart();
});

test("a deletion is sent when the page is left at once, also without a WebSocket", async () => {
  const ana = await newUser("Ana", variant("desktop", "dark", "en"));
  const bo = await newUser("Bo", variant("phone", "light", "en"));
  await ana.page.routeWebSocket(/./u, (socket) => socket.close());
  await ana.openRoom(urlOf("walled"));
  await bo.openRoom(urlOf("walled"));
  await ana.send("better not said");
  await bo.waitForText("better not said");
  await ana.waitForMessageActions("better not said");
  await ana.message("better not said").focus();
  await ana.page.keyboard.press("Delete");
  await ana.page.getByRole("button", { name: en.lazy.undo }).waitFor();
  await ana.page.goto("about:blank");
  await eventually(
    "the message is deleted on Bo's page",
    async () => !(await bo.texts()).includes("better not said"),
  );
});

test("offline, the banner promises nothing about an edit, which comes back to the composer", async () => {
  const network = await setup.newNetwork();
  const ana = await newUser("Ana");
  await ana.openRoom(`${network.origin}/r/offline-edit`);
  await ana.send("as it was");
  await ana.waitForConnectionText();
  await ana.waitForMessageActions("as it was");
  await ana.composer.press("ArrowUp");
  await ana.composer.fill("as it should be");
  await network.disconnect(ana);
  const banner = ana.page.locator(".connection-text");
  await banner.getByText(en.lazy.offlineEditing, { exact: true }).waitFor();
  await ana.composer.press("Enter");
  await ana.page.locator(".composer-mode").waitFor();
  await expect.poll(() => ana.composer.inputValue()).toBe("as it should be");
  await expect.poll(() => banner.textContent()).toBe(en.lazy.offlineEditing);
  await ana.composer.press("Escape");
  await banner.getByText(en.lazy.offline, { exact: true }).waitFor();
  await network.reconnect(ana);
});

test("a deletion waits for a connection, and is not sent if it is undone meanwhile", async () => {
  const network = await setup.newNetwork();
  const ana = await newUser("Ana", variant("phone", "dark", "en"));
  const bo = await newUser("Bo", variant("desktop", "light", "en"));
  await ana.openRoom(`${network.origin}/r/waiting`);
  await bo.openRoom(urlOf("waiting"));
  for (const text of ["said and gone", "said and kept"]) await ana.sendByTap(text);
  await bo.waitForText("said and kept");
  await ana.waitForMessageActions("said and kept");
  await ana.waitForConnectionText();
  await network.disconnect(ana);
  await ana.page.getByText(en.lazy.offline).first().waitFor();
  for (const text of ["said and gone", "said and kept"]) {
    await ana.message(text).focus();
    await ana.page.keyboard.press("Delete");
  }
  const undo = ana.page.getByRole("button", { name: en.lazy.undo });
  await eventually("both can be undone", async () => (await undo.count()) === 2);
  await undo.last().click();
  await ana.waitForText("said and kept");
  await network.reconnect(ana);
  await eventually(
    "the first is deleted on Bo's page",
    async () => !(await bo.texts()).includes("said and gone"),
  );
  await expect.poll(() => bo.texts()).toEqual([en.room.deleted, "said and kept"]);
});

/** Message actions: replies, reactions, and deletion with undo. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import type { PageAssets } from "../../src/worker/pages/assets.ts";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES });
const { newUserNamed: newUser } = setup;

/** The assets that the room page loads eagerly. */
function pageAssets(): PageAssets {
  const manifest = readFileSync(join(PROJECT_ROOT, "public/assets/manifest.json"), "utf8");
  return (JSON.parse(manifest) as { readonly room: PageAssets }).room;
}

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
  expect(await ana.composer.evaluate((field) => field === document.activeElement)).toBe(true);
  await ana.composer.fill("not sent");
  await ana.composer.press("Escape");
  await subject.waitFor({ state: "detached" });
  expect(await ana.composer.inputValue()).toBe("not sent");

  await clickAction(ana, "Or coffee?", en.lazy.reply);
  await screenshot(ana, "replying");
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.send("Coffee is fine");
  await subject.waitFor({ state: "detached" });
  const quote = bo.message("Coffee is fine").locator(".quote");
  await quote.waitFor();
  expect(await quote.innerText()).toContain("Or coffee?");
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

test("a resting mouse gets the toolbar also when its code is loaded later", async () => {
  const ana = await newUser("Ana", variant("desktop", "light", "en"));
  const { script, preload, languages } = pageAssets();
  const isLazyChunk = ({ pathname }: URL) =>
    /^\/assets\/.*\.js$/u.test(pathname) &&
    ![script, ...preload, ...Object.values(languages)].includes(pathname);
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let heldRequests = 0;
  await ana.page.route(isLazyChunk, async (route) => {
    heldRequests++;
    await released;
    await route.continue();
  });
  await ana.openRoom(urlOf("resting"));
  await ana.send("Rest here");
  await ana.message("Rest here").hover();
  await eventually("a lazy chunk is requested", () => heldRequests > 0);
  expect(await ana.page.locator(".message-toolbar").count()).toBe(0);
  release();
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
  expect(await seen.getAttribute("title")).toContain("Bo");
  await seen.click();
  await eventually("Bo sees two reactions", async () =>
    (await bo.message("The lamps are lit").locator(".reaction[data-reactors]").innerText()).includes("2"),
  );
  expect((await seen.getAttribute("aria-label"))?.replaceAll(/[\u2068\u2069]/gu, "")).toBe(
    "👍 2: you and Bo",
  );
  expect(await seen.getAttribute("aria-pressed")).toBe("true");

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

test("a deletion can be undone, and is sent when the undo window ends or the author leaves the page", async () => {
  const ana = await newUser("Ana", variant("desktop", "light", "ar"));
  const bo = await newUser("Bo", variant("phone", "light", "en"));
  await ana.openRoom(urlOf("deleting"));
  await bo.openRoom(urlOf("deleting"));
  for (const text of ["one too many", "kept after all", "gone with me"]) await ana.send(text);
  await bo.waitForText("gone with me");
  await ana.waitForMessageActions("kept after all");

  await ana.message("kept after all").focus();
  await ana.page.keyboard.press("Delete");
  await ana.page.locator(".deleted", { hasText: ar.lazy.pendingDelete }).waitFor();
  await screenshot(ana, "undo");
  expect(await axeViolations(ana.page)).toEqual([]);
  expect(await ana.page.evaluate(() => document.activeElement?.matches("[data-message]"))).toBe(true);
  await ana.page.keyboard.press("Enter");
  await ana.page.keyboard.press("Enter");
  await ana.waitForText("kept after all");
  expect(await focusedText(ana)).toContain("kept after all");

  await ana.message("one too many").focus();
  await ana.page.keyboard.press("Delete");
  expect(await bo.texts()).toContain("one too many");
  await eventually(
    "the message is deleted on Bo's page",
    async () => !(await bo.texts()).includes("one too many"),
  );
  expect(await bo.texts()).toEqual([en.room.deleted, "kept after all", "gone with me"]);

  await ana.message("gone with me").focus();
  await ana.page.keyboard.press("Delete");
  await ana.page.locator(".deleted", { hasText: ar.lazy.pendingDelete }).waitFor();
  await ana.page.goto("about:blank");
  await eventually(
    "the message is deleted on Bo's page too",
    async () => !(await bo.texts()).includes("gone with me"),
  );
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

test("a message whose deletion fails is restored, with the reason", async () => {
  const ana = await newUser("Ana", variant("phone", "dark", "en"));
  await ana.openRoom(urlOf("refused"));
  await ana.sendByTap("said and said");
  await ana.waitForText("said and said");
  await ana.waitForMessageActions("said and said");
  await ana.message("said and said").focus();
  await ana.page.keyboard.press("Delete");
  await ana.page.getByRole("button", { name: en.lazy.undo }).waitFor();
  await ana.context.setOffline(true);
  await setup.server.kill();
  await ana.page.getByText(en.room.errorNoConnection).waitFor();
  await ana.waitForText("said and said");
  await ana.context.setOffline(false);
  await setup.server.restart();
});

/** Keyboard shortcuts: the message menu, single letters, F6, Escape, and the dialog that lists them. */
import type { BrowserContextOptions, Locator } from "playwright-core";
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();
const { newUser } = setup;

const screenshot = (user: User, name: string) => setup.screenshot(user, `keyboard-${name}`);

const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Two users with a message each; the first uses the keyboard. */
async function openConversation(room: string, first: BrowserContextOptions): Promise<[User, User]> {
  const [ana, bo] = [await newUser(first), await newUser(variant("phone", "light", "en"))];
  await ana.openRoom(`${setup.server.origin}/r/${room}`);
  await bo.openRoom(`${setup.server.origin}/r/${room}`);
  await ana.composer.fill("mine");
  await ana.page.locator(".send").click();
  await bo.waitForText("mine");
  await bo.composer.fill("theirs");
  await bo.page.locator(".send").tap();
  await ana.waitForText("theirs");
  await ana.waitForMessageActions("mine");
  return [ana, bo];
}

test("F6 cycles the regions, and letter keys act only on a focused message", async () => {
  const [ana, bo] = await openConversation("letters", variant("desktop", "light", "en"));
  const { keyboard } = ana.page;
  await keyboard.press("F6");
  await eventually("the header has the focus", () =>
    ana.page.evaluate(() => document.activeElement?.closest(".room-header") !== null),
  );
  await keyboard.press("F6");
  await expect.poll(() => ana.page.evaluate(() => document.activeElement?.matches(".scroller"))).toBe(true);
  await keyboard.press("ArrowUp");
  await eventually("the newest message has the focus", () => hasFocus(ana.message("theirs")));
  await keyboard.press("e");
  await expect.poll(() => hasFocus(ana.message("theirs"))).toBe(true);
  await keyboard.press("r");
  await ana.page.locator(".composer-mode", { hasText: "Reply to" }).waitFor();
  await expect.poll(() => hasFocus(ana.composer)).toBe(true);
  await keyboard.type("rec");
  await expect.poll(() => ana.composer.inputValue()).toBe("rec");
  await keyboard.press("Enter");
  await bo.message("rec").locator(".quote", { hasText: "theirs" }).waitFor();

  // From the message Tab reaches what it holds, then its toolbar.
  await ana.message("theirs").locator(".replies-button").waitFor();
  await ana.message("theirs").focus();
  await ana.message("theirs").getByRole("group", { name: en.lazy.messageActions }).waitFor();
  await screenshot(ana, "tools");
  await keyboard.press("Tab");
  await expect
    .poll(() => ana.page.evaluate(() => document.activeElement?.matches(".replies-button")))
    .toBe(true);
  await keyboard.press("Tab");
  await expect
    .poll(() => ana.page.evaluate(() => document.activeElement?.closest(".message-toolbar") !== null))
    .toBe(true);
  await keyboard.press("Enter");
  await bo.message("theirs").locator(".reaction", { hasText: "👍" }).waitFor();
  await keyboard.press("Escape");
  await eventually("the message has the focus", () => hasFocus(ana.message("theirs")));
  await keyboard.press("+");
  await ana.page.getByRole("dialog", { name: en.room.addReaction }).getByRole("searchbox").waitFor();
  await keyboard.press("Escape");
  await eventually("the message has the focus again", () => hasFocus(ana.message("theirs")));
  await expect.poll(() => ana.page.locator(".message-toolbar").count()).toBe(1);
  await keyboard.press("Escape");
  await eventually("the composer has the focus", () => hasFocus(ana.composer));
  expect(await axeViolations(ana.page)).toEqual([]);
});

test("the message menu opens by its key, is navigated by arrows, and returns the focus", async () => {
  const [ana] = await openConversation("menu", variant("desktop", "dark", "ar"));
  const { keyboard } = ana.page;
  const menu = ana.page.getByRole("menu");
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ana.message("mine").focus();
  await keyboard.press("Shift+F10");
  await menu.waitFor();
  await eventually("the first menu item has the focus", () => hasFocus(menu.getByRole("menuitem").first()));
  await screenshot(ana, "menu");
  expect(await axeViolations(ana.page)).toEqual([]);
  await keyboard.press("ArrowUp");
  await expect.poll(() => hasFocus(menu.getByRole("menuitemcheckbox").first())).toBe(true);
  await keyboard.press("ArrowLeft");
  await expect.poll(() => hasFocus(menu.getByRole("menuitemcheckbox").nth(1))).toBe(true);
  await keyboard.press("ArrowUp");
  await expect.poll(() => hasFocus(menu.getByRole("menuitem").last())).toBe(true);
  await keyboard.press("Escape");
  await menu.waitFor({ state: "detached" });
  await expect.poll(() => hasFocus(ana.message("mine"))).toBe(true);

  await keyboard.press("c");
  await eventually(
    "the text is copied",
    async () => (await ana.page.evaluate(() => navigator.clipboard.readText())) === "mine",
  );
  await keyboard.press("ContextMenu");
  await menu.getByRole("menuitem", { name: ar.lazy.copyMessageLink }).press("Enter");
  await eventually("the link is copied", async () =>
    /\/r\/menu#\d+$/.test(await ana.page.evaluate(() => navigator.clipboard.readText())),
  );
  await expect.poll(() => hasFocus(ana.message("mine"))).toBe(true);
});

test("ArrowUp edits the last own message, which is highlighted; Escape restores the draft", async () => {
  const [ana, bo] = await openConversation("editing", variant("phone", "dark", "en"));
  await ana.composer.press("ArrowUp");
  await expect.poll(() => ana.composer.inputValue()).toBe("mine");
  await ana.page.locator(".compose-target", { hasText: "mine" }).waitFor();
  await screenshot(ana, "editing");
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.composer.press("Escape");
  await expect.poll(() => ana.composer.inputValue()).toBe("");
  await expect.poll(() => ana.page.locator(".compose-target").count()).toBe(0);
  await ana.composer.fill("a draft");
  await ana.message("mine").focus();
  await ana.page.keyboard.press("e");
  await ana.composer.fill("mine, reworded");
  await ana.page.getByRole("button", { name: en.room.send }).click();
  await bo.waitForText("mine, reworded");
  await expect.poll(() => ana.composer.inputValue()).toBe("a draft");
  const mark = bo.message("mine, reworded").locator(".edited time");
  await expect.poll(() => mark.getAttribute("title")).toMatch(/\d{4}/);
});

test("Ctrl+/ opens the list of shortcuts, and Escape closes it and returns the focus", async () => {
  for (const [size, theme, language] of [
    ["desktop", "light", "ar"],
    ["phone", "dark", "en"],
  ] as const) {
    const ana = await newUser(variant(size, theme, language));
    await ana.openRoom(`${setup.server.origin}/r/keys`);
    await ana.composer.focus();
    const dialog = ana.page.getByRole("dialog");
    await eventually("the list of shortcuts is shown", async () => {
      if (!(await dialog.isVisible())) await ana.page.keyboard.press("Control+/");
      return dialog.isVisible();
    });
    await screenshot(ana, `shortcuts-${size}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    await expect
      .poll(() => ana.page.evaluate(() => document.documentElement.scrollWidth <= screen.width))
      .toBe(true);
    await ana.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => hasFocus(ana.composer)).toBe(true);
  }
});

test("only the active message has a toolbar", async () => {
  const [ana] = await openConversation("light", variant("desktop", "dark", "en"));
  await ana.message("mine").hover();
  await ana.message("mine").locator(".message-toolbar").waitFor();
  await ana.message("theirs").hover();
  await ana.message("theirs").locator(".message-toolbar").waitFor();
  await expect.poll(() => ana.page.locator(".message-toolbar").count()).toBe(1);
  await ana.composer.hover();
  await ana.page.locator(".message-toolbar").waitFor({ state: "detached" });
});

test("the toolbar is at the message that the keyboard or the mouse used last", async () => {
  const [ana] = await openConversation("last", variant("desktop", "light", "en"));
  const toolbars = ana.page.locator(".message-toolbar");
  await ana.message("mine").hover();
  await ana.message("mine").getByRole("button", { name: en.lazy.more }).click();
  await ana.page.getByRole("menu").waitFor();
  await ana.page.keyboard.press("Escape");
  await ana.message("theirs").hover();
  await ana.message("theirs").locator(".message-toolbar").waitFor();
  await expect.poll(() => toolbars.count()).toBe(1);
  await ana.message("mine").focus();
  await ana.page.keyboard.press("Home");
  await expect.poll(() => toolbars.count()).toBe(1);
  const isFocused = (element: Element) => element.closest("[data-message]") === document.activeElement;
  await expect.poll(() => toolbars.evaluate(isFocused)).toBe(true);
});

test("the toolbar of the topmost message is not cut off", async () => {
  const [ana] = await openConversation("topmost", variant("desktop", "light", "en"));
  for (let number = 1; number <= 30; number++) await ana.send(`line ${number}`);
  await ana.waitForText("line 30");
  const list = ana.page.locator(".scroller");
  const line = ana.message("line 12");
  await line.evaluate((row) => {
    const scroller = row.closest(".scroller");
    scroller?.scrollBy(0, row.getBoundingClientRect().top - scroller.getBoundingClientRect().top);
  });
  await line.hover();
  const toolbar = await line.locator(".message-toolbar").boundingBox();
  const view = await list.boundingBox();
  expect(toolbar?.y).toBeGreaterThanOrEqual(view?.y ?? Number.POSITIVE_INFINITY);
});

test("the header is a banner beside the main content, and no button says its name twice", async () => {
  const ana = await newUser(variant("desktop", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/landmarks`);
  await ana.waitForJoin();
  await expect
    .poll(() => ana.page.getByRole("banner").getByRole("heading", { name: "landmarks" }).count())
    .toBe(1);
  await expect
    .poll(() => ana.page.getByRole("main").getByRole("textbox", { name: en.room.write }).count())
    .toBe(1);
  const session = await ana.context.newCDPSession(ana.page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const repeated = nodes.filter(({ name, description }) => description && name?.value === description.value);
  expect(repeated.map(({ name }) => name?.value)).toEqual([]);
});

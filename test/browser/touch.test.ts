/** Message actions by touch: the menu opens by a long press. */
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import { longPress, swipe } from "../support/touch.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES });
const { newUserNamed: newUser } = setup;

const urlOf = (room: string) => `${setup.server.origin}/r/${room}`;

const screenshot = (user: User, name: string) => setup.screenshot(user, `message-actions-${name}`);

test.each([
  ["en", 1],
  ["ar", -1],
] as const)(
  "a swipe in the direction of reading replies (%s), and one back does not",
  async (language, sign) => {
    const ana = await newUser("Ana", variant("phone", "light", language));
    await ana.openRoom(urlOf(`swipe-${language}`));
    await ana.sendByTap("Slide me along, please");
    await ana.waitForMessageActions("Slide me along, please");
    const text = ana.message("Slide me along").locator(".text");
    await swipe(ana, text, -100 * sign);
    await swipe(ana, text, 30 * sign);
    await expect.poll(() => ana.page.locator(".composer-mode").count()).toBe(0);
    await swipe(ana, text, 100 * sign);
    await ana.page.locator(".composer-mode").waitFor();
  },
);

test("a tap shows no toolbar, and the sheet leaves its message in view", async () => {
  const ana = await newUser("Ana", variant("phone", "dark", "en"));
  await ana.openRoom(urlOf("lifted"));
  for (let number = 1; number <= 12; number++) await ana.sendByTap(`line ${number}`);
  await ana.waitForMessageActions("line 12");
  const last = ana.message("line 12");
  await last.locator(".text").tap();
  await expect.poll(() => ana.page.locator(".message-toolbar").count()).toBe(0);
  const menu = ana.page.getByRole("menu");
  await longPress(ana, last.locator(".text"), menu);
  const [bubble, sheet] = await Promise.all([last.locator(".bubble").boundingBox(), menu.boundingBox()]);
  expect((bubble?.y ?? 0) + (bubble?.height ?? 0)).toBeLessThan(sheet?.y ?? 0);
  // The finger was where the sheet is now, and is still a hover there.
  const backgrounds = () =>
    menu
      .locator("button")
      .evaluateAll((buttons) => buttons.map((button) => getComputedStyle(button).backgroundColor));
  await expect.poll(async () => new Set(await backgrounds())).toEqual(new Set(["rgba(0, 0, 0, 0)"]));
  await screenshot(ana, "lifted");
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.page.keyboard.press("Escape");
  await menu.waitFor({ state: "detached" });
  await expect.poll(() => ana.page.locator(".scroller").evaluate((list) => list.style.translate)).toBe("");
});

test("a long press opens the message menu as a bottom sheet, and selects no text", async () => {
  const omar = await newUser("عمر", variant("phone", "light", "ar"));
  const ana = await newUser("Ana", variant("desktop", "dark", "en"));
  await omar.openRoom(urlOf("touch"));
  await ana.openRoom(urlOf("touch"));
  await ana.send("Dates or figs?");
  await omar.waitForText("Dates or figs?");
  await omar.sendByTap("تمر");
  await ana.waitForText("تمر");
  const menu = omar.page.getByRole("menu");
  const otherMessage = omar.message("Dates or figs?").locator(".text");

  await omar.waitForMessageActions("تمر");
  await longPress(omar, otherMessage, menu);
  await expect.poll(() => omar.page.evaluate(() => String(getSelection()))).toBe("");
  await screenshot(omar, "sheet");
  expect(await axeViolations(omar.page)).toEqual([]);
  for (const button of await menu.getByRole("menuitem").all())
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await expect.poll(() => menu.getByRole("menuitem", { name: ar.lazy.remove }).count()).toBe(0);
  await menu.getByRole("menuitemcheckbox").nth(1).tap();
  await menu.waitFor({ state: "detached" });
  await ana.message("Dates or figs?").locator(".reaction", { hasText: "❤️" }).waitFor();

  const reactors = omar.page.getByRole("dialog", { name: ar.room.reactions });
  await longPress(omar, omar.message("Dates or figs?").locator(".reaction[data-reactors]"), reactors);
  await screenshot(omar, "who-sheet");
  await expect
    .poll(() =>
      omar.message("Dates or figs?").locator(".reaction[data-reactors]").getAttribute("aria-pressed"),
    )
    .toBe("true");
  await omar.page.touchscreen.tap(195, 100);
  await reactors.waitFor({ state: "detached" });

  await longPress(omar, omar.message("تمر").locator(".text"), menu);
  await menu.getByRole("menuitem", { name: ar.lazy.reply, exact: true }).tap();
  await omar.page.locator(".composer-mode").waitFor();
  await screenshot(omar, "replying-phone");
  expect(await axeViolations(omar.page)).toEqual([]);
});

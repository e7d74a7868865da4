/** Acting on messages with a finger: the menu under a long press. */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import type { User } from "../support/user.ts";

const stage = setUpBrowser({ limits: UNLIMITED_RATES });
const { newUserNamed: newUser } = stage;

const urlOf = (room: string) => `${stage.server.origin}/r/${room}`;

const screenshot = (user: User, name: string) => stage.screenshot(user, `acting-${name}`);

/** Rests a finger on a place, as a person would; nothing in the page is called. */
async function longPress({ page, context }: User, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error("nothing there to press");
  const touchPoint = await context.newCDPSession(page);
  const at = { x: box.x + Math.min(box.width / 2, 40), y: box.y + box.height / 2 };
  await touchPoint.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
  await page.waitForTimeout(650);
  await touchPoint.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await touchPoint.detach();
}

test("by touch: a long press opens the menu as a sheet, and nothing is selected", async () => {
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

  await longPress(omar, otherMessage);
  await menu.waitFor();
  expect(await omar.page.evaluate(() => String(getSelection()))).toBe("");
  await screenshot(omar, "sheet");
  expect(await axeViolations(omar.page)).toEqual([]);
  for (const button of await menu.getByRole("menuitem").all())
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  expect(await menu.getByRole("menuitem", { name: "احذف" }).count()).toBe(0);
  await menu.getByRole("menuitemcheckbox").nth(1).tap();
  await menu.waitFor({ state: "detached" });
  await ana.message("Dates or figs?").locator(".reaction", { hasText: "❤️" }).waitFor();

  await longPress(omar, omar.message("Dates or figs?").locator(".reaction[data-reactors]"));
  await omar.page.getByRole("dialog", { name: "من تفاعل" }).waitFor();
  await screenshot(omar, "who-sheet");
  expect(
    await omar.message("Dates or figs?").locator(".reaction[data-reactors]").getAttribute("aria-pressed"),
  ).toBe("true");
  await omar.page.touchscreen.tap(195, 100);
  await omar.page.getByRole("dialog").waitFor({ state: "detached" });

  await longPress(omar, omar.message("تمر").locator(".text"));
  await menu.getByRole("menuitem", { name: "رُدّ" }).tap();
  await omar.page.locator(".composer-mode").waitFor();
  await screenshot(omar, "replying-phone");
  expect(await axeViolations(omar.page)).toEqual([]);
});

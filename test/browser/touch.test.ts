/** Message actions by touch: the menu opens by a long press. */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES });
const { newUserNamed: newUser } = setup;

const urlOf = (room: string) => `${setup.server.origin}/r/${room}`;

const screenshot = (user: User, name: string) => setup.screenshot(user, `message-actions-${name}`);

/** Rests a finger on `target` until the page responds by opening `panel`, and lifts it. */
async function longPress({ page, context }: User, target: Locator, panel: Locator): Promise<void> {
  // Waits until the target is visible and does not move.
  await target.tap({ trial: true });
  const box = await target.boundingBox();
  if (box === null) throw new Error("the target is not visible");
  const touchPoint = await context.newCDPSession(page);
  const at = { x: box.x + Math.min(box.width / 2, 40), y: box.y + box.height / 2 };
  await touchPoint.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
  await panel.waitFor();
  await touchPoint.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await touchPoint.detach();
}

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
  expect(await omar.page.evaluate(() => String(getSelection()))).toBe("");
  await screenshot(omar, "sheet");
  expect(await axeViolations(omar.page)).toEqual([]);
  for (const button of await menu.getByRole("menuitem").all())
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  expect(await menu.getByRole("menuitem", { name: ar.room.remove }).count()).toBe(0);
  await menu.getByRole("menuitemcheckbox").nth(1).tap();
  await menu.waitFor({ state: "detached" });
  await ana.message("Dates or figs?").locator(".reaction", { hasText: "❤️" }).waitFor();

  const reactors = omar.page.getByRole("dialog", { name: ar.room.reactions });
  await longPress(omar, omar.message("Dates or figs?").locator(".reaction[data-reactors]"), reactors);
  await screenshot(omar, "who-sheet");
  expect(
    await omar.message("Dates or figs?").locator(".reaction[data-reactors]").getAttribute("aria-pressed"),
  ).toBe("true");
  await omar.page.touchscreen.tap(195, 100);
  await reactors.waitFor({ state: "detached" });

  await longPress(omar, omar.message("تمر").locator(".text"), menu);
  await menu.getByRole("menuitem", { name: ar.lazy.reply, exact: true }).tap();
  await omar.page.locator(".composer-mode").waitFor();
  await screenshot(omar, "replying-phone");
  expect(await axeViolations(omar.page)).toEqual([]);
});

/** An owner clears and deletes the room from its settings, which ask before (SPEC LOG-8, OWN-9). */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { createOwnedRoom, rolesIn } from "../support/owned-room.ts";

const setup = setUpBrowser();
const { newUserNamed, screenshot } = setup;

const hasFocus = (button: Locator): Promise<boolean> =>
  button.evaluate((element) => element === document.activeElement);

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
] as const)("[LOG-8] [OWN-9] only what is confirmed is done: %s, %s, %s", async (size, theme, language) => {
  const { admin, lazy, room: words } = LOCALES[language];
  const { url, ownerKey } = await createOwnedRoom(setup.server.origin, `end-${language}`);
  const ana = await newUserNamed("Ana", variant(size, theme, language));
  await ana.page.goto(`${url}#key=${ownerKey}`);
  await expect.poll(() => rolesIn(url)).toEqual({ Ana: "owner" });
  await fetch(url, { method: "POST", body: "A canary" });
  await ana.message("A canary").waitFor();
  const dialog = ana.page.getByRole("dialog", { name: admin.roomSettings });
  const button = (name: string) => dialog.getByRole("button", { name, exact: true });
  const openSettings = async () => {
    await ana.page.getByRole("button", { name: words.settings }).click();
    await ana.page.locator("#settings").getByRole("button", { name: admin.roomSettings }).click();
  };

  await openSettings();
  await button(admin.clearRoom).click();
  await expect.poll(() => hasFocus(button(words.cancel))).toBe(true);
  await screenshot(ana, `clear-room-${size}-${theme}-${language}`);
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.page.keyboard.press("Enter");
  await expect.poll(() => hasFocus(button(admin.clearRoom))).toBe(true);
  await expect.poll(() => ana.message("A canary").count()).toBe(1);
  await button(admin.clearRoom).click();
  await button(admin.clearRoomConfirm).click();
  await dialog.waitFor({ state: "detached" });
  await ana.message("A canary").waitFor({ state: "detached" });

  await openSettings();
  await button(admin.deleteRoom).click();
  const name = dialog.getByRole("textbox", { name: `end-${language}` });
  await expect.poll(() => hasFocus(name)).toBe(true);
  await name.fill("end");
  await expect.poll(() => button(admin.deleteRoomConfirm).getAttribute("aria-disabled")).toBe("true");
  await button(admin.deleteRoomConfirm).focus();
  await ana.page.keyboard.press("Enter");
  expect((await fetch(url)).status).toBe(200);
  await name.fill(`END-${language} `);
  await screenshot(ana, `delete-room-${size}-${theme}-${language}`);
  expect(await axeViolations(ana.page)).toEqual([]);
  await button(admin.deleteRoomConfirm).click();
  await ana.page.getByText(lazy.closedDeleted).waitFor();
  await expect.poll(() => dialog.count()).toBe(0);
  expect((await fetch(url)).status).toBe(410);
  await expect
    .poll(() => ana.page.evaluate((key) => localStorage.getItem(key), `majlis:owner-key:end-${language}`))
    .toBeNull();
});

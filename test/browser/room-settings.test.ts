/** The settings of a room in its page, for owners and moderators (SPEC SET-2, SET-3). */
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { configure, createOwnedRoom, rolesIn } from "../support/owned-room.ts";
import { joinAsOwner, memberNamed } from "../support/room-clients.ts";

const setup = setUpBrowser();
const { newUserNamed, screenshot } = setup;

async function openPanel(page: Page): Promise<void> {
  await page.locator("[popovertarget='settings']").click();
  await page.locator("#settings .settings").waitFor();
}

const borderColor = (field: Locator) => field.evaluate((element) => getComputedStyle(element).borderTopColor);

/** What the theme makes of it. */
const dangerColor = (page: Page) =>
  page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "var(--danger)";
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  });

async function settingsOf(url: string): Promise<unknown> {
  return (await fetch(`${url}/settings`)).json();
}

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
  ["phone", "light", "es"],
  ["desktop", "dark", "fa"],
  ["phone", "light", "fr"],
] as const)(
  "[SET-2] an owner changes them, and saves them together: %s, %s, %s",
  async (size, theme, language) => {
    const { admin, lazy } = LOCALES[language];
    const owned = await createOwnedRoom(setup.server.origin, `settings-${language}`);
    const ana = await newUserNamed("Ana", variant(size, theme, language));
    await ana.page.goto(`${owned.url}#key=${owned.ownerKey}`);
    await expect.poll(() => rolesIn(owned.url)).toEqual({ Ana: "owner" });
    await openPanel(ana.page);
    await ana.page.locator("#settings").getByRole("button", { name: admin.roomSettings }).click();
    const dialog = ana.page.getByRole("dialog", { name: admin.roomSettings });
    const save = dialog.getByRole("button", { name: lazy.save, exact: true });
    await expect.poll(() => save.getAttribute("aria-disabled")).toBe("true");
    const title = dialog.getByRole("textbox", { name: admin.setting_title });
    await title.fill("x".repeat(101));
    await dialog.getByText(/100|١٠٠|۱۰۰/u).waitFor();
    await expect.poll(() => save.getAttribute("aria-disabled")).toBe("true");
    await title.fill("Tea, شاي");
    await dialog.getByRole("combobox", { name: admin.setting_language }).selectOption("العربية");
    const group = (name: string) => dialog.getByRole("group", { name });
    await group(admin.setting_write).getByRole("radio", { name: admin.write_members }).check();
    await group(admin.setting_read).getByRole("radio", { name: admin.write_moderators }).check();
    await group(admin.setting_read).getByRole("radio", { name: admin.write_everyone }).check();
    await dialog.getByRole("combobox", { name: admin.setting_retention }).selectOption("86400");
    await dialog.getByRole("combobox", { name: admin.setting_slowMode }).selectOption("30");
    await dialog.getByRole("switch", { name: admin.setting_guestLinks }).uncheck();
    await dialog.getByRole("switch", { name: admin.setting_listed }).check();
    const origins = dialog.getByRole("textbox", { name: admin.setting_embedOrigins });
    await origins.fill("shop.example/tea\ntwo words");
    await dialog.getByText("two words", { exact: false }).last().waitFor();
    await expect.poll(() => origins.getAttribute("aria-invalid")).toBe("true");
    await expect.poll(() => borderColor(origins)).toBe(await dangerColor(ana.page));
    await expect.poll(() => save.getAttribute("aria-disabled")).toBe("true");
    await origins.fill("shop.example/tea");
    await origins.blur();
    await expect.poll(() => origins.inputValue()).toBe("https://shop.example");
    const rules = group(admin.setting_state);
    await rules.getByRole("button", { name: admin.keyRuleAdd }).click();
    const prefixes = rules.getByRole("textbox", { name: admin.keyRulePrefix });
    await expect.poll(() => prefixes.evaluate((input) => input === document.activeElement)).toBe(true);
    await ana.page.keyboard.type("كلمة");
    await rules.getByText("_ ~ . : + = -", { exact: false }).waitFor();
    await expect.poll(() => prefixes.getAttribute("aria-invalid")).toBe("true");
    await expect.poll(() => save.getAttribute("aria-disabled")).toBe("true");
    await prefixes.fill("score:");
    await rules.getByRole("button", { name: admin.keyRuleAdd }).click();
    await prefixes.nth(1).fill("score:");
    await rules.getByText(admin.keyRuleTwice).waitFor();
    await expect.poll(() => save.getAttribute("aria-disabled")).toBe("true");
    await prefixes.nth(1).fill("~seat");
    await rules
      .getByRole("combobox", { name: admin.keyRuleRole })
      .nth(1)
      .selectOption({ label: admin.write_members });
    await rules.getByRole("button", { name: admin.keyRuleAdd }).click();
    await rules.getByText(admin.keyRuleAll).waitFor();
    await screenshot(ana, `room-settings-state-${size}-${theme}-${language}`);
    await rules.getByRole("button", { name: admin.keyRuleRemove }).last().click();
    await expect
      .poll(() =>
        rules
          .getByRole("button", { name: admin.keyRuleAdd })
          .evaluate((button) => button === document.activeElement),
      )
      .toBe(true);
    await group(admin.setting_expiresAt).getByRole("radio", { name: admin.expiryDate }).check();
    const expiry = dialog.getByLabel(admin.expiryTime);
    await expiry.fill("2020-01-01T10:00");
    await dialog.getByText(admin.expiryWrong).waitFor();
    await expect.poll(() => save.getAttribute("aria-disabled")).toBe("true");
    await expiry.fill("2099-01-01T10:00");
    await dialog.getByText(/2099|٢٠٩٩|۱۴۷۷/u).waitFor();
    await screenshot(ana, `room-settings-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    await expect
      .poll(() => ana.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
      .toBe(true);

    // What another owner changes meanwhile shows where nothing was changed here.
    await configure(owned, { topic: "Cakes", title: "Coffee" });
    await expect
      .poll(() => dialog.getByRole("textbox", { name: admin.setting_topic }).inputValue())
      .toBe("Cakes");
    await expect.poll(() => title.inputValue()).toBe("Tea, شاي");
    await save.click();
    // Messages would be deleted sooner: it asks, and what does nothing has the focus.
    await dialog.getByText(admin.warning_deletes_messages).waitFor();
    await screenshot(ana, `room-settings-confirm-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    await ana.page.keyboard.press("Enter");
    await expect.poll(() => save.evaluate((button) => button === document.activeElement)).toBe(true);
    await save.click();
    await dialog.getByRole("button", { name: admin.saveAnyway }).click();
    await dialog.getByText(admin.settingsSaved).waitFor();
    await expect
      .poll(() => settingsOf(owned.url))
      .toEqual({
        title: "Tea, شاي",
        topic: "Cakes",
        language: "ar",
        write: "members",
        slowModeSeconds: 30,
        guestLinks: false,
        listed: true,
        retentionHours: 24,
        embedOrigins: ["https://shop.example"],
        state: [
          { prefix: "score:", role: "moderator" },
          { prefix: "~seat", role: "member" },
        ],
        expiresAt: new Date(2099, 0, 1, 10).getTime(),
      });
    await ana.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  },
);

test("[SET-3] a moderator is offered what they may change, a guest nothing, and a frame the room in a tab", async () => {
  const { admin, lazy } = en;
  const owned = await createOwnedRoom(setup.server.origin, "offers");
  const owner = await joinAsOwner(owned);
  const bo = await newUserNamed("Bo", variant("desktop", "light", "en"));
  await bo.openRoom(owned.url);
  await bo.waitForJoin();
  await openPanel(bo.page);
  await bo.page.locator("#settings").getByText(lazy.mute).waitFor();
  const opener = bo.page.locator("#settings").getByRole("button", { name: admin.roomSettings });
  await expect.poll(() => opener.count()).toBe(0);

  const id = await memberNamed(owner, "Bo");
  await owner.setRole(id, "moderator");
  await opener.click();
  const dialog = bo.page.getByRole("dialog", { name: admin.roomSettings });
  await dialog.getByRole("textbox", { name: admin.setting_announcement }).fill("Soup at noon");
  await expect.poll(() => dialog.getByRole("textbox").count()).toBe(1);
  await expect.poll(() => dialog.getByRole("switch").count()).toBe(0);
  await screenshot(bo, "room-settings-moderator");
  expect(await axeViolations(bo.page)).toEqual([]);
  // By keyboard, and after the role was taken: the room's refusal is said.
  await owner.setRole(id, "guest");
  await dialog.getByRole("button", { name: lazy.save, exact: true }).focus();
  await bo.page.keyboard.press("Enter");
  // Else the role may be back before the room has refused it.
  await dialog.locator(".save-result.error").waitFor();
  await expect.poll(async () => [await dialog.count(), await settingsOf(owned.url)]).toEqual([1, {}]);
  await owner.setRole(id, "moderator");
  await dialog.getByRole("button", { name: lazy.save, exact: true }).click();
  await dialog.getByText(admin.settingsSaved).waitFor();
  await bo.page.getByRole("complementary", { name: lazy.announcement }).waitFor();

  await bo.page.goto(`${owned.url}/embed`);
  await bo.waitForJoin();
  await openPanel(bo.page);
  const link = bo.page.getByRole("link", { name: admin.adminInTab });
  await expect.poll(() => link.getAttribute("href")).toBe(owned.url);
  await expect.poll(() => opener.count()).toBe(0);
  owner.close();
});

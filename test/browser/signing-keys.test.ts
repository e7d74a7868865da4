/** Keys with which a site vouches for its users in a room, as an owner adds and removes them on the page (SPEC VOUCH-11 to VOUCH-13). */
import { base64urlnopad } from "@scure/base";
import type { Locator } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { joinRoom, type RoomClient } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { en } from "../../src/locales/en.ts";
import { LOCALES, type Language } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { createOwnedRoom, rolesIn, type OwnedRoom } from "../support/owned-room.ts";
import { SigningKey, usualClaims } from "../support/site-tokens.ts";
import type { User } from "../support/user.ts";

const ISSUER = "https://shop.example";
const setup = setUpBrowser();
const { newUserNamed, screenshot } = setup;
const members: RoomClient[] = [];

afterAll(() => {
  for (const member of members) member.close();
});

async function enter(room: OwnedRoom, user: User): Promise<void> {
  await user.page.goto(`${room.url}#key=${room.ownerKey}`);
  await expect.poll(() => rolesIn(room.url)).toMatchObject({ Ana: "owner" });
}

/** Opens the room's keys from the settings. */
async function openKeys({ page }: User, language: Language = "en"): Promise<Locator> {
  const { admin, room } = LOCALES[language];
  await page.getByRole("button", { name: room.settings }).click();
  await page.locator("#settings").getByRole("button", { name: admin.signingKeys }).click();
  const dialog = page.getByRole("dialog", { name: admin.signingKeys });
  await dialog.waitFor();
  return dialog;
}

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
] as const)(
  "[VOUCH-11] [VOUCH-13] a site's user joins by a key that an owner adds, until it is removed: %s, %s, %s",
  async (size, theme, language) => {
    const { admin, lazy } = LOCALES[language];
    const owned = await createOwnedRoom(setup.server.origin, `keys-${language}`);
    const ana = await newUserNamed("Ana", variant(size, theme, language));
    await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await enter(owned, ana);
    const dialog = await openKeys(ana, language);
    const button = (name: string) => dialog.getByRole("button", { name, exact: true });
    await dialog.getByText(admin.signingKeysNone).waitFor();
    await dialog.getByRole("textbox", { name: admin.signingKeyId }).fill("2026-11");
    await dialog.getByRole("textbox", { name: admin.signingKeyIssuer }).fill(ISSUER);
    await dialog.getByRole("radio", { name: "HS256" }).check();
    await button(admin.signingKeyGenerate).click();
    await dialog.getByRole("radio", { name: admin.role_moderator }).check();
    await screenshot(ana, `signing-key-form-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    await button(admin.signingKeyAdd).click();
    const item = dialog.getByRole("listitem").filter({ hasText: "2026-11" });
    await item.getByText(ISSUER).waitFor();
    await item.getByText("HS256").waitFor();
    await item.getByText(admin.role_moderator).waitFor();
    const copy = dialog.locator(".notice").getByRole("button", { name: new RegExp(`^${lazy.copy}`, "u") });
    await copy.click();
    const clipboard = () => ana.page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(clipboard).toMatch(/^[\w-]{43}$/u);
    const secret = base64urlnopad.decode(await clipboard());
    await screenshot(ana, `signing-keys-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    expect(await ana.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

    const key = await SigningKey.of(secret, "2026-11", ISSUER);
    const getToken = () => key.sign(usualClaims(owned.url, { role: "moderator" }));
    const sara = joinRoom({ url: owned.url, getToken, storage: memoryStorage() });
    members.push(sara);
    await expect.poll(() => sara.self?.vouched).toBe(true);
    await expect.poll(() => rolesIn(owned.url)).toMatchObject({ Sara: "moderator" });

    await item.getByRole("button", { name: new RegExp(`^${admin.signingKeyRemove}`, "u") }).click();
    await item.getByText(admin.signingKeyRemoveText).waitFor();
    await screenshot(ana, `signing-key-removal-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    await item.getByRole("button", { name: admin.signingKeyRemoveConfirm }).click();
    await dialog.getByText(admin.signingKeysNone).waitFor();
    // The secret of a key that is gone is shown no more, and the focus stays in the dialog.
    await expect.poll(() => dialog.locator(".notice").count()).toBe(0);
    await expect
      .poll(() => dialog.evaluate((element) => element.contains(document.activeElement)))
      .toBe(true);
    await expect.poll(() => sara.self?.role).toBe("reader");
  },
);

test("[VOUCH-12] [HTTP-22] what no room accepts is said at its field, a replacement is asked for, a moderator sees none of it", async () => {
  const { admin, room: words } = en;
  const owned = await createOwnedRoom(setup.server.origin, "keys-refused");
  const ana = await newUserNamed("Ana", variant("desktop", "dark", "en"));
  await enter(owned, ana);
  const dialog = await openKeys(ana);
  const button = (name: string) => dialog.getByRole("button", { name, exact: true });
  const id = dialog.getByRole("textbox", { name: admin.signingKeyId });
  const material = dialog.getByRole("textbox", { name: admin.signingKeyPublic });
  const { key } = await SigningKey.generate("EdDSA");
  const fill = async (kid: string) => {
    await id.fill(kid);
    await dialog.getByRole("textbox", { name: admin.signingKeyIssuer }).fill(ISSUER);
    await material.fill(JSON.stringify(key));
  };
  const add = async (kid: string) => {
    await fill(kid);
    await button(admin.signingKeyAdd).click();
    await dialog.getByRole("listitem").filter({ hasText: kid }).waitFor();
  };

  await button(admin.signingKeyAdd).click();
  await expect.poll(() => dialog.locator('[aria-invalid="true"]').count()).toBe(3);
  await expect.poll(() => id.evaluate((element) => element === document.activeElement)).toBe(true);
  await screenshot(ana, "signing-key-wrong-desktop-dark-en");
  expect(await axeViolations(ana.page)).toEqual([]);
  await material.fill(JSON.stringify({ ...Object(key), d: "secret" }));
  await dialog.getByText(admin.signingKeyPrivate).waitFor();
  await add("first");
  await add("second");
  await fill("third");
  await button(admin.signingKeyAdd).click();
  await dialog.getByText(admin.signingKeyRefused).waitFor();
  await expect.poll(() => ana.consoleErrors.splice(0).join()).toContain("status of 403");
  await id.fill("second");
  await button(admin.signingKeyAdd).click();
  await dialog.getByText(admin.signingKeyReplaceText).waitFor();
  await ana.context.setOffline(true);
  await button(admin.replaceKeyConfirm).click();
  await dialog.getByText(words.errorNoConnection).first().waitFor();
  await ana.context.setOffline(false);
  await button(admin.signingKeyAdd).click();
  await button(admin.replaceKeyConfirm).click();
  await expect.poll(() => id.inputValue()).toBe("");
  await expect.poll(() => dialog.getByRole("listitem").count()).toBe(2);

  const headers = { Authorization: `Bearer ${owned.ownerKey}`, "Content-Type": "application/json" };
  const body = JSON.stringify({ role: "moderator" });
  const answer = await fetch(`${owned.url}/links`, { method: "POST", headers, body });
  const bo = await newUserNamed("Bo");
  await bo.page.goto(((await answer.json()) as { readonly url: string }).url);
  await expect.poll(() => rolesIn(owned.url)).toMatchObject({ Bo: "moderator" });
  await bo.page.getByRole("button", { name: words.settings }).click();
  await bo.page.locator("#settings").getByRole("button", { name: admin.links }).waitFor();
  expect(await bo.page.getByRole("button", { name: admin.signingKeys }).count()).toBe(0);
});

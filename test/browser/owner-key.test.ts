/** The owner key on the room's page: from the address, in the browser, as a copy (SPEC OWN-2, OWN-3). */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { holdLazyScripts } from "../support/held-scripts.ts";
import { createOwnedRoom, rolesIn } from "../support/owned-room.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();
const { newUser, newUserNamed, screenshot } = setup;

function storedKey({ page }: User, room: string): Promise<string | null> {
  return page.evaluate((key) => localStorage.getItem(key), `majlis:owner-key:${room}`);
}

async function openSettings({ page }: User): Promise<void> {
  await page.locator("[popovertarget='settings']").click();
  await page.locator("#settings .settings").waitFor();
}

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
  ["phone", "light", "fr"],
  ["desktop", "dark", "fa"],
  ["phone", "light", "es"],
] as const)("a new room shows its key once, to be copied: %s, %s, %s", async (size, theme, language) => {
  const { admin, landing, lazy, room: strings } = LOCALES[language];
  const room = `key-${language}`;
  const ana = await newUser(variant(size, theme, language));
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ana.page.goto(setup.server.origin);
  await ana.page.locator("#room").fill(room);
  await ana.page.getByRole("button", { name: landing.createRoom }).click();
  const dialog = ana.page.getByRole("dialog", { name: admin.ownerKeyTitle });
  await dialog.waitFor();
  const key = await dialog.getByRole("textbox", { name: admin.ownerKey }).inputValue();
  expect(key).toMatch(/^majlis-owner-[\w-]{43}$/);
  await screenshot(ana, `owner-key-${size}-${theme}-${language}`);
  expect(await axeViolations(ana.page)).toEqual([]);

  await dialog.getByRole("button", { name: `${lazy.copy}: ${admin.ownerKey}` }).click();
  await expect.poll(() => ana.page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  const download = ana.page.waitForEvent("download");
  await dialog.getByRole("button", { name: admin.ownerKeyDownload }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${room}-owner-key.txt`);
  expect(readFileSync(await file.path(), "utf8")).toContain(
    `\n\n${key}\n\n${setup.server.origin}/r/${room}#key=${key}\n`,
  );
  await dialog.getByRole("button", { name: admin.ownerKeyDone, exact: true }).click();
  await dialog.waitFor({ state: "detached" });

  await ana.page.reload();
  await ana.waitForJoin();
  await ana.page.locator("#settings").waitFor({ state: "attached" });
  await expect.poll(() => dialog.count()).toBe(0);
  await ana.page.getByRole("button", { name: strings.settings }).click();
  const opener = ana.page.locator("#settings").getByRole("button", { name: admin.ownerKey });
  await opener.waitFor();
  await screenshot(ana, `owner-settings-${size}-${theme}-${language}`);
  await opener.click();
  await expect.poll(() => dialog.getByRole("textbox", { name: admin.ownerKey }).inputValue()).toBe(key);
});

test("[OWN-3] a link with the key makes an owner on another device, and leaves no trace in the address", async () => {
  const { url, ownerKey } = await createOwnedRoom(setup.server.origin, "device");
  const bo = await newUserNamed("Bo", variant("phone", "light", "en"));
  await bo.page.goto(`${url}#key=${ownerKey}`);
  // Before anything is shown.
  await bo.page.waitForURL(url);
  await expect.poll(() => rolesIn(url)).toEqual({ Bo: "owner" });
  await expect.poll(() => storedKey(bo, "device")).toContain(ownerKey);
  await expect.poll(() => bo.page.getByRole("dialog").count()).toBe(0);

  await bo.page.goto("about:blank");
  const mia = await newUserNamed("Mia");
  await mia.openRoom(url);
  await mia.waitForJoin();
  await expect.poll(() => rolesIn(url)).toMatchObject({ Mia: "guest" });
  await mia.page.evaluate((key) => (location.hash = `key=${key}`), ownerKey);
  await expect.poll(() => rolesIn(url)).toMatchObject({ Mia: "owner" });
  await expect.poll(() => mia.page.url()).toBe(url);
});

test("[OWN-3] a key that is pasted while the page still loads makes an owner too, and leaves no trace", async () => {
  const { url, ownerKey } = await createOwnedRoom(setup.server.origin, "early");
  const mia = await newUserNamed("Mia");
  const scripts = await holdLazyScripts(mia);
  await mia.openRoom(url);
  await mia.waitForJoin();
  await mia.page.evaluate((key) => (location.hash = `key=${key}`), ownerKey);
  scripts.release();
  await expect.poll(() => rolesIn(url)).toEqual({ Mia: "owner" });
  await expect.poll(() => mia.page.url()).toBe(url);
});

test("a key of another room is refused in plain words, and is not stored", async () => {
  const { url } = await createOwnedRoom(setup.server.origin, "mine");
  const other = await createOwnedRoom(setup.server.origin, "theirs");
  const bo = await newUserNamed("Bo", variant("desktop", "dark", "en"));
  await bo.page.goto(`${url}#key=${other.ownerKey}`);
  await bo.page.getByText(en.lazy.keyRefused).waitFor();
  await expect.poll(() => storedKey(bo, "mine")).toBeNull();
  await expect.poll(() => rolesIn(url)).toEqual({ Bo: "guest" });
});

test("where nothing can be stored the address brings the key, which is shown to be copied", async () => {
  const lee = await newUser(variant("desktop", "light", "en"));
  await lee.context.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", { get: () => undefined });
  });
  await lee.page.goto(setup.server.origin);
  await lee.page.locator("#room").fill("no-storage");
  await lee.page.getByRole("button", { name: en.landing.createRoom }).click();
  // Where nothing can be stored, a name is asked for on each visit.
  await lee.page.locator("#name-prompt").fill("Lee");
  await lee.page.locator("#name-prompt").press("Enter");
  await lee.page.getByRole("dialog", { name: en.admin.ownerKeyTitle }).waitFor();
  await expect.poll(() => lee.page.url()).toBe(`${setup.server.origin}/r/no-storage`);
});

test("a frame takes no key from its address", async () => {
  const { url, ownerKey } = await createOwnedRoom(setup.server.origin, "framed");
  const bo = await newUserNamed("Bo");
  await bo.page.goto(`${url}/embed#key=${ownerKey}`);
  await bo.waitForJoin();
  await bo.page.locator(".scroller[data-controls]").waitFor({ state: "attached" });
  await expect.poll(() => rolesIn(url)).toEqual({ Bo: "guest" });
});

test("forgetting oneself deletes the key too, and says so before", async () => {
  const { url, ownerKey } = await createOwnedRoom(setup.server.origin, "forget");
  const ana = await newUserNamed("Ana");
  await ana.page.goto(`${url}#key=${ownerKey}`);
  await expect.poll(() => storedKey(ana, "forget")).toContain(ownerKey);
  await openSettings(ana);
  const panel = ana.page.locator("#settings");
  await panel.getByRole("button", { name: en.lazy.forgetMe }).click();
  await panel.getByText(en.lazy.forgetOwnerHint).scrollIntoViewIfNeeded();
  await screenshot(ana, "forget-owner");
  await panel.getByRole("button", { name: en.lazy.forgetConfirm }).click();
  await ana.page.waitForURL(`${setup.server.origin}/`);
  await expect.poll(() => storedKey(ana, "forget")).toBeNull();
});

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
] as const)(
  "[OWN-8] an owner replaces the key, and other devices lose it: %s, %s, %s",
  async (size, theme, language) => {
    const { admin, room: words } = LOCALES[language];
    const name = `replaced-${language}`;
    const { url, ownerKey } = await createOwnedRoom(setup.server.origin, name);
    const openKey = async ({ page }: User) => {
      await page.getByRole("button", { name: words.settings }).click();
      await page.locator("#settings").getByRole("button", { name: admin.ownerKey }).click();
      const dialog = page.getByRole("dialog", { name: admin.ownerKeyTitle });
      await dialog.waitFor();
      return dialog;
    };
    const open = async (user: User) => {
      await user.page.goto(`${url}#key=${ownerKey}`);
      await expect.poll(() => storedKey(user, name)).toContain(ownerKey);
    };
    const [ana, phone] = [
      await newUserNamed("Ana", variant(size, theme, language)),
      await newUserNamed("Ana", variant(size, theme, language)),
    ];
    await open(ana);
    await open(phone);
    const dialog = await openKey(ana);
    await dialog.getByRole("button", { name: admin.replaceKey }).click();
    await screenshot(ana, `replace-key-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    // What does nothing has the focus.
    await ana.page.keyboard.press("Enter");
    await dialog.getByRole("button", { name: admin.replaceKey }).click();
    expect(await storedKey(ana, name)).toContain(ownerKey);
    await dialog.getByRole("button", { name: admin.replaceKeyConfirm, exact: true }).click();
    await dialog.getByText(admin.keyReplaced).waitFor();
    const replaced = await dialog.getByRole("textbox", { name: admin.ownerKey }).inputValue();
    expect(replaced).toMatch(/^majlis-owner-[\w-]{43}$/);
    expect(replaced).not.toBe(ownerKey);
    expect(JSON.parse((await storedKey(ana, name)) ?? "")).toEqual({ key: replaced, hasCopy: false });
    await screenshot(ana, `key-replaced-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    const audit = (key: string) => fetch(`${url}/audit`, { headers: { Authorization: `Bearer ${key}` } });
    expect((await audit(ownerKey)).status).toBe(401);
    expect((await audit(replaced)).status).toBe(200);
    await dialog.getByRole("button", { name: admin.ownerKeyDone, exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await expect
      .poll(async () => JSON.parse((await storedKey(ana, name)) ?? "") as unknown)
      .toEqual({ key: replaced, hasCopy: true });

    const other = await openKey(phone);
    await other.getByText(admin.ownerKeyVoid).waitFor();
    await expect.poll(() => storedKey(phone, name)).toBeNull();
    await screenshot(phone, `key-void-${size}-${theme}-${language}`);
    expect(await axeViolations(phone.page)).toEqual([]);
    await phone.page.keyboard.press("Escape");
    await other.waitFor({ state: "detached" });
    // Still an owner, without a key: it can be replaced here too.
    await openKey(phone);
    await other.getByText(admin.ownerKeyMissing).waitFor();
    await other.getByRole("button", { name: admin.replaceKey }).waitFor();
    phone.consoleErrors.splice(0);
  },
);

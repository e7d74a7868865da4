/** Links that give a role, as they are made, opened and revoked on the page (SPEC OWN-7, HTTP-22). */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { LOCALES, type Language } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { configure, createOwnedRoom, rolesIn, type OwnedRoom } from "../support/owned-room.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();
const { newUserNamed, screenshot } = setup;

/** Opens the room's links from the settings. */
async function openLinks({ page }: User, language: Language = "en"): Promise<Locator> {
  const { admin, room } = LOCALES[language];
  await page.getByRole("button", { name: room.settings }).click();
  await page.locator("#settings").getByRole("button", { name: admin.links }).click();
  const dialog = page.getByRole("dialog", { name: admin.links });
  await dialog.waitFor();
  return dialog;
}

async function makeLink({ url, ownerKey }: OwnedRoom, request: object): Promise<string> {
  const headers = { Authorization: `Bearer ${ownerKey}`, "Content-Type": "application/json" };
  const answer = await fetch(`${url}/links`, { method: "POST", headers, body: JSON.stringify(request) });
  return ((await answer.json()) as { readonly url: string }).url;
}

async function enter(room: OwnedRoom, user: User): Promise<void> {
  await user.page.goto(`${room.url}#key=${room.ownerKey}`);
  await expect.poll(() => rolesIn(room.url)).toMatchObject({ Ana: "owner" });
}

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
] as const)(
  "[OWN-7] an owner makes a link, copies it, sees what is left of it, and revokes it: %s, %s, %s",
  async (size, theme, language) => {
    const { admin, lazy } = LOCALES[language];
    const owned = await createOwnedRoom(setup.server.origin, `links-${language}`);
    const ana = await newUserNamed("Ana", variant(size, theme, language));
    await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await enter(owned, ana);
    const dialog = await openLinks(ana, language);
    await dialog.getByText(admin.linksNone).waitFor();
    await dialog.getByRole("radio", { name: admin.role_moderator }).check();
    await dialog.getByRole("combobox", { name: admin.linkExpiry }).selectOption("3600");
    await dialog.getByRole("combobox", { name: admin.linkUses }).selectOption("1");
    await dialog.getByRole("button", { name: admin.linkCreate }).click();
    await dialog.getByRole("button", { name: `${lazy.copy}: ${admin.linkNew}` }).click();
    const clipboard = () => ana.page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(clipboard).toContain(`${owned.url}#key=majlis-link-`);
    const link = await clipboard();
    const item = dialog.getByRole("listitem").filter({ hasText: admin.role_moderator });
    await item.waitFor();
    await screenshot(ana, `links-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    await expect
      .poll(() => ana.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
      .toBe(true);
    await ana.page.keyboard.press("Escape");

    const bo = await newUserNamed("Bo");
    await bo.page.goto(link);
    await bo.page.waitForURL(owned.url);
    await expect.poll(() => rolesIn(owned.url)).toMatchObject({ Bo: "moderator" });
    // It is no owner key.
    await expect
      .poll(() => bo.page.evaluate(() => Object.keys(localStorage).join()))
      .not.toContain("owner-key");

    await openLinks(ana, language);
    await item.getByText(admin.linkUsedUp).waitFor();
    await item.getByRole("button", { name: new RegExp(`^${admin.linkRevoke}`, "u") }).click();
    await item.waitFor({ state: "detached" });
    await dialog.getByText(admin.linksNone).waitFor();
    const mia = await newUserNamed("Mia", variant("phone", "light", language));
    await mia.page.goto(link);
    await mia.page.getByText(lazy.keyExpired).waitFor();
    await screenshot(mia, `link-expired-${language}`);
    await expect.poll(() => rolesIn(owned.url)).toMatchObject({ Mia: "guest" });
  },
);

test("[HTTP-22] a moderator finds them in the invitation, and makes those for members only", async () => {
  const { admin, lazy, room: words } = en;
  const owned = await createOwnedRoom(setup.server.origin, "moderated");
  await makeLink(owned, { role: "moderator", uses: 9 });
  const bo = await newUserNamed("Bo", variant("desktop", "dark", "en"));
  await bo.page.goto(await makeLink(owned, { role: "moderator" }));
  await expect.poll(() => rolesIn(owned.url)).toEqual({ Bo: "moderator" });
  await bo.page.getByRole("button", { name: words.invite }).click();
  const invitation = bo.page.locator("#invite");
  const opener = invitation.getByRole("button", { name: admin.links });
  await opener.waitFor();
  await screenshot(bo, "invite-moderator-desktop-dark-en");
  expect(await axeViolations(bo.page)).toEqual([]);
  await opener.click();
  const dialog = bo.page.getByRole("dialog", { name: admin.links });
  await dialog.getByText(admin.linksNone).waitFor();
  await expect.poll(() => dialog.getByRole("radio").count()).toBe(0);
  await dialog.getByRole("button", { name: admin.linkCreate }).click();
  await dialog.getByRole("listitem").getByText(admin.linkUsesAny).waitFor();
  // Without a connection it says so, and what is shown stays.
  await bo.context.setOffline(true);
  await dialog.getByRole("button", { name: admin.linkCreate }).click();
  await dialog.getByText(words.errorNoConnection).waitFor();
  await expect.poll(() => dialog.getByRole("listitem").count()).toBe(1);
  await bo.context.setOffline(false);
  const guest = await newUserNamed("Gil");
  await guest.openRoom(owned.url);
  await guest.waitForJoin();
  await guest.page.getByRole("button", { name: words.invite }).click();
  await guest.page.locator("#invite").getByRole("button", { name: lazy.copyLink }).waitFor();
  await expect
    .poll(() => guest.page.locator("#invite").getByRole("button", { name: admin.links }).count())
    .toBe(0);
});

test("[SET-4] [PRIV-1] the invitation says who can read and write, and follows the room's settings", async () => {
  const owned = await createOwnedRoom(setup.server.origin, "invited");
  const ana = await newUserNamed("Ana");
  await enter(owned, ana);
  await ana.page.getByRole("button", { name: en.room.invite, exact: true }).click();
  const { lazy } = en;
  for (const [settings, hint] of [
    [{ write: "everyone" }, lazy.inviteHint],
    [{ write: "members" }, lazy.inviteHintMembers],
    [{ write: "moderators" }, lazy.inviteHintModerators],
    [{ read: "members" }, lazy.inviteHintPrivate],
  ] as const) {
    await configure(owned, settings);
    await ana.page.locator("#invite").getByText(hint, { exact: true }).waitFor();
  }
});

/** Members in the list: their roles, and what can be done about one (SPEC OWN-5, MOD-2). */
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { createOwnedRoom, rolesIn } from "../support/owned-room.ts";
import { joinAs } from "../support/room-clients.ts";
import { words } from "../support/words.ts";
import type { User } from "../support/user.ts";
import { JOIN_MS, waitLonger } from "../support/wait-longer.ts";

const setup = setUpBrowser();
const { newUserNamed, screenshot } = setup;

/** In the column of a wide screen, else in the panel of the header's button. */
async function openMember({ page }: User, name: string): Promise<void> {
  const list = page.locator(".side .member-list");
  if (await list.isVisible()) return list.getByRole("button", { name }).click();
  await page.locator(".members-button").click();
  await page.locator("#members .member-list").getByRole("button", { name }).click();
}

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
  ["phone", "light", "fr"],
] as const)(
  "[OWN-5] an owner makes a moderator, and hands the room on: %s, %s, %s",
  async (size, theme, language) => {
    const { admin, lazy } = LOCALES[language];
    const { url, ownerKey } = await createOwnedRoom(setup.server.origin, `roles-${language}`);
    const omar = await joinAs(url, "Omar");
    const ana = await newUserNamed("Ana", variant(size, theme, language));
    await ana.page.goto(`${url}#key=${ownerKey}`);
    await expect.poll(() => rolesIn(url)).toMatchObject({ Ana: "owner" });
    await ana.page.locator(".note").or(ana.page.locator(".empty")).first().waitFor();

    await openMember(ana, "Omar");
    const dialog = ana.page.getByRole("dialog", { name: "Omar" });
    await dialog.getByRole("radio", { name: admin.role_moderator }).check();
    await screenshot(ana, `member-role-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    await dialog.getByRole("button", { name: admin.roleSave }).click();
    await expect.poll(() => rolesIn(url)).toEqual({ Ana: "owner", Omar: "moderator" });
    await dialog.waitFor({ state: "detached" });

    await openMember(ana, "Omar");
    await dialog.getByRole("radio", { name: admin.role_owner }).check();
    await dialog.getByText(admin.roleHint_owner).waitFor();
    await dialog.getByRole("button", { name: admin.roleSave }).click();
    await expect.poll(() => rolesIn(url)).toEqual({ Ana: "owner", Omar: "owner" });
    await dialog.waitFor({ state: "detached" });
    // One gives up one's own role, and the key with it.
    await openMember(ana, "Ana");
    const own = ana.page.getByRole("dialog", { name: "Ana" });
    await own.getByRole("radio", { name: admin.role_guest }).check();
    await own.getByText(admin.roleGiveUpHint).waitFor();
    await own.getByRole("button", { name: admin.roleSave }).click();
    await expect.poll(() => rolesIn(url)).toEqual({ Ana: "guest", Omar: "owner" });
    await expect
      .poll(() => ana.page.evaluate((key) => localStorage.getItem(key), `majlis:owner-key:roles-${language}`))
      .toBeNull();
    await own.waitFor({ state: "detached" });
    if (size === "phone") await ana.page.locator(".members-button").click();
    const owners = ana.page.locator(".member .tag:visible", { hasText: lazy.roleTag_owner });
    await expect.poll(() => owners.count()).toBe(1);
    await screenshot(ana, `member-list-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    omar.close();
  },
);

test.each([
  ["phone", "light", "es"],
  ["desktop", "dark", "fa"],
] as const)(
  "everyone can hide a member for themselves, and show them again: %s, %s, %s",
  async (size, theme, language) => {
    const { lazy, room } = LOCALES[language];
    const t = words(language);
    const url = `${setup.server.origin}/r/hide-${language}`;
    const [omar, mia] = [await joinAs(url, "Omar"), await joinAs(url, "Mia")];
    const bo = await newUserNamed("Bo", variant(size, theme, language));
    await bo.openRoom(url);
    await bo.waitForJoin();
    await omar.publish("spam and eggs").stored;
    await mia.publish("good morning").stored;
    await bo.waitForMessageActions("good morning");
    await openMember(bo, "Omar");
    const dialog = bo.page.getByRole("dialog", { name: "Omar" });
    await dialog.getByRole("switch").check();
    await screenshot(bo, `member-hide-${size}-${theme}-${language}`);
    expect(await axeViolations(bo.page)).toEqual([]);
    await bo.page.keyboard.press("Escape");
    await expect.poll(() => bo.texts()).toEqual(["good morning"]);
    await omar.publish("more spam").stored;
    await mia.publish("tea?").stored;
    await bo.waitForText("tea?");
    await expect.poll(() => bo.page.getByRole("log").textContent()).not.toContain("more spam");

    await bo.page.reload();
    await expect.poll(() => bo.texts()).toEqual(["good morning", "tea?"]);
    await bo.page.getByRole("button", { name: room.settings }).click();
    const show = bo.page
      .locator("#settings")
      .getByRole("button", { name: t("showMember", { name: "Omar" }) });
    await bo.page.locator("#settings").getByText(lazy.hiddenMembers).scrollIntoViewIfNeeded();
    await screenshot(bo, `member-hidden-${size}-${theme}-${language}`);
    await show.click();
    await expect.poll(() => bo.texts()).toEqual(["spam and eggs", "good morning", "more spam", "tea?"]);
    omar.close();
    mia.close();
  },
);

test("a message's menu leads to its author, and in a frame acts lead to the room in a tab", async () => {
  const { admin, lazy } = en;
  const { url, ownerKey } = await createOwnedRoom(setup.server.origin, "frame-acts");
  const omar = await joinAs(url, "Omar");
  const ana = await newUserNamed("Ana", variant("desktop", "light", "en"));
  await ana.page.goto(`${url}#key=${ownerKey}`);
  await expect.poll(() => rolesIn(url)).toMatchObject({ Ana: "owner" });
  await ana.openRoom(`${url}/embed`);
  await ana.waitForJoin();
  await omar.publish("hello").stored;
  await ana.waitForMessageActions("hello");
  await ana.message("hello").focus();
  await ana.page.keyboard.press("Shift+F10");
  const menu = ana.page.getByRole("menu");
  await menu.waitFor();
  const removals = menu.getByRole("menuitem", { name: lazy.remove });
  await expect.poll(() => removals.allInnerTexts()).toEqual([expect.stringContaining(lazy.removeInTab)]);
  await menu.getByRole("menuitem", { name: lazy.aboutMember.replace("{name}", "Omar") }).click();
  const dialog = ana.page.getByRole("dialog", { name: "Omar" });
  await expect
    .poll(() => dialog.getByRole("link", { name: admin.adminInTab }).getAttribute("href"))
    .toBe(url);
  await expect.poll(() => dialog.getByRole("radio").count()).toBe(0);
  await screenshot(ana, "member-frame");
  expect(await axeViolations(ana.page)).toEqual([]);
  omar.close();
});

test("[MOD-1] an act that begins at a message names it, so that its author is found however long ago they wrote", async () => {
  const { admin, lazy } = en;
  const { url, ownerKey } = await createOwnedRoom(setup.server.origin, "acts-by-message");
  const omar = await joinAs(url, "Omar");
  const message = await omar.publish("hello").stored;
  omar.close();
  const ana = await newUserNamed("Ana", variant("desktop", "light", "en"));
  // By a socket, whose frames are read here, also where the join takes long.
  await ana.page.addInitScript(waitLonger, JOIN_MS);
  const sent: string[] = [];
  ana.page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      if (payload.includes('"moderate"')) sent.push(String(payload));
    });
  });
  await ana.page.goto(`${url}#key=${ownerKey}`);
  await expect.poll(() => rolesIn(url)).toMatchObject({ Ana: "owner" });
  await ana.waitForMessageActions("hello");
  await ana.message("hello").focus();
  await ana.page.keyboard.press("Shift+F10");
  await ana.page
    .getByRole("menu")
    .getByRole("menuitem", { name: lazy.aboutMember.replace("{name}", "Omar") })
    .click();
  const dialog = ana.page.getByRole("dialog", { name: "Omar" });
  await dialog.getByRole("radio", { name: admin.act_hide }).check();
  await dialog
    .getByRole("button", { name: admin.actConfirm_hide.replace("{name}", "\u2068Omar\u2069") })
    .click();
  await dialog.waitFor({ state: "detached" });
  await expect
    .poll(() => sent.map((frame) => JSON.parse(frame) as unknown))
    .toMatchObject([{ act: "hide", seq: message.seq }]);
});

/** The hue in which a page shows each author, by name. */
function huesOn({ page }: User): Promise<Record<string, string>> {
  return page
    .locator(".author")
    .evaluateAll((authors) =>
      Object.fromEntries(
        authors.map((author) => [
          author.textContent,
          getComputedStyle(author).getPropertyValue("--hue").trim(),
        ]),
      ),
    );
}

test("a member has the same colour on every page, in whatever order they came there, and after a reload", async () => {
  const url = `${setup.server.origin}/r/colours`;
  const names = ["Ana", "Bo", "Cem", "Dina", "Eli", "Fay", "Gus", "Hana"];
  const [first, second] = [await newUserNamed("First"), await newUserNamed("Second")];
  await first.openRoom(url);
  await first.waitForJoin();
  const clients = [];
  for (const name of names) clients.push(await joinAs(url, name));
  await second.openRoom(url);
  await second.waitForJoin();
  for (const client of clients) await client.publish(`from ${client.self?.name}`).stored;
  for (const user of [first, second]) await user.waitForText("from Hana");

  const hues = await huesOn(first);
  expect(Object.keys(hues)).toEqual(names);
  expect(await huesOn(second)).toEqual(hues);
  await second.page.reload();
  await second.waitForText("from Hana");
  expect(await huesOn(second)).toEqual(hues);
  for (const client of clients) client.close();
});

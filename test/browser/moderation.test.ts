/**
 * A story: an owner creates a room and invites; a spammer comes. Each act of the owner, by the page's own controls, has its
 * effect for everyone; how long that takes is printed.
 */
import { afterAll, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { createOwnedRoom, rolesIn } from "../support/owned-room.ts";
import { joinAs, memberNamed } from "../support/room-clients.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();
const { newUserNamed, screenshot } = setup;
const { admin, landing, lazy, room: words } = en;

const times: string[] = [];
afterAll(() => console.error(`From act to effect for all: ${times.join(", ")}.`));

/** How long after the click of `act`, on the page of `by`, the last of the effects is there. */
async function measure(
  name: string,
  by: User,
  act: () => Promise<void>,
  ...effects: Promise<number>[]
): Promise<void> {
  const clicked = by.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        addEventListener("click", () => resolve(Date.now()), { capture: true, once: true });
      }),
  );
  await act();
  const seen = await Promise.all(effects);
  times.push(`${name} ${Math.max(...seen) - (await clicked)} ms`);
}

/** Resolves with the time of the frame in which `selector` with `text` is on the page. */
async function appears({ page }: User, selector: string, text: string): Promise<number> {
  const seenAt = await page.waitForFunction(
    ({ css, part }) =>
      [...document.querySelectorAll(css)].some((each) => each.textContent?.includes(part)) && Date.now(),
    { css: selector, part: text },
  );
  return Number(await seenAt.jsonValue());
}

/** A string about the spammer. */
function withName(text: string): string {
  return text.replace("{name}", "\u2068Spammer\u2069");
}

async function openSpammer({ page }: User): Promise<ReturnType<User["page"]["getByRole"]>> {
  await page.locator(".side .member-list").getByRole("button", { name: "Spammer" }).click();
  const dialog = page.getByRole("dialog", { name: "Spammer" });
  await dialog.getByRole("radio", { name: admin.act_ban }).waitFor();
  return dialog;
}

test("[MOD-6] [MOD-8] [OWN-7] an owner deletes, mutes and bans a spammer, who does not come back by another tab or transport", async () => {
  const olga = await newUserNamed("Olga", variant("desktop", "light", "en"));
  await olga.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await olga.page.goto(setup.server.origin);
  await olga.page.locator("#room").fill("garden");
  await olga.page.getByRole("button", { name: landing.createRoom }).click();
  await olga.page.getByRole("button", { name: admin.ownerKeyDone, exact: true }).click();
  const url = `${setup.server.origin}/r/garden`;

  // A member is invited with a link of their role, anyone by the room's address.
  await olga.page.getByRole("button", { name: words.invite }).click();
  await olga.page.locator("#invite").getByRole("button", { name: admin.links }).click();
  const links = olga.page.getByRole("dialog", { name: admin.links });
  await links.getByRole("button", { name: admin.linkCreate }).click();
  const invitation = await links.getByRole("textbox", { name: admin.linkNew }).inputValue();
  await olga.page.keyboard.press("Escape");
  const gil = await newUserNamed("Gil", variant("phone", "dark", "en"));
  await gil.page.goto(invitation);
  await expect.poll(() => rolesIn(url)).toMatchObject({ Olga: "owner", Gil: "member" });
  const spammer = await newUserNamed("Spammer", variant("desktop", "dark", "en"));
  await spammer.openRoom(url);
  await spammer.waitForJoin();
  await spammer.send("Buy my cakes");
  await olga.waitForMessageActions("Buy my cakes");
  await gil.waitForText("Buy my cakes");

  // It asks before, also by key; what is cancelled is not done.
  const deleting = olga.page.getByRole("dialog", { name: admin.deleteMessageTitle });
  await olga.message("Buy my cakes").focus();
  await olga.page.keyboard.press("Delete");
  await deleting.waitFor();
  await olga.page.keyboard.press("Escape");
  await deleting.waitFor({ state: "detached" });
  await olga.message("Buy my cakes").hover();
  await olga.message("Buy my cakes").getByRole("button", { name: lazy.more }).click();
  await olga.page.getByRole("menuitem", { name: lazy.remove }).click();
  await deleting.getByText("Buy my cakes").waitFor();
  const reason = deleting.getByRole("textbox", { name: admin.actReason });
  await expect.poll(() => reason.evaluate((field) => field === document.activeElement)).toBe(true);
  await reason.fill("no advertising");
  await screenshot(olga, "moderation-delete-desktop-light-en");
  expect(await axeViolations(olga.page)).toEqual([]);
  await measure(
    "delete",
    olga,
    () => deleting.getByRole("button", { name: lazy.remove }).click(),
    appears(gil, ".text.deleted", words.removed),
    appears(spammer, ".text.deleted", words.removed),
    appears(olga, ".text.deleted", lazy.undo),
  );

  let dialog = await openSpammer(olga);
  await dialog.getByRole("textbox", { name: admin.actReason }).fill("advertising");
  await screenshot(olga, "moderation-mute-desktop-light-en");
  expect(await axeViolations(olga.page)).toEqual([]);
  const mute = dialog.getByRole("button", { name: withName(admin.actConfirm_mute) });
  await measure(
    "mute",
    olga,
    () => mute.click(),
    appears(spammer, ".writing-closed", "advertising"),
    appears(gil, ".note", "muted"),
    appears(olga, ".note", "muted"),
  );
  await olga.page.locator(".toast").getByRole("button", { name: lazy.undo }).waitFor();
  await screenshot(olga, "moderation-toast-desktop-light-en");
  expect(await axeViolations(olga.page)).toEqual([]);

  dialog = await openSpammer(olga);
  await dialog.getByRole("radio", { name: admin.act_ban }).check();
  await dialog.getByRole("radio", { name: admin.actForGood }).check();
  const ban = dialog.getByRole("button", { name: withName(admin.actConfirm_ban) });
  await ban.click();
  await dialog.getByText(withName(admin.banForGoodText)).waitFor();
  await screenshot(olga, "moderation-ban-desktop-light-en");
  expect(await axeViolations(olga.page)).toEqual([]);
  expect(await rolesIn(url)).toHaveProperty("Spammer");
  await measure(
    "ban",
    olga,
    () => ban.click(),
    appears(spammer, ".closed", lazy.closedBanned),
    appears(gil, ".note", "banned"),
    appears(olga, ".note", "banned"),
  );

  // Another tab of the same browser, by each transport.
  for (const transport of ["websocket", "events", "long_poll"]) {
    const tab = await spammer.context.newPage();
    await tab.addInitScript(
      ([key, rung]) => localStorage.setItem(key, JSON.stringify({ rung, at: Date.now() })),
      [`majlis:transport:${setup.server.origin}`, transport] as const,
    );
    const sockets: string[] = [];
    tab.on("websocket", (socket) => sockets.push(socket.url()));
    await tab.goto(url);
    await tab.locator(".closed").getByText(lazy.closedBanned).waitFor();
    if (transport !== "websocket") expect(sockets).toEqual([]);
    await tab.close();
  }
  // By a program, with the spammer's token.
  const stored = await spammer.page.evaluate((key) => localStorage.getItem(key), `majlis:token:${url}`);
  const { token } = JSON.parse(stored ?? "{}") as { readonly token: string };
  const post = await fetch(url, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: "again",
  });
  expect([post.status, await post.json()]).toMatchObject([403, { code: "banned" }]);

  await gil.sendByTap("Lovely and quiet");
  await olga.waitForText("Lovely and quiet");
  // Once the owner can no longer undo the deletion.
  await expect.poll(() => olga.texts()).toEqual([words.removed, "Lovely and quiet"]);
  await screenshot(gil, "moderation-story-phone-dark-en");
  expect(await axeViolations(gil.page)).toEqual([]);
  // Refused requests are in the console.
  spammer.consoleErrors.splice(0);
});

test("[MOD-8] in a frame a moderator deletes another's message in the room itself, in a tab", async () => {
  const owned = await createOwnedRoom(setup.server.origin, "framed");
  const mo = await newUserNamed("Mo", variant("desktop", "dark", "en"));
  await mo.page.goto(`${owned.url}#key=${owned.ownerKey}`);
  await expect.poll(() => rolesIn(owned.url)).toEqual({ Mo: "owner" });
  await fetch(owned.url, { method: "POST", body: "Buy my cakes" });
  await mo.page.goto(`${owned.url}/embed`);
  await mo.waitForJoin();
  await mo.waitForMessageActions("Buy my cakes");
  await mo.message("Buy my cakes").hover();
  await mo.message("Buy my cakes").getByRole("button", { name: lazy.more }).click();
  const seq = await mo.message("Buy my cakes").getAttribute("data-seq");
  const [opened] = await Promise.all([
    mo.context.waitForEvent("page"),
    mo.page.getByRole("menuitem", { name: lazy.removeInTab }).click(),
  ]);
  expect(opened.url()).toBe(`${owned.url}#${seq}`);
  expect(await mo.page.getByRole("dialog", { name: admin.deleteMessageTitle }).count()).toBe(0);
  await mo.waitForText("Buy my cakes");
});

test("an act is undone by the button that is offered after it", async () => {
  const olga = await newUserNamed("Olga", variant("desktop", "light", "en"));
  await olga.page.goto(setup.server.origin);
  await olga.page.locator("#room").fill("undo");
  await olga.page.getByRole("button", { name: landing.createRoom }).click();
  await olga.page.getByRole("button", { name: admin.ownerKeyDone, exact: true }).click();
  const spammer = await joinAs(`${setup.server.origin}/r/undo`, "Spammer");
  await spammer.publish("a good joke").stored;
  await olga.waitForText("a good joke");
  const dialog = await openSpammer(olga);
  await dialog.getByRole("radio", { name: admin.act_hide }).check();
  await dialog.locator(".danger-button").click();
  await olga.message(words.removed).waitFor();
  await olga.page.locator(".toast").getByRole("button", { name: lazy.undo }).click();
  await olga.waitForText("a good joke");
  spammer.close();
});

test.each([
  ["desktop", "dark", "en"],
  ["phone", "light", "ar"],
] as const)(
  "[MOD-9] the log has every act, and undoes what is in effect: %s, %s, %s",
  async (size, theme, language) => {
    const strings = LOCALES[language];
    const owned = await createOwnedRoom(setup.server.origin, `audit-${language}`);
    const spammer = await joinAs(owned.url, "Spammer");
    await spammer.publish("a good joke").stored;
    const olga = await newUserNamed("Olga", variant(size, theme, language));
    await olga.page.goto(`${owned.url}#key=${owned.ownerKey}`);
    await expect.poll(() => rolesIn(owned.url)).toMatchObject({ Olga: "owner" });
    const owner = { Authorization: `Bearer ${owned.ownerKey}`, "Content-Type": "application/json" };
    const moderate = {
      type: "moderate",
      id: "h1",
      act: "hide",
      member: await memberNamed(spammer, "Spammer"),
    };
    await fetch(`${owned.url}/commands`, { method: "POST", headers: owner, body: JSON.stringify(moderate) });
    await olga.message(strings.room.removed).waitFor();
    await olga.page.getByRole("button", { name: strings.room.settings }).click();
    await olga.page.locator("#settings").getByRole("button", { name: strings.admin.audit }).click();
    const dialog = olga.page.getByRole("dialog", { name: strings.admin.audit });
    const undo = dialog.getByRole("button", { name: strings.lazy.undo });
    await undo.waitFor();
    await screenshot(olga, `audit-${size}-${theme}-${language}`);
    expect(await axeViolations(olga.page)).toEqual([]);
    await expect.poll(() => dialog.getByRole("listitem").count()).toBeGreaterThanOrEqual(2);
    await undo.click();
    await undo.waitFor({ state: "detached" });
    await olga.waitForText("a good joke");
    spammer.close();
  },
);

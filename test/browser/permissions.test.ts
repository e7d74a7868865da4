/** What the page offers to those who may not write, or whose name is a site's (SPEC SET-4, MOD-5, VOUCH-6, ID-8). */
import { afterEach, describe, expect, test } from "vitest";
import { joinRoom, type RoomClient } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { LOCALES } from "../../src/locales/languages.ts";
import type { RoomSettings } from "../../src/protocol/settings.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { createOwnedRoom, type OwnedRoom } from "../support/owned-room.ts";
import { memberNamed } from "../support/room-clients.ts";
import { longPress, swipe } from "../support/touch.ts";
import type { User } from "../support/user.ts";
import { JOIN_MS, waitLonger } from "../support/wait-longer.ts";

const setup = setUpBrowser();
const { newUserNamed, screenshot } = setup;
const { lazy } = LOCALES.en;
const owners: RoomClient[] = [];

afterEach(() => {
  for (const owner of owners.splice(0)) owner.close();
});

async function joinAsOwner({ url, ownerKey }: OwnedRoom): Promise<RoomClient> {
  const owner = joinRoom({ url, name: "Olga", storage: memoryStorage(), key: ownerKey });
  owners.push(owner);
  await expect.poll(() => owner.self?.role).toBe("owner");
  return owner;
}

/** A room in which Bo has written one message, and the owner another with a reaction. */
async function talk(name: string, settings: RoomSettings, options: ReturnType<typeof variant>) {
  const room = await createOwnedRoom(setup.server.origin, name);
  const owner = await joinAsOwner(room);
  const { seq } = await owner.publish("The rules are these.").stored;
  await owner.react(seq, "👍", true);
  const bo = await newUserNamed("Bo", options);
  await bo.openRoom(room.url);
  await bo.waitForJoin();
  if (options.hasTouch === true) await bo.sendByTap("Mine to delete");
  else await bo.send("Mine to delete");
  await bo.waitForMessageActions("Mine to delete");
  await owner.configure(settings);
  await bo.page.locator(".writing-closed").waitFor();
  return { room, owner, bo };
}

/** The labels of an open menu's entries, without their keys. */
const menuOf = ({ page }: User) =>
  page.getByRole("menu").locator("[role^=menuitem] > span").allTextContents();

describe("[SET-4] who may only read", () => {
  test("is not offered to reply, react or edit: by mouse and by keys", async () => {
    const { owner, bo } = await talk("reading", { write: "members" }, variant("desktop", "light", "en"));
    const { page } = bo;
    const rules = bo.message("The rules are these.");
    await rules.hover();
    const toolbar = page.locator(".message-toolbar");
    await expect
      .poll(() =>
        toolbar.getByRole("button").evaluateAll((all) => all.map((one) => one.getAttribute("title"))),
      )
      .toEqual([lazy.more]);
    await screenshot(bo, "permissions-toolbar");
    await toolbar.getByRole("button", { name: lazy.more }).click();
    await page.getByRole("menu").waitFor();
    const offered = await menuOf(bo);
    for (const label of [lazy.reply, lazy.react, lazy.edit]) expect(offered).not.toContain(label);
    expect(offered).toEqual(expect.arrayContaining([lazy.whoReacted, lazy.copyMessage]));
    await expect.poll(() => page.getByRole("menuitemcheckbox").count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    await screenshot(bo, "permissions-menu");
    // The first entry has the focus; the arrows go around.
    await page.keyboard.press("ArrowUp");
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.nextElementSibling === null))
      .toBe(true);
    await page.keyboard.press("Escape");

    await rules.focus();
    for (const key of ["r", "e", "a", "+"]) await page.keyboard.press(key);
    await expect.poll(() => page.locator(".composer-mode, .message-panel").count()).toBe(0);
    await expect.poll(() => page.locator(".reaction.add").count()).toBe(0);
    await rules.locator(".reaction").click();
    await page.getByRole("dialog", { name: LOCALES.en.shared.reactions }).getByText("Olga").waitFor();
    await page.keyboard.press("Escape");

    const mine = bo.message("Mine to delete");
    await mine.focus();
    await page.keyboard.press("ContextMenu");
    await page.getByRole("menu").waitFor();
    expect(await menuOf(bo)).not.toContain(lazy.edit);
    await page.getByRole("menuitem", { name: lazy.remove }).click();
    await page.locator(".text.deleted", { hasText: lazy.pendingDelete }).waitFor();
    await expect.poll(() => page.getByRole("log").innerText()).toContain(lazy.pendingDelete);
    await expect.poll(() => page.getByRole("log").innerText()).not.toContain(lazy.announceDeleted);
    await expect.poll(() => page.getByRole("button", { name: lazy.undo }).count()).toBe(0);

    await owner.configure({ write: "everyone" });
    await bo.composer.waitFor();
    await rules.hover();
    await rules.getByRole("button", { name: lazy.reply }).click();
    await page.locator(".composer-mode").waitFor();
    await page.locator(".reaction.add").waitFor();
  });

  test("nor by touch", async () => {
    const { owner, bo } = await talk("touching", { write: "moderators" }, variant("phone", "dark", "ar"));
    const { page } = bo;
    const words = LOCALES.ar.lazy;
    const rules = bo.message("The rules are these.").locator(".text");
    // The page is in Arabic: a reply is a swipe to the left.
    await swipe(bo, rules, -100);
    await expect.poll(() => page.locator(".composer-mode, [data-swipe]").count()).toBe(0);
    await longPress(bo, rules, page.getByRole("menu"));
    const offered = await menuOf(bo);
    for (const label of [words.reply, words.react]) expect(offered).not.toContain(label);
    expect(await axeViolations(page)).toEqual([]);
    await screenshot(bo, "permissions-menu-phone-ar");
    await page.keyboard.press("Escape");
    await owner.configure({ write: "everyone" });
    await bo.composer.waitFor();
    await swipe(bo, rules, -100);
    await page.locator(".composer-mode").waitFor();
  });

  test("sees so right after a reload, as what is said of links and slow mode", async () => {
    const { room, owner, bo } = await talk(
      "reloaded",
      { write: "members" },
      variant("desktop", "dark", "en"),
    );
    await bo.page.reload();
    await bo.page.locator(".writing-closed").getByText(lazy.writeMembersOnly).waitFor();
    await owner.configure({ write: "everyone", guestLinks: false, slowModeSeconds: 3_600 });
    const { page } = bo;
    await page.goto("about:blank");
    await bo.openRoom(room.url);
    await bo.waitForJoin();
    await page.locator(".composer p.limit").waitFor();
    await bo.composer.fill("see https://example.org");
    await page.getByRole("alert").getByText(lazy.guestLinksOff).waitFor();
    await expect.poll(() => page.locator(".send").getAttribute("aria-disabled")).toBe("true");
    await bo.composer.fill("too soon");
    await expect.poll(() => page.locator(".send").getAttribute("aria-disabled")).toBe("true");
  });
});

test("[MOD-5] a muted member sees so after a reload, and is not offered another name", async () => {
  const room = await createOwnedRoom(setup.server.origin, "muted-again");
  const owner = await joinAsOwner(room);
  const bo = await newUserNamed("Bo", variant("phone", "light", "en"));
  await bo.openRoom(room.url);
  await bo.waitForJoin();
  const id = await memberNamed(owner, "Bo");
  await owner.moderate("mute", id, { until: Date.now() + 3_600_000, reason: "No shouting, please" });
  const closed = bo.page.locator(".writing-closed");
  await closed.getByText("No shouting, please").waitFor();
  await expect.poll(() => bo.page.locator(".name-button").count()).toBe(0);
  await bo.page.locator(".own-name", { hasText: "Bo" }).waitFor();

  await bo.page.reload();
  await closed.getByText(/muted until/).waitFor();
  await expect.poll(() => bo.page.locator(".name-button").count()).toBe(0);
  await bo.page.locator(".own-name", { hasText: "Bo" }).waitFor();
  expect(await axeViolations(bo.page)).toEqual([]);
  await screenshot(bo, "permissions-muted-phone-en");
  await owner.moderate("unmute", id);
  await bo.composer.waitFor();
  await bo.page.locator(".name-button").waitFor();
});

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
  ["phone", "light", "fr"],
  ["phone", "light", "es"],
  ["desktop", "dark", "fa"],
] as const)(
  "[VOUCH-6] the name of a vouched member is the site's, and says so: %s, %s, %s",
  async (size, theme, language) => {
    const words = LOCALES[language].lazy;
    const sara = await newUserNamed("Sara", variant(size, theme, language));
    // As a site's token would have it, in the welcome of a socket: no other transport, though the join takes long.
    await sara.context.addInitScript(waitLonger, JOIN_MS);
    await sara.page.routeWebSocket(/\/socket/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((frame) => socket.send(String(frame).replace('"self":{', '"self":{"vouched":true,')));
    });
    await sara.context.addInitScript(() => localStorage.removeItem("majlis:name-asked"));
    await sara.context.addInitScript(() => localStorage.removeItem("majlis:name"));
    await sara.openRoom(`${setup.server.origin}/r/vouched-${language}`);
    await sara.waitForJoin();
    const name = sara.page.locator(".own-name");
    await name.locator(".vouched").waitFor();
    await expect.poll(() => name.getAttribute("title")).toBe(words.nameOfSite);
    await expect.poll(() => name.innerText()).toContain(words.nameOfSite);
    await expect.poll(() => sara.page.locator(".name-button, .name-prompt").count()).toBe(0);
    expect(await axeViolations(sara.page)).toEqual([]);
    await sara.page.locator("[popovertarget='settings']").click();
    await sara.page.locator("#settings").getByText(words.nameOfSite).scrollIntoViewIfNeeded();
    await screenshot(sara, `permissions-vouched-${size}-${theme}-${language}`);
  },
);

/** What the room's settings and moderators make of the composer, live (SPEC SET-4 to SET-6, MOD-5). */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { configure, createOwnedRoom } from "../support/owned-room.ts";
import { joinAs, joinAsOwner, memberNamed } from "../support/room-clients.ts";

// A guest who comes from the same address shares its slow mode.
const setup = setUpBrowser({ isPlatform: true });
const { newUserNamed, screenshot } = setup;

const draftOf = (page: Page) => page.locator("#write").inputValue();

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
] as const)("[SET-4] a room for members only: %s, %s, %s", async (size, theme, language) => {
  const { lazy } = LOCALES[language];
  const owned = await createOwnedRoom(setup.server.origin, `members-${language}`);
  const owner = await joinAsOwner(owned);
  const bo = await newUserNamed("Bo", variant(size, theme, language));
  await bo.openRoom(owned.url);
  await bo.waitForJoin();
  await bo.composer.fill("half a thought");
  await owner.configure({ write: "members" });
  await bo.page.locator(".writing-closed").getByText(lazy.writeMembersOnly).waitFor();
  await expect.poll(() => bo.page.getByRole("log").textContent()).toContain(lazy.writeMembersOnly);
  await screenshot(bo, `writing-members-${size}-${theme}-${language}`);
  expect(await axeViolations(bo.page)).toEqual([]);

  await owner.setRole(await memberNamed(owner, "Bo"), "member");
  await bo.composer.waitFor();
  await expect.poll(() => draftOf(bo.page)).toBe("half a thought");
  await owner.configure({ write: "moderators" });
  await bo.page.locator(".writing-closed").getByText(lazy.writeModeratorsOnly).waitFor();
  await owner.configure({ write: "everyone" });
  await bo.composer.waitFor();
  owner.close();
});

test.each([
  ["desktop", "dark", "en"],
  ["phone", "light", "fa"],
] as const)(
  "[SET-5] slow mode keeps the draft until it can be sent: %s, %s, %s",
  async (size, theme, language) => {
    const { lazy } = LOCALES[language];
    const owned = await createOwnedRoom(setup.server.origin, `slow-${language}`, { slowModeSeconds: 8 });
    const bo = await newUserNamed("Bo", variant(size, theme, language));
    await bo.openRoom(owned.url);
    await bo.waitForJoin();
    await bo.page.locator(".composer p.limit").waitFor();
    const send = bo.page.locator(".send");
    await bo.composer.fill("first");
    await send.click();
    await bo.message("first").and(bo.page.locator("[data-seq]")).waitFor();
    await bo.composer.fill("second");
    await expect.poll(() => send.getAttribute("aria-disabled")).toBe("true");
    // Else the press would wait until the button is enabled.
    await send.click({ force: true });
    await expect.poll(() => draftOf(bo.page)).toBe("second");
    await expect.poll(() => bo.page.getByRole("log").textContent()).toContain(lazy.slowModeWait);
    await screenshot(bo, `writing-slow-${size}-${theme}-${language}`);
    expect(await axeViolations(bo.page)).toEqual([]);
    await expect.poll(() => send.getAttribute("aria-disabled"), { timeout: 15_000 }).toBe("false");
    await send.click();
    await bo.message("second").and(bo.page.locator("[data-seq]")).waitFor();

    // A busy machine takes seconds for a page.
    await configure(owned, { slowModeSeconds: 3_600 });
    await bo.page.reload();
    await bo.waitForJoin();
    await bo.composer.fill("third");
    await expect.poll(() => send.getAttribute("aria-disabled")).toBe("true");
    const owner = await joinAsOwner(owned);
    await owner.setRole(await memberNamed(owner, "Bo"), "moderator");
    await expect.poll(() => send.getAttribute("aria-disabled")).toBe("false");
    await expect.poll(() => bo.page.locator(".composer p.limit").count()).toBe(0);
    owner.close();
  },
);

test("[SET-5] a message that another at the same address came before is sent when its turn comes", async () => {
  const owned = await createOwnedRoom(setup.server.origin, "same-address", { slowModeSeconds: 6 });
  const bo = await newUserNamed("Bo");
  await bo.openRoom(owned.url);
  await bo.waitForJoin();
  const mia = await joinAs(owned.url, "Mia");
  await mia.publish("I was faster").stored;
  await bo.send("I was not");
  await bo.page.locator(".failed").getByText(LOCALES.en.lazy.errorSlowMode).waitFor();
  await bo.message("I was not").and(bo.page.locator("[data-seq]")).waitFor();
  mia.close();
});

test("[SET-6] a guest's link is explained before it is sent", async () => {
  const { lazy } = LOCALES.en;
  const owned = await createOwnedRoom(setup.server.origin, "links", { guestLinks: false });
  const bo = await newUserNamed("Bo", variant("phone", "light", "en"));
  await bo.openRoom(owned.url);
  await bo.waitForJoin();
  await bo.composer.fill("see https://example.org");
  await bo.page.getByRole("alert").getByText(lazy.guestLinksOff).waitFor();
  await screenshot(bo, "writing-links-phone-en");
  expect(await axeViolations(bo.page)).toEqual([]);
  await expect.poll(() => bo.page.locator(".send").getAttribute("aria-disabled")).toBe("true");
  await bo.composer.fill("see `https://example.org`");
  await expect.poll(() => bo.page.locator(".send").getAttribute("aria-disabled")).toBe("false");
});

test("[MOD-5] a muted member reads until when, and keeps what they were writing", async () => {
  const { lazy } = LOCALES.en;
  const owned = await createOwnedRoom(setup.server.origin, "muted");
  const owner = await joinAsOwner(owned);
  const bo = await newUserNamed("Bo", variant("desktop", "light", "en"));
  await bo.openRoom(owned.url);
  await bo.waitForJoin();
  await bo.composer.fill("BUT WHY");
  const id = await memberNamed(owner, "Bo");
  await owner.moderate("mute", id, { until: Date.now() + 3_600_000, reason: "No shouting, please" });
  const closed = bo.page.locator(".writing-closed");
  await closed.getByText("No shouting, please").waitFor();
  await expect.poll(() => closed.textContent()).toMatch(/muted until/);
  await screenshot(bo, "writing-muted-desktop-en");
  expect(await axeViolations(bo.page)).toEqual([]);

  await bo.page.reload();
  await closed.getByText(/muted until/).waitFor();
  await expect.poll(() => bo.page.locator(".failed").count()).toBe(0);
  await owner.moderate("unmute", id);
  await bo.composer.waitFor();
  await expect.poll(() => draftOf(bo.page)).toBe("BUT WHY");

  await owner.moderate("mute", id);
  await closed.getByText(lazy.youAreMuted).waitFor();
  owner.close();
});

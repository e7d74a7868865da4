/** A private room in the page: for strangers, with an invitation, for members who lose their role (SPEC PRIV-1, PRIV-4, OWN-7). */
import { afterEach, expect, test } from "vitest";
import { LOCALES } from "../../src/locales/languages.ts";
import type { LinkRequest } from "../../src/protocol/room-link.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { HostSite } from "../support/host-site.ts";
import { configure, createOwnedRoom, type OwnedRoom } from "../support/owned-room.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();
const { newUser, newUserNamed, screenshot } = setup;
const users: User[] = [];

/** In everything that a private room has to hide. */
const SECRET = "Canary";

// The browser logs the room's refusals.
afterEach(() => {
  for (const { consoleErrors } of users.splice(0)) {
    const others = consoleErrors.splice(0).filter((error) => !/status of 40[13]/.test(error));
    expect(others).toEqual([]);
  }
});

async function visitor(...args: Parameters<typeof newUserNamed>): Promise<User> {
  const user = await newUserNamed(...args);
  users.push(user);
  return user;
}

async function privateRoom(name: string, read: "members" | "moderators" = "members"): Promise<OwnedRoom> {
  const settings = {
    read,
    title: `${SECRET} title`,
    topic: `${SECRET} topic`,
    announcement: `${SECRET} news`,
  };
  const room = await createOwnedRoom(setup.server.origin, name, settings);
  await say(room, `${SECRET} minutes`);
  return room;
}

async function say({ url, ownerKey }: OwnedRoom, body: string): Promise<void> {
  const headers = { Authorization: `Bearer ${ownerKey}` };
  await fetch(url, { method: "POST", body, headers });
}

async function createLink({ url, ownerKey }: OwnedRoom, request: LinkRequest): Promise<string> {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${ownerKey}` };
  const answer = await fetch(`${url}/links`, { method: "POST", headers, body: JSON.stringify(request) });
  return ((await answer.json()) as { readonly url: string }).url;
}

/** Everything that the page has, also what it does not show. */
const contentOf = ({ page }: User) => page.content();

const KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('majlis:kept:'))";

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
  ["phone", "light", "fr"],
  ["desktop", "dark", "fa"],
  ["phone", "light", "es"],
] as const)(
  "[PRIV-1] [PRIV-4] a stranger learns only that it is private, and comes in with an invitation: %s, %s, %s",
  async (size, theme, language) => {
    const { lazy } = LOCALES[language];
    const room = await privateRoom(`board-${language}`);
    const bo = await visitor("Bo", variant(size, theme, language));
    await bo.page.goto(room.url);
    await bo.page.getByRole("heading", { name: lazy.privateTitle }).waitFor();
    expect(await contentOf(bo)).not.toContain(SECRET);
    expect(await bo.page.title()).toBe(`board-${language} · Majlis`);
    for (const hidden of [
      ".members-button",
      ".invite-button",
      "[popovertarget='search']",
      ".own-name",
      ".composer",
    ])
      expect([hidden, await bo.page.locator(hidden).locator("visible=true").count()]).toEqual([hidden, 0]);
    expect(await axeViolations(bo.page)).toEqual([]);
    await screenshot(bo, `private-room-${size}-${theme}-${language}`);

    const field = bo.page.getByRole("textbox", { name: lazy.keyField });
    const enter = bo.page.getByRole("button", { name: lazy.keyJoin, exact: true });
    await enter.click();
    await bo.page.getByRole("alert").getByText(lazy.keyMissing).waitFor();
    await field.fill("majlis-link-nonsense");
    await field.press("Enter");
    await bo.page.getByRole("alert").getByText(lazy.keyRefused).waitFor();
    await expect.poll(() => field.inputValue()).toBe("majlis-link-nonsense");
    expect(await axeViolations(bo.page)).toEqual([]);
    await screenshot(bo, `private-room-refused-${size}-${theme}-${language}`);

    await field.fill(await createLink(room, { role: "member" }));
    await enter.click();
    await bo.message(`${SECRET} minutes`).waitFor();
    await bo.waitForJoin();
    expect(bo.page.url()).toBe(room.url);
    await bo.page.locator(".name-button", { hasText: "Bo" }).waitFor();
    if (size === "phone") await bo.sendByTap("Thanks for having me");
    else await bo.send("Thanks for having me");
    await bo.message("Thanks for having me").and(bo.page.locator("[data-seq]")).waitFor();
  },
);

test("[OWN-7] a link opens the room, which stays open to the same member", async () => {
  const room = await privateRoom("linked");
  const link = await createLink(room, { role: "moderator", uses: 1 });
  const mia = await visitor("Mia");
  await mia.page.goto(link);
  await mia.message(`${SECRET} minutes`).waitFor();
  expect(mia.page.url()).toBe(room.url);
  await mia.page.reload();
  await mia.message(`${SECRET} minutes`).waitFor();
  await mia.waitForJoin();

  const { lazy } = LOCALES.en;
  const late = await visitor("Late");
  await late.page.goto(link);
  await late.page.getByRole("alert").getByText(lazy.keyExpired).waitFor();
  expect(late.page.url()).toBe(room.url);
});

test("an invitation for members says so where only moderators read", async () => {
  const room = await privateRoom("moderators", "moderators");
  const bo = await visitor("Bo");
  await bo.page.goto(await createLink(room, { role: "member" }));
  await bo.page.getByRole("alert").getByText(LOCALES.en.lazy.keyTooLow).waitFor();
  await screenshot(bo, "private-room-too-low");
});

test("[PRIV-3] who may not read any more sees nothing of it; their draft is there when they come back", async () => {
  const { lazy } = LOCALES.en;
  const room = await privateRoom("tightened");
  await configure(room, { read: "everyone" });
  const bo = await visitor("Bo");
  await bo.openRoom(room.url);
  await bo.waitForJoin();
  await bo.message(`${SECRET} minutes`).waitFor();
  await bo.composer.fill("half a thought");
  await expect.poll(() => bo.page.evaluate(KEPT)).toHaveLength(1);
  await configure(room, { read: "members" });
  await bo.page.getByRole("heading", { name: lazy.privateTitle }).waitFor();
  await expect.poll(() => bo.page.locator(".room").innerHTML()).not.toContain(SECRET);
  await expect.poll(() => bo.page.title()).not.toContain(SECRET);
  await expect.poll(() => bo.page.evaluate(KEPT)).toEqual([]);
  expect(await axeViolations(bo.page)).toEqual([]);
  await bo.page
    .getByRole("textbox", { name: lazy.keyField })
    .fill(await createLink(room, { role: "member" }));
  await bo.page.getByRole("button", { name: lazy.keyJoin, exact: true }).click();
  await bo.message(`${SECRET} minutes`).waitFor();
  await expect.poll(() => bo.composer.inputValue()).toBe("half a thought");
});

/** Opens a room with an owner key that this browser has stored, as the landing page does: no copy was made yet. */
async function openWithStoredKey({ page }: User, { name, url }: OwnedRoom, key: string): Promise<void> {
  await page.goto(`${setup.server.origin}/privacy`);
  await page.evaluate(
    ([item = "", value = ""]) => localStorage.setItem(item, value),
    [`majlis:owner-key:${name}`, JSON.stringify({ key, hasCopy: false })],
  );
  await page.goto(url);
}

test("[OWN-3] the browser that has the owner key opens the room, which was private from its beginning", async () => {
  const room = await privateRoom("mine");
  const ana = await visitor("Ana");
  await openWithStoredKey(ana, room, room.ownerKey);
  await ana.message(`${SECRET} minutes`).waitFor();
  // It is still to be copied.
  await ana.page.getByRole("dialog", { name: LOCALES.en.admin.ownerKeyTitle }).waitFor();
});

test("[OWN-8] a stored owner key that was replaced is deleted", async () => {
  const room = await privateRoom("replaced");
  const other = await privateRoom("other");
  const ana = await visitor("Ana");
  await openWithStoredKey(ana, room, other.ownerKey);
  await ana.page.getByRole("alert").getByText(LOCALES.en.lazy.keyRefused).waitFor();
  await expect
    .poll(() => ana.page.evaluate(() => localStorage.getItem("majlis:owner-key:replaced")))
    .toBeNull();
});

test("in a frame of another site it leads to the room in a tab, and takes no key", async () => {
  const { lazy, room: strings } = LOCALES.en;
  const room = await privateRoom("framed");
  const host = await HostSite.start();
  try {
    const bo = await newUser(variant("phone", "light", "en"));
    users.push(bo);
    await bo.page.goto(
      host.serve({ body: `<iframe title="Chat" src="${room.url}/embed" width="340" height="420"></iframe>` }),
    );
    const frame = bo.page.frameLocator("iframe");
    await frame.getByRole("heading", { name: lazy.privateTitle }).waitFor();
    await expect.poll(() => frame.getByRole("textbox").count()).toBe(0);
    await frame.locator(".gone").getByRole("link", { name: strings.openInTab }).waitFor();
    await screenshot(bo, "private-room-framed");
  } finally {
    host.stop();
  }
});

/** A member of a site who opens the room itself from the site's frame (SPEC EMBED-16). */
import type { Frame, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { holdLazyScripts } from "../support/held-scripts.ts";
import { HostSite } from "../support/host-site.ts";
import { createOwnedRoom, rolesIn } from "../support/owned-room.ts";
import { SigningKey, usualClaims } from "../support/site-tokens.ts";
import type { User } from "../support/user.ts";

const key = await SigningKey.generate("EdDSA");
// Only the full browser gives a frame of another site storage of its own.
const setup = setUpBrowser({ siteKeys: [{ ...key.record(), maxRole: "moderator" }] }, "full");
let host: HostSite;

beforeAll(async () => {
  host = await HostSite.start();
});

afterAll(() => host?.stop());

const { admin, lazy, room: words } = en;

/** A page of the site on which Mona, its moderator, reads the room; resolves with the frame, once she is in it. */
async function openAsMona(
  { page, context }: User,
  room: string,
): Promise<{ frame: Frame; tokens: string[] }> {
  const tokens: string[] = [];
  await context.exposeFunction("tokenOf", async () => {
    const claims = usualClaims(setup.server.origin, { sub: "mona", name: "Mona", role: "moderator" });
    const token = await key.sign(claims);
    tokens.push(token);
    return token;
  });
  await page.goto(host.serve({ body: `<script async src="${setup.server.origin}/embed.js"></script>` }));
  await page.evaluate((name) => {
    const element = Object.assign(document.createElement("majlis-room"), {
      getToken: "tokenOf" in window && window.tokenOf,
    });
    element.setAttribute("room", name);
    document.body.append(element);
  }, room);
  await expect.poll(() => page.frames().length).toBe(2);
  const frame = page.frames().at(-1);
  if (frame === undefined) throw new Error("the page has no frame");
  await frame.locator(".own-name .vouched").waitFor();
  return { frame, tokens };
}

async function tabOpenedBy({ context }: User, act: Promise<void>): Promise<Page> {
  const [tab] = await Promise.all([context.waitForEvent("page"), act]);
  return tab;
}

test("[EMBED-16] a site's moderator deletes in the tab that the frame opens, as the same member, also after a reload", async () => {
  const owned = await createOwnedRoom(setup.server.origin, "garden");
  await fetch(`${owned.url}?name=Spammer`, { method: "POST", body: "Buy my cakes" });
  const mona = await setup.newUser(variant("desktop", "dark", "en"));
  const urls: string[] = [];
  mona.context.on("request", (request) => urls.push(request.url()));
  const { frame, tokens } = await openAsMona(mona, owned.name);
  const message = frame.locator(".message", { hasText: "Buy my cakes" }).and(frame.locator("[data-seq]"));
  await message.waitFor();
  await frame.locator(".scroller[data-controls]").waitFor();
  await message.hover();
  await message.getByRole("button", { name: lazy.more }).click();
  const tab = await tabOpenedBy(mona, frame.getByRole("menuitem", { name: lazy.removeInTab }).click());
  await tab.locator(".own-name .vouched").waitFor();
  expect(new URL(tab.url()).search + new URL(tab.url()).hash).toMatch(/^\?signin=frame#\d+$/u);
  await expect.poll(() => rolesIn(owned.url)).toEqual({ Mona: "moderator" });

  await tab.reload();
  await tab.locator(".own-name .vouched").waitFor();
  const shown = tab.locator(".message", { hasText: "Buy my cakes" });
  await tab.locator(".scroller[data-controls]").waitFor();
  await shown.hover();
  await shown.getByRole("button", { name: lazy.more }).click();
  await tab.getByRole("menuitem", { name: lazy.remove }).click();
  const dialog = tab.getByRole("dialog", { name: admin.deleteMessageTitle });
  await dialog.getByRole("button", { name: lazy.remove }).click();
  await frame.locator(".text.deleted", { hasText: words.removed }).waitFor();
  expect(await axeViolations(tab)).toEqual([]);

  // Neither in an address, nor kept.
  expect(tokens.length).toBeGreaterThan(2);
  expect(urls.filter((url) => tokens.some((token) => url.includes(token)))).toEqual([]);
  const stored = await tab.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  );
  expect(tokens.filter((token) => stored.includes(token))).toEqual([]);
  expect(stored).not.toContain("Buy my cakes");
});

test("[EMBED-16] the owner key of the browser makes no owner of the site's member", async () => {
  const owned = await createOwnedRoom(setup.server.origin, "keyed");
  const mona = await setup.newUser(variant("desktop", "light", "en"));
  const own = await mona.context.newPage();
  await own.goto(`${owned.url}#key=${owned.ownerKey}`);
  await expect.poll(async () => Object.values(await rolesIn(owned.url))).toEqual(["owner"]);
  await own.close();
  const { frame } = await openAsMona(mona, owned.name);
  const tab = await tabOpenedBy(mona, frame.getByRole("link", { name: words.openInTab }).click());
  await tab.locator(".own-name .vouched").waitFor();
  await tab.locator(".scroller[data-controls]").waitFor({ state: "attached" });
  await tab.locator("#write").fill("I am here");
  await tab.locator(".send").click();
  await frame.locator(".message", { hasText: "I am here" }).and(frame.locator("[data-seq]")).waitFor();
  expect(await rolesIn(owned.url)).toMatchObject({ Mona: "moderator" });
});

test("[EMBED-16] the tab of a frame that still loads is the same member", async () => {
  const owned = await createOwnedRoom(setup.server.origin, "early");
  const mona = await setup.newUser(variant("desktop", "light", "en"));
  const bridge = await holdLazyScripts(mona, 'type:"ready"');
  const { frame } = await openAsMona(mona, owned.name);
  await expect.poll(() => bridge.count).toBe(1);
  const tab = await tabOpenedBy(mona, frame.getByRole("link", { name: words.openInTab }).click());
  await tab.locator(".own-name .vouched").waitFor();
  bridge.release();
});

test("[EMBED-16] opened by a page of another origin, or by none, it leaves for the room as anyone has it", async () => {
  const { url } = await createOwnedRoom(setup.server.origin, "foreign");
  const eve = await setup.newUser(variant("desktop", "light", "en"));
  const { page } = eve;
  await page.goto(host.serve({ body: "<p>A page that opens rooms</p>" }));
  const heard = page.evaluate(() => {
    const heard: unknown[] = [];
    addEventListener("message", ({ data, origin }) => heard.push([origin, data]));
    Object.assign(window, { heard });
  });
  await heard;
  const opened = page.evaluate((address) => {
    const tab = open(address);
    // What it could say, were it heard.
    setInterval(() => tab?.postMessage({ type: "majlis:sign-in", token: "a.b.c" }, "*"), 50);
  }, `${url}?signin=frame`);
  const tab = await tabOpenedBy(eve, opened);
  await tab.waitForURL(url);
  await tab.locator(".members-button:enabled").waitFor();
  expect(await tab.evaluate(() => window.opener === null)).toBe(true);
  expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([]);

  await page.goto(`${url}?signin=frame#1`);
  await page.waitForURL(`${url}#1`);
  await eve.waitForJoin();
  expect(Object.keys(await rolesIn(url))).toHaveLength(1);
});

/** Forgetting a room really forgets: token, cached page, drafts (SPEC ID-20, ID-21). */
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";

const setup = setUpBrowser();
const { screenshot, newUser } = setup;

const urlOf = (room: string) => `${setup.server.origin}/r/${room}`;

/** What the browser keeps that names the room, its settings aside. */
function traces(page: Page, room: string): Promise<string[]> {
  return page.evaluate(async (name) => {
    const cached = await Promise.all(
      (await caches.keys()).map(async (key) => (await (await caches.open(key)).keys()).map(({ url }) => url)),
    );
    return [...Object.entries(localStorage).flat(), ...cached.flat()].filter((text) =>
      new RegExp(`\\b${name}\\b`, "u").test(text),
    );
  }, room);
}

async function leaveTraces(page: Page, room: string): Promise<string> {
  await page.locator("#write").fill("half a thought");
  await eventually("the page is cached", async () =>
    (await traces(page, room)).some((url) => url === urlOf(room)),
  );
  return tokenOf(page, room);
}

/** The stored token, which needs a join. */
async function tokenOf(page: Page, room: string): Promise<string> {
  const key = `majlis:token:${urlOf(room)}`;
  await page.waitForFunction((name) => localStorage.getItem(name) !== null, key);
  const stored = (await page.evaluate((name) => localStorage.getItem(name), key)) ?? "{}";
  return (JSON.parse(stored) as { readonly token: string }).token;
}

async function statusOf(room: string, token: string): Promise<unknown> {
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await fetch(`${urlOf(room)}/ticket`, { method: "POST", headers });
  return ((await answer.json()) as { readonly code?: string }).code;
}

/** Taps the button, and answers what it asks: the tap becomes a click, which opens the dialog, later. */
async function tapAndAnswer(page: Page, button: Locator, answer: "accept" | "dismiss"): Promise<void> {
  const answered = page.waitForEvent("dialog").then((dialog) => dialog[answer]());
  await button.tap();
  await answered;
}

test.each([
  ["en", "desktop", "light"],
  ["ar", "phone", "dark"],
] as const)("in the settings, in %s on a %s", async (language, device, theme) => {
  const room = `forget-${language}`;
  const strings = language === "en" ? en : ar;
  const ana = await newUser({ ...variant(device, theme, language), serviceWorkers: "allow" });
  await ana.openRoom(urlOf(room));
  const token = await leaveTraces(ana.page, room);
  await ana.page.getByRole("button", { name: strings.room.settings }).click();
  const panel = ana.page.locator("#settings");
  await panel.getByRole("button", { name: strings.lazy.forgetMe }).click();
  await expect
    .poll(() => ana.page.evaluate(() => document.activeElement?.textContent))
    .toBe(strings.room.cancel);
  await panel.getByText(strings.lazy.forgetHint).scrollIntoViewIfNeeded();
  await screenshot(ana, `forget-${device}-${theme}-${language}`);
  expect(await axeViolations(ana.page)).toEqual([]);
  await panel.getByRole("button", { name: strings.lazy.forgetConfirm }).click();
  await ana.page.waitForURL(`${setup.server.origin}/`);
  await expect.poll(() => traces(ana.page, room)).toEqual([]);
  expect(await statusOf(room, token)).toBe("revoked_token");
});

test("on the first page, once it is confirmed", async () => {
  const bo = await newUser({ ...variant("phone", "light", "en"), serviceWorkers: "allow" });
  await bo.openRoom(urlOf("first"));
  const token = await leaveTraces(bo.page, "first");
  await bo.page.goto(setup.server.origin);
  const { forgetRoom } = en.pages;
  const button = bo.page.getByRole("button", { name: `${forgetRoom}: first` });
  await tapAndAnswer(bo.page, button, "dismiss");
  expect(await statusOf("first", token)).toBeUndefined();
  await tapAndAnswer(bo.page, button, "accept");
  await eventually("nothing is left", async () => (await traces(bo.page, "first")).length === 0);
  await eventually("it is revoked", async () => (await statusOf("first", token)) === "revoked_token");
  await bo.page.goto(urlOf("first"));
  await expect.poll(() => tokenOf(bo.page, "first")).not.toBe(token);
});

/** Search: messages are found by their words in any spelling, and opened with their context. */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import type { User } from "../support/user.ts";
import { words } from "../support/words.ts";

/** Few rows a search, so that a short history needs two. */
const SEARCH_ROWS = 100;

const setup = setUpBrowser({ limits: { ...UNLIMITED_RATES, searchRows: SEARCH_ROWS } });
const { screenshot, newUser } = setup;

/** Publishes texts in a room, each after the one before is stored. */
async function publishAll(room: string, texts: readonly string[], name = "Badr"): Promise<void> {
  const publisher = joinRoom({ url: `${setup.server.origin}/r/${room}`, name, storage: memoryStorage() });
  for (const text of texts) await publisher.publish(text).stored;
  publisher.close();
}

const conversation = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `number ${from + index}`);

const panel = ({ page }: User): Locator => page.locator("#search");
const results = (user: User): Locator => panel(user).locator(".search-result");
const status = (user: User): Locator => panel(user).getByRole("status");

async function openSearch(user: User, name: string): Promise<void> {
  await user.page.getByRole("button", { name, exact: true }).click();
  await eventually("the field has the focus", () =>
    panel(user)
      .getByRole("searchbox")
      .evaluate((field) => field === document.activeElement),
  );
}

async function isInView({ page }: User, element: Locator): Promise<boolean> {
  const box = await element.boundingBox();
  const list = await page.locator(".scroller").boundingBox();
  if (box === null || list === null) return false;
  return box.y >= list.y && box.y + box.height <= list.y + list.height;
}

/** Waits for results in which these are marked, in this order; the results of a query begun are replaced letter by letter. */
async function waitForMarks(user: User, expected: readonly string[]): Promise<void> {
  await eventually(`${expected.join(", ")} is marked`, async () => {
    const marks = await panel(user).locator("mark").allInnerTexts();
    return marks.join("\n") === expected.join("\n");
  });
}

test("an old message is found by keyboard, and opens with its context", async () => {
  await publishAll("long", [
    ...conversation(1, 9),
    "The Café opens at noon",
    "so we meet at the café?",
    ...conversation(12, 90),
  ]);
  const ana = await newUser(variant("desktop", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/long`);
  await ana.waitForText("number 90");
  await openSearch(ana, en.room.search);
  expect(await axeViolations(ana.page)).toEqual([]);

  await ana.page.keyboard.type("cafe op");
  await waitForMarks(ana, ["Café op"]);
  await ana.page.keyboard.press("ControlOrMeta+A");
  await ana.page.keyboard.type("cafe");
  await waitForMarks(ana, ["café", "Café"]);
  await expect.poll(() => status(ana).innerText()).toBe(words("en")("searchFound", { count: 2 }));
  expect(await axeViolations(ana.page)).toEqual([]);

  await ana.page.keyboard.press("ArrowDown");
  await ana.page.keyboard.press("End");
  await ana.page.keyboard.press("ArrowUp");
  await ana.page.keyboard.press("ArrowUp");
  const focus = () => ana.page.evaluate(() => document.activeElement?.tagName);
  expect(await focus()).toBe("INPUT");
  await ana.page.keyboard.press("ArrowDown");
  await ana.page.keyboard.press("ArrowDown");
  await ana.page.keyboard.press("Enter");
  const message = ana.page.locator('[data-seq="10"]');
  await eventually("the message is in view", () => isInView(ana, message));
  await expect.poll(() => panel(ana).isVisible()).toBe(false);
  await expect.poll(() => message.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await expect.poll(() => ana.page.getByText("number 9", { exact: true }).count()).toBe(1);
  await screenshot(ana, "search-opened-desktop-light-en");

  await openSearch(ana, en.room.search);
  await expect.poll(() => results(ana).count()).toBe(2);
  await ana.page.keyboard.press("Escape");
  await expect.poll(() => panel(ana).isVisible()).toBe(false);
  const focused = () => ana.page.evaluate(() => document.activeElement?.getAttribute("title"));
  await expect.poll(() => focused()).toBe(en.room.search);
});

test("in Arabic on a phone a word is found with article and diacritics, and leaves the results when its message is deleted", async () => {
  const ana = await newUser(variant("desktop", "dark", "en"));
  const omar = await newUser(variant("phone", "dark", "ar"));
  const url = `${setup.server.origin}/r/${encodeURIComponent("مجلس")}`;
  await ana.openRoom(url);
  await ana.send("نلتقي في المَجْلِسِ مساءً، إن شاء الله");
  await ana.send("MajLis is a room to sit in");
  await ana.send("المجلس مفتوح للجميع، فتعالوا 🎉");
  await omar.openRoom(url);
  await omar.waitForText("المجلس مفتوح للجميع، فتعالوا 🎉");
  await openSearch(omar, ar.room.search);
  const box = await panel(omar).boundingBox();
  expect(box).toMatchObject({ x: 0, y: 0, width: 390 });
  expect(box?.height).toBeGreaterThanOrEqual(844);

  await panel(omar).getByRole("searchbox").fill("مجلس");
  await waitForMarks(omar, ["مجلس", "مَجْلِسِ"]);
  expect(await axeViolations(omar.page)).toEqual([]);
  await expect
    .poll(() => omar.page.evaluate(() => document.documentElement.scrollWidth <= screen.width))
    .toBe(true);

  await ana.page.locator("#write").focus();
  await omar.page.getByRole("button", { name: ar.lazy.searchClose }).tap();
  await expect.poll(() => panel(omar).isVisible()).toBe(false);
  await openSearch(omar, ar.room.search);
  await panel(omar).getByRole("searchbox").fill("«مفتوح للجميع»");
  await eventually("one message is found", async () => (await results(omar).count()) === 1);
  await results(omar).first().tap();
  await eventually("the message is in view", () => isInView(omar, omar.page.locator('[data-seq="3"]')));
  await expect.poll(() => panel(omar).isVisible()).toBe(false);

  await openSearch(omar, ar.room.search);
  const deleted = joinRoom({ url, name: "Ana", storage: await storageOf(ana, url) });
  await eventually("Ana has joined again", () => deleted.state.name === "online");
  await deleted.delete(3);
  deleted.close();
  await eventually("the deleted message is not found", async () => (await results(omar).count()) === 0);
});

test("older messages are found by searching further back, and a failed search can be retried", async () => {
  await publishAll("old", ["the first tea of all", ...conversation(2, 150)]);
  const lena = await newUser(variant("phone", "light", "en"));
  await lena.openRoom(`${setup.server.origin}/r/old`);
  await openSearch(lena, en.room.search);
  const field = panel(lena).getByRole("searchbox");
  await field.fill("tea");
  await panel(lena).getByText(en.lazy.searchNothingYet).waitFor();
  await screenshot(lena, "search-further-phone-light-en");
  expect(await axeViolations(lena.page)).toEqual([]);
  await panel(lena).getByRole("button", { name: en.lazy.searchOlder }).tap();
  await eventually("the message is found", async () => (await results(lena).count()) === 1);
  await expect.poll(() => panel(lena).getByRole("button", { name: en.lazy.searchOlder }).count()).toBe(0);
  await field.fill("number 14");
  await eventually("ten messages are found", async () => (await results(lena).count()) === 10);
  await screenshot(lena, "search-many-phone-light-en");

  const busy = { code: "overloaded", detail: "Busy." };
  await lena.page.route("**/search", (route) =>
    route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(busy) }),
  );
  await field.fill("nowhere");
  await panel(lena).getByText(en.lazy.errorBusy).waitFor();
  await screenshot(lena, "search-failed-phone-light-en");
  expect(await axeViolations(lena.page)).toEqual([]);
  await lena.page.unroute("**/search");
  await panel(lena).getByRole("button", { name: en.room.tryAgain }).tap();
  await panel(lena).getByText(en.lazy.searchNothingYet).waitFor();
  // Last: the browser reports the failed response by an event of its own.
  const otherErrors = lena.consoleErrors.filter((text) => !text.includes("503"));
  lena.consoleErrors.splice(0, lena.consoleErrors.length, ...otherErrors);
});

test("an offline search says that it waits, and completes once back online", async () => {
  await publishAll("far", ["الشّايُ جاهز", "القهوة جاهزة"], "بدر");
  const huda = await newUser(variant("desktop", "dark", "ar"));
  await huda.openRoom(`${setup.server.origin}/r/far`);
  await huda.waitForText("القهوة جاهزة");
  await openSearch(huda, ar.room.search);
  await huda.context.setOffline(true);
  await panel(huda).getByRole("searchbox").fill("شاي");
  await panel(huda).getByText(ar.lazy.searchOffline).waitFor();
  await screenshot(huda, "search-offline-desktop-dark-ar");
  expect(await axeViolations(huda.page)).toEqual([]);
  await huda.context.setOffline(false);
  await waitForMarks(huda, ["شّايُ"]);
  await panel(huda).getByRole("searchbox").fill("«قهوة شاي»");
  await panel(huda).getByText(ar.lazy.searchNothing).waitFor();
  expect(await axeViolations(huda.page)).toEqual([]);
});

test("the search panel closes when the focus leaves it", async () => {
  const ana = await newUser({ ...variant("desktop", "light", "en"), viewport: { width: 320, height: 640 } });
  await ana.openRoom(`${setup.server.origin}/r/narrow`);
  await ana.send("tea for two");
  await ana.waitForMessageActions("tea for two");
  await screenshot(ana, "search-closed-narrow");
  await openSearch(ana, en.room.search);
  await ana.page.keyboard.type("two");
  await eventually("the message is found", async () => (await results(ana).count()) === 1);
  await screenshot(ana, "search-found-narrow");
  await expect
    .poll(() => ana.page.evaluate(() => document.documentElement.scrollWidth <= screen.width))
    .toBe(true);
  const isInside = () => ana.page.evaluate(() => document.activeElement?.closest("#search") !== null);
  for (let presses = 0; presses < 5 && (await isInside()); presses++) await ana.page.keyboard.press("Tab");
  await expect.poll(() => panel(ana).isVisible()).toBe(false);
});

/** The client's storage of a user's page, so that another client can join as the same user. */
async function storageOf({ page }: User, url: string) {
  const storedEntries = await page.evaluate(() => Object.entries(localStorage));
  const storage = memoryStorage();
  for (const [key, value] of storedEntries) if (key.includes(new URL(url).pathname)) storage.set(key, value);
  return storage;
}

/** “Seen by” in small rooms (SPEC EPH-3). */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { joinRoom, type RoomClient } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { ar, en, es, fa, fr } from "../../src/locales/index.ts";
import { axeViolations } from "../support/axe.ts";
import { areApart } from "../support/boxes.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();
const { newUser, newUserNamed, screenshot } = setup;

const LOCALES = { ar, en, es, fa, fr };
const urlOf = (room: string) => `${setup.server.origin}/r/${room}`;

/** The names below the message with this text; the names in a list are isolated. */
async function seenBelow({ page }: User, text: string): Promise<string | undefined> {
  const row = page.locator("[data-message]", { hasText: text }).locator("xpath=following-sibling::li[1]");
  if ((await row.count()) === 0 || !((await row.getAttribute("class")) ?? "").includes("seen-by"))
    return undefined;
  return (await row.locator(".visually-hidden").innerText()).replaceAll(/[\u2068\u2069]/gu, "");
}

async function waitForSeen(user: User, text: string, expected: string | undefined): Promise<void> {
  await eventually(
    `below “${text}” stands “${expected}”`,
    async () => (await seenBelow(user, text)) === expected,
  );
}

function member(room: string, name: string): RoomClient {
  return joinRoom({ url: urlOf(room), name, storage: memoryStorage() });
}

/** How far the avatars are from the lower edge of their message. */
const distanceFromMessage = (page: Page) =>
  page.locator(".seen-avatars").evaluate((avatars) => {
    const message = avatars.closest("li")?.previousElementSibling;
    const bottom = message?.getBoundingClientRect().bottom ?? Number.NaN;
    return Math.abs(avatars.getBoundingClientRect().top - bottom);
  });

const topOf = (page: Page, text: string) =>
  page.getByText(text, { exact: true }).evaluate((element) => element.getBoundingClientRect().top);

test.each([
  ["en", "desktop", "light"],
  ["ar", "phone", "dark"],
  ["fr", "desktop", "dark"],
  ["es", "phone", "light"],
  ["fa", "phone", "dark"],
] as const)(
  "in %s on a %s a message shows who has read up to it, and moves nothing by that",
  async (language, device, theme) => {
    const room = `seen-${language}`;
    const seenBy = (names: string) => LOCALES[language].lazy.seenBy.replace("{names}", names);
    const ana = await newUserNamed("Ana", variant(device, theme, language));
    await ana.openRoom(urlOf(room));
    await ana.waitForJoin();
    const bo = member(room, "Bo");
    await bo.publish("The kettle is on.").stored;
    await (device === "phone" ? ana.sendByTap("I bring the cups.") : ana.send("I bring the cups."));
    await ana.message("I bring the cups.").and(ana.page.locator("[data-seq]")).waitFor();
    // What follows the others' marks is one of these: before them the page is not whole.
    await ana.waitForDeferredFeatures();
    const top = await topOf(ana.page, "The kettle is on.");
    await waitForSeen(ana, "The kettle is on.", undefined);
    bo.markRead(2);
    await waitForSeen(ana, "I bring the cups.", seenBy("Bo"));
    // One line: on a wide page they are beside the last one.
    await expect.poll(() => distanceFromMessage(ana.page)).toBeLessThanOrEqual(24);
    await expect.poll(() => topOf(ana.page, "The kettle is on.")).toBe(top);
    for (const name of ["Cem", "Dilek", "Eva", "Finn", "Gül"]) {
      const other = member(room, name);
      await eventually(`${name} has joined`, () => other.state.name === "online");
      other.markRead(name === "Gül" ? 1 : 2);
    }
    await eventually(
      "five have read all",
      async () => (await seenBelow(ana, "I bring the cups."))?.includes("Finn") === true,
    );
    await waitForSeen(ana, "The kettle is on.", seenBy("Gül"));
    await expect.poll(() => topOf(ana.page, "The kettle is on.")).toBe(top);
    expect(await axeViolations(ana.page)).toEqual([]);
    await screenshot(ana, `seen-by-${device}-${theme}-${language}`);
  },
);

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
] as const)(
  "on a %s, %s, %s, the clock of what waits is not behind the marks of the message above it",
  async (device, theme, language) => {
    const room = `seen-waiting-${device}`;
    const ana = await newUserNamed("Ana", variant(device, theme, language));
    const say = (text: string) => (device === "phone" ? ana.sendByTap(text) : ana.send(text));
    await ana.openRoom(urlOf(room));
    await ana.waitForJoin();
    const bo = member(room, "Bo");
    await say("Tea?");
    await ana.message("Tea?").and(ana.page.locator("[data-seq]")).waitFor();
    await eventually("Bo has joined", () => bo.state.name === "online");
    bo.markRead(1);
    await waitForSeen(ana, "Tea?", LOCALES[language].lazy.seenBy.replace("{names}", "Bo"));
    await ana.context.setOffline(true);
    await say("Or coffee?");
    const { page } = ana;
    // The message moves what is above it.
    await page.locator(".pending-icon").waitFor();
    await expect
      .poll(() => areApart(page.locator(".pending-icon"), page.locator(".seen-avatars")))
      .toBe(true);
  },
);

test.each([
  [{ width: 1280, height: 800 }, "en-GB"],
  [{ width: 1280, height: 800 }, "ar-EG"],
  [{ width: 760, height: 800 }, "en-GB"],
] as const)("the marks do not cover letters that end at their side: %j, %s", async (viewport, locale) => {
  const room = `seen-letters-${viewport.width}-${locale}`;
  const ana = await newUserNamed("Ana", { viewport, locale });
  await ana.openRoom(urlOf(room));
  await ana.waitForJoin();
  const text =
    locale === "ar-EG"
      ? "A line of letters. ".repeat(12).trim()
      : "سطر من الحروف الطويلة. ".repeat(12).trim();
  const bo = member(room, "Bo");
  await member(room, "Cem").publish(text).stored;
  await ana.send("Next");
  await eventually("Bo has joined", () => bo.state.name === "online");
  bo.markRead(1);
  const { page } = ana;
  await page.locator('.seen-avatars[title*="Bo"]').waitFor();
  const covered = await page.locator(".seen-avatars").evaluate((marks) => {
    const row = marks.closest("li")?.previousElementSibling?.querySelector(".text");
    const letters = document.createRange();
    letters.selectNodeContents(row as Element);
    const { top, bottom, left, right } = marks.getBoundingClientRect();
    // Of a line box of 24 px the last ones are below the letters.
    const lines = [...letters.getClientRects()].map((line) => ({
      ...line.toJSON(),
      bottom: line.bottom - 1,
    }));
    return lines.filter(
      (line: DOMRect) => line.bottom > top && line.top < bottom && line.right > left && line.left < right,
    ).length;
  });
  expect(covered).toBe(0);
});

test("what a page has read is shown to the others, and to who joins later, until its user switches it off", async () => {
  const room = "seen-pages";
  const ana = await newUserNamed("Ana", variant("desktop", "light", "en"));
  const bo = await newUserNamed("Bo", variant("phone", "dark", "en"));
  await ana.openRoom(urlOf(room));
  await bo.openRoom(urlOf(room));
  await bo.waitForJoin();
  await ana.waitForJoin();
  await ana.send("Tea?");
  await waitForSeen(ana, "Tea?", "Seen by Bo");
  await expect.poll(() => seenBelow(bo, "Tea?")).toBeUndefined();
  const cem = await newUserNamed("Cem", variant("desktop", "dark", "en"));
  await cem.openRoom(urlOf(room));
  await waitForSeen(cem, "Tea?", "Seen by Bo");
  await waitForSeen(ana, "Tea?", "Seen by Bo and Cem");

  await bo.page.locator("[popovertarget='settings']").tap();
  const choice = bo.page.getByRole("switch", { name: en.lazy.showRead });
  await expect.poll(() => choice.isChecked()).toBe(true);
  await choice.scrollIntoViewIfNeeded();
  await screenshot(bo, "seen-by-setting-phone-dark-en");
  expect(await axeViolations(bo.page)).toEqual([]);
  await choice.focus();
  await bo.page.keyboard.press("Space");
  await waitForSeen(ana, "Tea?", "Seen by Cem");
  await bo.page.keyboard.press("Escape");
  await ana.send("Coffee?");
  await waitForSeen(ana, "Coffee?", "Seen by Cem");
  await expect.poll(() => seenBelow(ana, "Tea?")).toBeUndefined();
});

test("a page in the background has read nothing, and a frame neither shows nor reports it", async () => {
  const room = "seen-frame";
  const ana = await newUserNamed("Ana", variant("desktop", "light", "en"));
  await ana.openRoom(urlOf(room));
  await ana.waitForJoin();
  const frame = await newUser(variant("desktop", "light", "en"));
  await frame.openRoom(`${urlOf(room)}/embed`);
  await frame.waitForJoin();
  const bo = member(room, "Bo");
  await eventually("Bo has joined", () => bo.state.name === "online");
  const reports: string[] = [];
  bo.on("read", ({ from, seq }) => reports.push(`${from.name} ${seq}`));
  await bo.publish("one").stored;
  await frame.waitForText("one");
  await eventually("Ana's page reports", () => reports.length > 0);
  expect(reports).toEqual(["Ana 1"]);
  await ana.page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true });
    document.dispatchEvent(new Event("visibilitychange"));
    dispatchEvent(new Event("blur"));
  });
  const { seq } = await bo.publish("two").stored;
  await ana.waitForText("two");
  bo.markRead(seq);
  await expect.poll(() => frame.page.locator(".seen-by").count()).toBe(0);
  await bo.publish("three").stored;
  await ana.waitForText("three");
  expect(reports).toEqual(["Ana 1"]);
});

/** Reading the list: scrolling back, unread messages, and links to one message. */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { LOCALES } from "../../src/locales/languages.ts";
import { joinRoom, type RoomClient } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { MAX_MESSAGES } from "../../src/ui/models/message-log.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import type { User } from "../support/user.ts";
import { JOIN_MS, waitLonger } from "../support/wait-longer.ts";

/** How far a message may move on the screen while others are added or removed above it. */
const MAX_JUMP_PX = 2;

const setup = setUpBrowser({ limits: UNLIMITED_RATES });
const { screenshot, newUser } = setup;

/** Publishes messages `from` to `to` in a room, each with its number and after the one before is stored. */
async function publishRange(room: string, from: number, to: number): Promise<void> {
  const publisher = joinAsBadr(room);
  for (let number = from; number <= to; number++) await publisher.publish(`number ${number}`).stored;
  publisher.close();
}

/** The same without waiting in between: they arrive within a moment. */
async function publishBurst(room: string, from: number, to: number): Promise<void> {
  const publisher = joinAsBadr(room);
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  await Promise.all(numbers.map((number) => publisher.publish(`number ${number}`).stored));
  publisher.close();
}

function joinAsBadr(room: string): RoomClient {
  return joinRoom({ url: `${setup.server.origin}/r/${room}`, name: "Badr", storage: memoryStorage() });
}

const scroller = ({ page }: User): Locator => page.locator(".scroller");

/** Waits until the page has stored that its reader read up to message `seq`; the preview is read by no one. */
async function waitForReadMarker({ page }: User, room: string, seq: number): Promise<void> {
  await eventually(`message ${seq} is marked as read`, () =>
    page.evaluate(([key, value]) => localStorage.getItem(key) === value, [
      `majlis:read:${room}`,
      String(seq),
    ] as const),
  );
}

test("a link to a message of a list that is all in view offers no way to its end", async () => {
  await publishRange("short-list", 1, 3);
  const ana = await newUser();
  await ana.openRoom(`${setup.server.origin}/r/short-list#1`);
  await ana.page.locator(".message[data-highlighted]").waitFor();
  await expect.poll(() => ana.page.locator(".jump").count()).toBe(0);
  await ana.page.evaluate(() => (location.hash = "#2"));
  await ana.page.locator('[data-seq="2"][data-highlighted]').waitFor();
  await expect.poll(() => ana.page.locator(".jump").count()).toBe(0);
});

const bottomOf = (element: Element): number => element.getBoundingClientRect().bottom;

async function isInView({ page }: User, element: Locator): Promise<boolean> {
  const box = await element.boundingBox();
  const list = await page.locator(".scroller").boundingBox();
  if (box === null || list === null) return false;
  return box.y >= list.y && box.y + box.height <= list.y + list.height;
}

test("earlier pages are prefetched while a reader scrolls back, and nothing on the screen moves", async () => {
  await publishRange("long", 1, 260);
  const ana = await newUser(variant("phone", "dark", "ar"));
  await ana.openRoom(`${setup.server.origin}/r/long`);
  await ana.waitForText("number 260");
  // Only the joined room can be asked for earlier pages.
  await ana.waitForJoin();
  await expect.poll(() => ana.page.locator(".message").count()).toBeLessThan(120);
  const jumpsPx = await scroller(ana).evaluate(async (list) => {
    const jumpsPx: number[] = [];
    const painted = () =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const first = () =>
      [...list.querySelectorAll<HTMLElement>("[data-message]")].find(
        (message) => message.getBoundingClientRect().bottom > list.getBoundingClientRect().top,
      );
    for (
      let scrollStep = 0;
      scrollStep < 400 && list.querySelector('[data-seq="1"]') === null;
      scrollStep++
    ) {
      list.scrollBy(0, -300);
      await painted();
      const watched = first();
      // Its bottom: at the top it loses its name when an earlier message of its group comes.
      const before = watched?.getBoundingClientRect().bottom ?? 0;
      await painted();
      await painted();
      if (watched?.isConnected === true)
        jumpsPx.push(Math.abs(watched.getBoundingClientRect().bottom - before));
    }
    return jumpsPx;
  });
  expect(Math.max(...jumpsPx)).toBeLessThanOrEqual(MAX_JUMP_PX);
  await eventually("the first message is loaded", async () => (await ana.texts())[0] === "number 1");
  await screenshot(ana, "reading-back");
  expect(await axeViolations(ana.page)).toEqual([]);

  await publishRange("long", 261, 262);
  await ana.page.getByRole("button", { name: /رسالتان جديدتان/ }).click();
  await ana.waitForText("number 262");
  await eventually("the newest message is in view", () => isInView(ana, ana.page.locator(".message").last()));
  expect((await ana.texts()).at(-1)).toBe("number 262");
});

/** What stands above the first message, from now on. */
function noticesAtStart({ page }: User) {
  return page.locator('.list-end[data-end="older"]').evaluateHandle((end) => {
    const shown = new Set([end.textContent]);
    const note = () => void shown.add(end.textContent);
    new MutationObserver(note).observe(end, { childList: true, characterData: true, subtree: true });
    return shown;
  });
}

for (const language of ["ar", "en"] as const)
  test(`a reader who scrolls back in the preview keeps their place when the room is joined (${language})`, async () => {
    const room = `preview-${language}`;
    await publishRange(room, 1, 60);
    const ana = await newUser(variant("phone", "dark", language));
    // Else it would join by another transport meanwhile.
    await ana.context.addInitScript(waitLonger, JOIN_MS);
    const joining = Promise.withResolvers<void>();
    await ana.page.routeWebSocket(/\/socket/, async (socket) => {
      await joining.promise;
      socket.connectToServer();
    });
    await ana.openRoom(`${setup.server.origin}/r/${room}`);
    await ana.waitForText("number 60");
    // The preview is shorter than the page that joining brings: its first message is no longer the first of a group.
    await expect.poll(() => ana.page.locator('[data-seq="30"]').count()).toBe(0);
    const notices = await noticesAtStart(ana);
    await scroller(ana).evaluate((list) => list.scrollTo(0, 0));
    await ana.page.locator(".jump").waitFor();
    const bottom = () => ana.page.locator('[data-seq="50"]').evaluate(bottomOf);
    const before = await bottom();
    joining.resolve();
    await ana.page.locator('[data-seq="30"]').waitFor({ state: "attached" });
    await ana.waitForJoin();
    expect(Math.abs((await bottom()) - before)).toBeLessThanOrEqual(MAX_JUMP_PX);
    // Only the joined room can be asked for more. That it cannot would be a higher line, which moves the messages.
    expect(await notices.evaluate((shown) => [...shown])).toEqual([LOCALES[language].room.fetching]);
  });

test("a reader who scrolls back while the list changes stays there, also before the browser reports the scroll", async () => {
  await publishRange("same-frame", 1, 50);
  const ana = await newUser(variant("desktop", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/same-frame`);
  await ana.waitForJoin();
  await ana.send("mine");
  await ana.page.locator('.message.own[data-delivery="stored"]').waitFor();
  // In one task: the scroll event comes with the next frame, and the list is rendered before it.
  await ana.composer.evaluate((field) => {
    document.querySelector(".scroller")?.scrollTo(0, 0);
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true, cancelable: true }));
  });
  await ana.page.locator(".message.compose-target").waitFor({ state: "attached" });
  await ana.page.locator(".jump").waitFor();
  await expect.poll(() => scroller(ana).evaluate((list) => list.scrollTop)).toBe(0);
});

test("in a busy room no message moves in the list while the oldest are removed, and the spacer collapses when the reader scrolls back", async () => {
  const ana = await newUser(variant("phone", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/busy`);
  await publishRange("busy", 1, MAX_MESSAGES);
  await ana.waitForText(`number ${MAX_MESSAGES}`);
  const anchor = ana.page.locator(`[data-seq="${MAX_MESSAGES}"]`);
  const positions = await anchor.evaluateHandle((message) => {
    const distinctPositions = new Set<number>();
    const samplePosition = () => distinctPositions.add(Math.round((message as HTMLElement).offsetTop));
    samplePosition();
    new MutationObserver(samplePosition).observe(message.parentElement ?? message, { childList: true });
    return distinctPositions;
  });
  // At once: in a pause the spacer collapses.
  await publishBurst("busy", MAX_MESSAGES + 1, MAX_MESSAGES + 30);
  await ana.waitForText(`number ${MAX_MESSAGES + 30}`);
  await expect.poll(() => ana.page.locator('[data-seq="1"]').count()).toBe(0);
  await expect.poll(() => positions.evaluate((distinctPositions) => [...distinctPositions])).toHaveLength(1);

  const top = () => anchor.evaluate((message) => message.getBoundingClientRect().top);
  await scroller(ana).evaluate((list) => list.scrollBy(0, -1_500));
  const before = await top();
  await eventually("the spacer is collapsed", () =>
    scroller(ana).evaluate((list) => {
      const first = list.querySelector(".messages > li");
      const start = list.querySelector(".messages")?.getBoundingClientRect().top ?? Number.NaN;
      return (first?.getBoundingClientRect().top ?? Number.NaN) - start < 50;
    }),
  );
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(MAX_JUMP_PX);
});

test("a returning reader finds a separator before the first unread message, until the next visit", async () => {
  await publishRange("news", 1, 5);
  const ana = await newUser(variant("desktop", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/news`);
  await waitForReadMarker(ana, "news", 5);
  await expect.poll(() => ana.page.locator(".unread").count()).toBe(0);
  await ana.page.goto(setup.server.origin);
  await publishRange("news", 6, 8);
  await ana.openRoom(`${setup.server.origin}/r/news`);
  await ana.waitForText("number 8");
  const separator = ana.page.locator(".unread");
  await separator.waitFor();
  await expect
    .poll(() => separator.evaluate((element) => element.nextElementSibling?.textContent))
    .toContain("number 6");
  await expect.poll(() => ana.page.getByRole("button", { name: en.room.toUnread }).count()).toBe(0);
  await screenshot(ana, "reading-news");
  expect(await axeViolations(ana.page)).toEqual([]);
  await waitForReadMarker(ana, "news", 8);
  await ana.page.reload();
  await ana.waitForJoin();
  await expect.poll(() => separator.count()).toBe(0);
});

test("a reader who scrolls back is not asked to jump up to unread messages that arrive below", async () => {
  const room = "below";
  await publishRange(room, 1, 60);
  const ana = await newUser(variant("desktop", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/${room}`);
  await waitForReadMarker(ana, room, 60);
  await scroller(ana).evaluate((list) => list.scrollTo(0, 0));
  await publishRange(room, 61, 61);
  await ana.page.getByRole("button", { name: "1 new message" }).waitFor();
  await ana.page.locator(".unread").waitFor({ state: "attached" });
  await ana.page.getByRole("button", { name: en.room.toUnread }).waitFor({ state: "detached" });
});

test("the list and the composer have the same edges, with a scrollbar too", async () => {
  const room = "edges";
  await publishRange(room, 1, 40);
  for (const language of ["en", "ar"] as const) {
    const ana = await newUser(variant("desktop", "light", language));
    const side = language === "ar" ? ("right" as const) : ("left" as const);
    for (const width of [300, 500, 1280]) {
      await ana.page.setViewportSize({ width, height: 700 });
      await ana.openRoom(`${setup.server.origin}/r/${room}`);
      await ana.page.locator(".message .avatar").first().waitFor();
      const edges = await ana.page.evaluate((edge) => {
        const edgeOf = (selector: string) => document.querySelector(selector)?.getBoundingClientRect()[edge];
        const list = document.querySelector<HTMLElement>(".scroller");
        const { offsetWidth = 0, clientWidth = 0, scrollWidth = 0 } = list ?? {};
        const widths = { scrollbarPx: offsetWidth - clientWidth, hiddenPx: scrollWidth - clientWidth };
        return { ...widths, list: edgeOf(".message .avatar"), composer: edgeOf(".composer-box") };
      }, side);
      expect(edges.scrollbarPx).toBeGreaterThan(0);
      expect(edges.hiddenPx).toBe(0);
      expect(edges.list).toBe(edges.composer);
    }
  }
});

test("a button leads to the first unread message when it is not loaded", async () => {
  await publishRange("much", 1, 5);
  const ana = await newUser(variant("phone", "light", "ar"));
  await ana.openRoom(`${setup.server.origin}/r/much`);
  await waitForReadMarker(ana, "much", 5);
  await ana.page.goto(setup.server.origin);
  await publishRange("much", 6, 150);
  await ana.openRoom(`${setup.server.origin}/r/much`);
  await ana.waitForText("number 150");
  const button = ana.page.getByRole("button", { name: ar.room.toUnread });
  await button.waitFor();
  await screenshot(ana, "reading-much");
  await button.click();
  const separator = ana.page.locator(".unread");
  await eventually("the separator is in view", () => isInView(ana, separator));
  await expect
    .poll(() => separator.evaluate((element) => element.nextElementSibling?.textContent))
    .toContain("number 6");
  await button.waitFor({ state: "detached" });
  await screenshot(ana, "reading-much-line");
  expect(await axeViolations(ana.page)).toEqual([]);
});

test("a link to a message opens it with its context, and the reader can jump to the latest", async () => {
  await publishRange("linked", 1, 200);
  const ana = await newUser(variant("desktop", "dark", "en"));
  await ana.openRoom(`${setup.server.origin}/r/linked#60`);
  const message = ana.page.locator('[data-seq="60"]');
  await eventually("the message is in view", () => isInView(ana, message));
  await expect.poll(() => message.evaluate((element) => element === document.activeElement)).toBe(true);
  await expect.poll(() => ana.page.getByText("number 59", { exact: true }).count()).toBe(1);
  await screenshot(ana, "reading-linked");
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.page.evaluate(() => (location.hash = "#199"));
  await eventually("the message of the other link is in view", () =>
    isInView(ana, ana.page.locator('[data-seq="199"]')),
  );
  await ana.page.evaluate(() => (location.hash = "#60"));
  await eventually("the first message is in view again", () => isInView(ana, message));
  await ana.page.getByRole("button", { name: en.room.jump }).click();
  await eventually("the newest message is in view", () =>
    isInView(ana, ana.page.locator('[data-seq="200"]')),
  );
  await ana.page.evaluate(() => (location.hash = "#4000"));
  await ana.waitForText("There is no message 4000 here.");
});

/** A page in a room of a thousand members with twenty messages a second. */
import type { Page } from "playwright-core";
import { ar } from "../../../src/locales/ar.ts";
import { variant } from "../../support/browser-variant.ts";
import { eventually, pause } from "../../support/eventually.ts";
import { pageMetric, type PageMetric } from "./figures.ts";
import {
  interactionDelays,
  heapMiB,
  longestTaskMs,
  slowDownCpu,
  observeResponsiveness,
} from "./long-tasks.ts";
import type { PageEnvironment } from "./environment.ts";
import { joinMembers, sendMessage, sendMessages } from "./talk.ts";

/** Without the page's own member. */
const MEMBERS = 999;
const MESSAGES_PER_SECOND = 20;
/** Fills the list and warms up the page, before the baseline of the heap. */
const WARM_MS = 60_000;
const WRITE_EVERY_MS = 30_000;
const TYPING_DELAY_MS = 100;
/** The reader scrolls back and returns once in this many own messages. */
const SCROLL_BACK_EVERY = 5;
const SCROLL_BACK_PX = 3_000;
const RESPONSE_TIMEOUT_MS = 10_000;
/** "Good" for Interaction to Next Paint (web.dev/articles/inp). */
const TARGET_RESPONSE_MS = 200;
/** Above this it is "poor". */
const MAX_RESPONSE_MS = 500;
const TARGET_GROWTH_MIB = 5;

export async function measureBusyRoom(environment: PageEnvironment, minutes: number): Promise<PageMetric[]> {
  const pool = await joinMembers(environment, "busy", MEMBERS);
  const context = await environment.browser.newContext(variant("phone", "dark", "ar"));
  const page = await context.newPage();
  await page.goto(environment.url("busy"));
  await page.getByRole("button", { name: ar.lazy.namePromptSkip }).tap();
  await page.locator("#write").waitFor();
  // The first wait puts Playwright's own script into the page, which takes as long as the longest task that is allowed.
  await page.waitForFunction(() => true);
  const devtools = await slowDownCpu(page);

  const endsAt = performance.now() + minutes * 60_000;
  const sending = sendMessages(pool, MESSAGES_PER_SECOND, endsAt);
  await pause(WARM_MS);
  const before = await heapMiB(devtools);
  await observeResponsiveness(page);
  const slowestOwnMessageMs = await readAndWriteUntil(page, endsAt);
  const longest = await longestTaskMs(page);
  const { count, p98Ms, worstMs } = await interactionDelays(page);
  const sent = await sending;
  const last = `message ${sent + 1} is the last`;
  sendMessage(pool, 0, last);
  await eventually(
    "the newest message is at the end of the list",
    async () => (await page.locator(".message .text").last().innerText()) === last,
    RESPONSE_TIMEOUT_MS,
  );
  const after = await heapMiB(devtools);
  const rows = await page.locator(".messages > li").count();
  await context.close();
  const room = `${minutes} minutes, ${MEMBERS + 1} members, ${sent.toLocaleString("en")} messages, 4x slower CPU`;
  return [
    pageMetric(`${room}: p98 of ${count} interactions (INP)`, p98Ms, "ms", { atMost: TARGET_RESPONSE_MS }),
    pageMetric("slowest interaction", worstMs, "ms", { atMost: MAX_RESPONSE_MS }),
    pageMetric("longest task", longest, "ms", { atMost: TARGET_RESPONSE_MS }),
    pageMetric("slowest own message, from tap to list", slowestOwnMessageMs, "ms", { atMost: 1_000 }),
    pageMetric("heap growth", after - before, "MiB", { atMost: TARGET_GROWTH_MIB }),
    pageMetric("rows in the list at the end", rows, "", { atMost: 330 }),
  ];
}

/** Writes a message at intervals and scrolls back now and then; returns the slowest own message in ms. */
async function readAndWriteUntil(page: Page, endsAt: number): Promise<number> {
  let slowestMs = 0;
  for (let written = 1; performance.now() + WRITE_EVERY_MS < endsAt; written++) {
    await pause(WRITE_EVERY_MS);
    if (written % SCROLL_BACK_EVERY === 0) await scrollBack(page);
    slowestMs = Math.max(slowestMs, await writeMessage(page, `still here ${written}`));
  }
  return slowestMs;
}

/** Types and sends by touch; returns the ms from the tap until the message is in the list. */
async function writeMessage(page: Page, text: string): Promise<number> {
  await page.locator("#write").tap();
  await page.keyboard.type(text, { delay: TYPING_DELAY_MS });
  const from = performance.now();
  // On a phone, Enter inserts a line break.
  await page.getByRole("button", { name: ar.room.send, exact: true }).tap();
  await page.waitForFunction(isAmongNewest, text, { timeout: RESPONSE_TIMEOUT_MS });
  return performance.now() - from;
}

/** Scrolls some screens back while messages arrive, and returns to the newest. */
async function scrollBack(page: Page): Promise<void> {
  await page.locator(".scroller").evaluate((list, px) => list.scrollBy(0, -px), SCROLL_BACK_PX);
  await page.locator(".jump:not(.to-unread)").tap();
  await page.waitForFunction(isAtEnd, undefined, { timeout: RESPONSE_TIMEOUT_MS });
}

function isAtEnd(): boolean {
  const list = document.querySelector(".scroller");
  return list !== null && list.scrollHeight - list.scrollTop - list.clientHeight < 100;
}

/** Checks the newest rows only: a query over the whole page would be a long task itself. */
function isAmongNewest(text: string): boolean {
  const newest = [...(document.querySelector(".messages")?.children ?? [])].slice(-20);
  return newest.some((row) => row.querySelector(".text")?.textContent === text);
}

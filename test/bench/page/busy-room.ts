/** A page that sits in a room of a thousand members who say twenty things a second. */
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { variant } from "../../support/browser-variant.ts";
import { eventually, pause } from "../../support/eventually.ts";
import { MemberPool } from "../generator/member-pool.ts";
import { pageMetric, type PageMetric } from "./figures.ts";
import {
  interactionDelays,
  heapMiB,
  longestTaskMs,
  slowDownCpu,
  observeResponsiveness,
} from "./long-tasks.ts";
import { textOf, type PageEnvironment } from "./environment.ts";

/** The page's reader is one more. */
const MEMBERS = 999;
const MESSAGES_PER_SECOND = 20;
const JOIN_TIMEOUT_MS = 120_000;
/** A full list, and a page that has warmed up, are what the rest is compared with. */
const WARM_MS = 60_000;
const WRITE_EVERY_MS = 30_000;
const TYPING_DELAY_MS = 100;
/** Of so many messages that the reader writes, before one they look back and return. */
const SCROLL_BACK_EVERY = 5;
const SCROLL_BACK_PX = 3_000;
const RESPONSE_TIMEOUT_MS = 10_000;
/** "Good" for Interaction to Next Paint (web.dev/articles/inp). */
const TARGET_RESPONSE_MS = 200;
/** Beyond this it is "poor" there. */
const MAX_RESPONSE_MS = 500;
const TARGET_GROWTH_MIB = 5;

export async function measureBusyRoom(environment: PageEnvironment, minutes: number): Promise<PageMetric[]> {
  const pool = new MemberPool();
  const address = { port: environment.product.port, path: "/r/busy/socket", protocol: "majlis" } as const;
  const joined = await pool.join(MEMBERS, address, JOIN_TIMEOUT_MS);
  if (joined < MEMBERS) throw new Error(`only ${joined} could join`);
  pool.onText = (member, bytes, start, end) => replyToFlow(pool, member, bytes.toString("utf8", start, end));
  const context = await environment.browser.newContext(variant("phone", "dark", "ar"));
  const page = await context.newPage();
  await page.goto(environment.url("busy"));
  const composer = page.locator("#write");
  await composer.waitFor();
  const devtools = await slowDownCpu(page);

  const endsAt = performance.now() + minutes * 60_000;
  const sending = sendMessages(pool, endsAt);
  await pause(WARM_MS);
  const before = await heapMiB(devtools);
  await observeResponsiveness(page);
  let slowestOwnMessageMs = 0;
  for (let written = 1; performance.now() + WRITE_EVERY_MS < endsAt; written++) {
    await pause(WRITE_EVERY_MS);
    if (written % SCROLL_BACK_EVERY === 0) await scrollBack(page);
    slowestOwnMessageMs = Math.max(slowestOwnMessageMs, await writeMessage(page, `still here ${written}`));
  }
  const longest = await longestTaskMs(page);
  const { count, p98Ms, worstMs } = await interactionDelays(page);
  const sent = await sending;
  const last = `the last of ${sent}`;
  sendMessage(pool, 0, last);
  await eventually(
    "the newest is at the end of the list",
    async () => (await page.locator(".message .text").last().innerText()) === last,
    RESPONSE_TIMEOUT_MS,
  );
  const after = await heapMiB(devtools);
  const rows = await page.locator(".messages > li").count();
  await context.close();
  const what = `${minutes} minutes of ${MEMBERS + 1} members, ${sent.toLocaleString("en")} messages`;
  return [
    pageMetric(`${what}: ${count} keys and taps, answered at p98 (INP), 4x CPU`, p98Ms, "ms", {
      atMost: TARGET_RESPONSE_MS,
    }),
    pageMetric("the worst answered of them", worstMs, "ms", { atMost: MAX_RESPONSE_MS }),
    pageMetric("longest task", longest, "ms", { atMost: TARGET_RESPONSE_MS }),
    pageMetric("slowest own message, sent to seen", slowestOwnMessageMs, "ms", { atMost: 1_000 }),
    pageMetric("memory held more after it", after - before, "MiB", { atMost: TARGET_GROWTH_MIB }),
    pageMetric("rows on the page after it", rows, "", { atMost: 330 }),
  ];
}

/** Writes as a thumb does; returns how long after the tap the message was in the list. */
async function writeMessage(page: Page, text: string): Promise<number> {
  await page.locator("#write").tap();
  await page.keyboard.type(text, { delay: TYPING_DELAY_MS });
  const from = performance.now();
  // On a phone, Enter is a new line.
  await page.getByRole("button", { name: "أرسل", exact: true }).tap();
  await page.waitForFunction(isAmongNewest, text, { timeout: RESPONSE_TIMEOUT_MS });
  return performance.now() - from;
}

/** Scrolls some screens back, where the talk goes on without them, and returns to the newest. */
async function scrollBack(page: Page): Promise<void> {
  await page.locator(".scroller").evaluate((list, px) => list.scrollBy(0, -px), SCROLL_BACK_PX);
  await page.locator(".jump:not(.to-unread)").tap();
  await page.waitForFunction(isAtEnd, undefined, { timeout: RESPONSE_TIMEOUT_MS });
}

function isAtEnd(): boolean {
  const list = document.querySelector(".scroller");
  return list !== null && list.scrollHeight - list.scrollTop - list.clientHeight < 100;
}

/** By hand: to look through the whole page would be a long task of its own on a slow phone. */
function isAmongNewest(text: string): boolean {
  const newest = [...(document.querySelector(".messages")?.children ?? [])].slice(-20);
  return newest.some((row) => row.querySelector(".text")?.textContent === text);
}

/** Says things, each of another member, until the time is over; returns how many. */
async function sendMessages(pool: MemberPool, endsAt: number): Promise<number> {
  const startedAt = performance.now();
  let sent = 0;
  while (performance.now() < endsAt) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * MESSAGES_PER_SECOND);
    for (; sent < due; sent++) sendMessage(pool, sent % MEMBERS, textOf(sent));
    await pause(1_000 / MESSAGES_PER_SECOND);
  }
  return sent;
}

function sendMessage(pool: MemberPool, member: number, text: string): void {
  const command = { type: "publish", id: crypto.randomUUID(), text };
  pool.members[member]?.send(Buffer.from(JSON.stringify(command)));
}

/** A room asks its readers to show that they read (SPEC FLOW-1). */
function replyToFlow(pool: MemberPool, member: number, frame: string): void {
  if (!frame.includes('"flow"')) return;
  const events = [JSON.parse(frame)].flat() as { readonly type: string; readonly id?: string }[];
  for (const { type, id } of events) {
    if (type === "flow")
      pool.members[member]?.send(Buffer.from(JSON.stringify({ type: "flow", id, position: "0.0" })));
  }
}

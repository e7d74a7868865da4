/** A page that sits in a room of a thousand members who say twenty things a second. */
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { variant } from "../../support/browser-variant.ts";
import { eventually, pause } from "../../support/eventually.ts";
import { Crowd } from "../generator/crowd.ts";
import { figure, type PageFigure } from "./figures.ts";
import { answers, heapMiB, longestTaskMs, slowDown, watchPage } from "./long-tasks.ts";
import { textOf, type Stage } from "./stage.ts";

/** The page's reader is one more. */
const MEMBERS = 999;
const PER_SECOND = 20;
const JOIN_BOUND_MS = 120_000;
/** A full list, and a page that has warmed up, are what the rest is compared with. */
const WARM_MS = 60_000;
const WRITE_EVERY_MS = 30_000;
const TYPING_DELAY_MS = 100;
/** Of so many messages that the reader writes, before one they look back and return. */
const LOOK_BACK_EVERY = 5;
const LOOK_BACK_PX = 3_000;
const ANSWERED_BOUND_MS = 10_000;
/** "Good" for Interaction to Next Paint (web.dev/articles/inp). */
const TARGET_ANSWER_MS = 200;
/** Beyond this it is "poor" there. */
const WORST_ANSWER_MS = 500;
const TARGET_GROWTH_MIB = 5;

export async function measureBusyRoom(stage: Stage, minutes: number): Promise<PageFigure[]> {
  const crowd = new Crowd();
  const address = { port: stage.product.port, path: "/r/busy/socket", wire: "majlis" } as const;
  const joined = await crowd.join(MEMBERS, address, JOIN_BOUND_MS);
  if (joined < MEMBERS) throw new Error(`only ${joined} could join`);
  crowd.onText = (member, bytes, start, end) => answerFlow(crowd, member, bytes.toString("utf8", start, end));
  const context = await stage.browser.newContext(variant("phone", "dark", "ar"));
  const page = await context.newPage();
  await page.goto(stage.url("busy"));
  const composer = page.locator("#write");
  await composer.waitFor();
  const devtools = await slowDown(page);

  const until = performance.now() + minutes * 60_000;
  const talking = talk(crowd, until);
  await pause(WARM_MS);
  const before = await heapMiB(devtools);
  await watchPage(page);
  let slowestOwnMs = 0;
  for (let written = 1; performance.now() + WRITE_EVERY_MS < until; written++) {
    await pause(WRITE_EVERY_MS);
    if (written % LOOK_BACK_EVERY === 0) await lookBack(page);
    slowestOwnMs = Math.max(slowestOwnMs, await write(page, `still here ${written}`));
  }
  const longest = await longestTaskMs(page);
  const { count, p98Ms, worstMs } = await answers(page);
  const said = await talking;
  const last = `the last of ${said}`;
  speak(crowd, 0, last);
  await eventually(
    "the newest is at the end of the list",
    async () => (await page.locator(".message .text").last().innerText()) === last,
    ANSWERED_BOUND_MS,
  );
  const after = await heapMiB(devtools);
  const rows = await page.locator(".messages > li").count();
  await context.close();
  const what = `${minutes} minutes of ${MEMBERS + 1} members, ${said.toLocaleString("en")} messages`;
  return [
    figure(`${what}: ${count} keys and taps, answered at p98 (INP), 4x CPU`, p98Ms, "ms", {
      atMost: TARGET_ANSWER_MS,
    }),
    figure("the worst answered of them", worstMs, "ms", { atMost: WORST_ANSWER_MS }),
    figure("longest task", longest, "ms", { atMost: TARGET_ANSWER_MS }),
    figure("slowest own message, sent to seen", slowestOwnMs, "ms", { atMost: 1_000 }),
    figure("memory held more after it", after - before, "MiB", { atMost: TARGET_GROWTH_MIB }),
    figure("rows on the page after it", rows, "", { atMost: 330 }),
  ];
}

/** Writes as a thumb does; returns how long after the tap the message was in the list. */
async function write(page: Page, text: string): Promise<number> {
  await page.locator("#write").tap();
  await page.keyboard.type(text, { delay: TYPING_DELAY_MS });
  const from = performance.now();
  // On a phone, Enter is a new line.
  await page.getByRole("button", { name: "أرسل", exact: true }).tap();
  await page.waitForFunction(isAmongTheNewest, text, { timeout: ANSWERED_BOUND_MS });
  return performance.now() - from;
}

/** Scrolls some screens back, where the talk goes on without them, and returns to the newest. */
async function lookBack(page: Page): Promise<void> {
  await page.locator(".scroller").evaluate((list, px) => list.scrollBy(0, -px), LOOK_BACK_PX);
  await page.locator(".jump:not(.to-unread)").tap();
  await page.waitForFunction(isAtTheEnd, undefined, { timeout: ANSWERED_BOUND_MS });
}

function isAtTheEnd(): boolean {
  const list = document.querySelector(".scroller");
  return list !== null && list.scrollHeight - list.scrollTop - list.clientHeight < 100;
}

/** By hand: to look through the whole page would be a long task of its own on a slow phone. */
function isAmongTheNewest(text: string): boolean {
  const newest = [...(document.querySelector(".messages")?.children ?? [])].slice(-20);
  return newest.some((row) => row.querySelector(".text")?.textContent === text);
}

/** Says things, each of another member, until the time is over; returns how many. */
async function talk(crowd: Crowd, until: number): Promise<number> {
  const beganAt = performance.now();
  let said = 0;
  while (performance.now() < until) {
    const due = Math.floor(((performance.now() - beganAt) / 1_000) * PER_SECOND);
    for (; said < due; said++) speak(crowd, said % MEMBERS, textOf(said));
    await pause(1_000 / PER_SECOND);
  }
  return said;
}

function speak(crowd: Crowd, member: number, text: string): void {
  const command = { type: "publish", id: crypto.randomUUID(), text };
  crowd.members[member]?.send(Buffer.from(JSON.stringify(command)));
}

/** A room asks its readers to show that they read (SPEC FLOW-1). */
function answerFlow(crowd: Crowd, member: number, frame: string): void {
  if (!frame.includes('"flow"')) return;
  const events = [JSON.parse(frame)].flat() as { readonly type: string; readonly id?: string }[];
  for (const { type, id } of events) {
    if (type === "flow")
      crowd.members[member]?.send(Buffer.from(JSON.stringify({ type: "flow", id, position: "0.0" })));
  }
}

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MAX_BACKLOG, BATCH_SIZE } from "../../src/ui/models/event-buffer.ts";
import { MAX_MESSAGES, TRIM_SLACK } from "../../src/ui/models/message-log.ts";
import { launchBrowser } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { User } from "../support/user.ts";
import { SelfHostedServer } from "../support/self-hosted-server.ts";
import { Publisher } from "../support/publisher.ts";

const ROUNDS = 1;
const FLOOD_MS = 6_000;
const PUBLISHERS = 2;
/** of each publisher, every `BATCH_INTERVAL_MS`: 500 messages a second in all */
const BATCH_INTERVAL_MS = 20;
const MESSAGES_PER_BATCH = 5;
const CPU_SLOWDOWN = 4;
/** the messages, a day separator and a gap separator */
const MAX_ROWS = MAX_MESSAGES + TRIM_SLACK + 2;
/** a batch, Ana's own message, and the two separators */
const MAX_ADDED_ROWS = BATCH_SIZE + 3;
/** Messages before the flood, all of them shown: the flood is rendered below a full list. */
const MESSAGES_BEFORE = MAX_BACKLOG - 10;
/** A busy machine may store fewer messages a second than are sent, and catch up afterwards. */
const DELIVERY_TIMEOUT_MS = 60_000;

const UNLIMITED = { perSecond: 10_000, burst: 20_000 };

let product: SelfHostedServer;
let browser: Browser;

beforeAll(async () => {
  const limits = {
    memberRate: UNLIMITED,
    addressRate: UNLIMITED,
    roomRate: UNLIMITED,
    frameRate: UNLIMITED,
    inFlight: 10_000,
  };
  [product, browser] = await Promise.all([SelfHostedServer.start({ limits }), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

interface Round {
  readonly longestTaskMs: number;
  readonly longTasks: number;
  readonly rows: number;
  readonly renders: number;
  readonly skippedText: string;
}

interface Observed {
  /** durations in ms of the tasks over 50 ms */
  readonly tasks: readonly number[];
  /** how many rows each change of the list added */
  readonly added: readonly number[];
}

test("a page that receives 500 messages a second stays responsive and ends at the newest", async () => {
  const rounds: Round[] = [];
  for (let round = 1; round <= ROUNDS; round++)
    rounds.push(await flood(`flood-${round}-${crypto.randomUUID().slice(0, 8)}`));
  for (const { longestTaskMs, longTasks, rows, renders, skippedText } of rounds)
    console.log(
      `longest task ${longestTaskMs} ms, ${longTasks} over 50 ms, ${renders} draws, ${rows} rows, ${skippedText}`,
    );
  console.log(`median of the longest tasks: ${median(rounds.map(({ longestTaskMs }) => longestTaskMs))} ms`);
}, 300_000);

async function flood(room: string): Promise<Round> {
  const ana = await User.open(browser);
  await ana.openRoom(`${product.origin}/r/${room}`);
  const publishers = await Promise.all(
    Array.from({ length: PUBLISHERS }, () => Publisher.join(`${product.origin}/r/${room}`)),
  );
  await ana.waitForText("3 here");
  for (let message = 1; message <= MESSAGES_BEFORE; message++) publishers[0]?.publish(`before ${message}`);
  await eventually(
    "all messages before the flood are shown",
    async () => (await ana.page.locator(".message").count()) === MESSAGES_BEFORE,
    DELIVERY_TIMEOUT_MS,
  );
  const devtools = await ana.context.newCDPSession(ana.page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
  await ana.page.evaluate(observe);

  const flooding = Promise.all(publishers.map(publishFlood));
  await ana.composer.pressSequentially("can I still write?", { delay: 100 });
  await expect.poll(() => ana.composer.inputValue()).toBe("can I still write?");
  await ana.composer.press("Enter");
  const rowsInFlood = await ana.page.locator(".message").count();
  const published = (await flooding).reduce((sum, count) => sum + count, 0);

  const { tasks, added } = await ana.page.evaluate(
    () => (globalThis as unknown as { observed: Observed }).observed,
  );
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  expect(Math.max(...added)).toBeLessThanOrEqual(MAX_ADDED_ROWS);
  const skippedText = await ana.page.getByText(/not shown/).innerText();
  await eventually("Ana's message is stored", async () => !(await isPending(ana)), DELIVERY_TIMEOUT_MS);
  // Only then the next message is the last: others may still wait in the room's queue.
  await eventually(
    "the whole flood is stored",
    () => (publishers[0]?.lastSeq ?? 0) > MESSAGES_BEFORE + published,
    DELIVERY_TIMEOUT_MS,
  );
  publishers[0]?.publish("the last word");
  await eventually(
    "the room has broadcast the last message",
    () => publishers[0]?.lastText === "the last word",
    DELIVERY_TIMEOUT_MS,
  );
  await eventually(
    "the newest message is shown at the end",
    async () => (await ana.texts()).at(-1) === "the last word",
  );
  const rows = await ana.page.locator(".messages > li").count();
  expect(Math.max(rows, rowsInFlood)).toBeLessThanOrEqual(MAX_ROWS);
  expect(ana.consoleErrors).toEqual([]);
  for (const publisher of publishers) publisher.leave();
  await ana.context.close();
  const longestTaskMs = Math.max(0, ...tasks);
  return { longestTaskMs, longTasks: tasks.length, rows, renders: added.length, skippedText };
}

/** Floods the room; returns how many messages were published. */
async function publishFlood(publisher: Publisher): Promise<number> {
  const endsAt = Date.now() + FLOOD_MS;
  let published = 0;
  for (let batchAt = Date.now(); batchAt < endsAt; batchAt += BATCH_INTERVAL_MS) {
    for (let message = 0; message < MESSAGES_PER_BATCH; message++) publisher.publish(`word ${++published}`);
    await new Promise((resolve) => setTimeout(resolve, batchAt + BATCH_INTERVAL_MS - Date.now()));
  }
  return published;
}

async function isPending({ page }: User): Promise<boolean> {
  return (await page.locator('.message:not([data-delivery="stored"])').count()) > 0;
}

function observe(): void {
  const tasks: number[] = [];
  const added: number[] = [];
  Object.assign(globalThis, { observed: { tasks, added } satisfies Observed });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: "longtask" });
  const list = document.querySelector(".messages");
  if (list === null) throw new Error("there is no list");
  new MutationObserver((changes) => {
    added.push(changes.reduce((sum, { addedNodes }) => sum + addedNodes.length, 0));
  }).observe(list, { childList: true });
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

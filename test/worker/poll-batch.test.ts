/** The batch of a long poll: its events, and when it is answered (SPEC POLL-1 to POLL-4). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { Welcome } from "../../src/protocol/events/welcome.ts";
import { PollMemory } from "../../src/worker/bridge/poll-memory.ts";
import { PollBatch, type PollOptions } from "../../src/worker/bridge/poll-batch.ts";

const EPOCH = "abcd";
const T0 = 1_000_000;
const KIB = 1_024;

const PRESENCE: RoomEvent = { type: "presence", count: 2 };
const TYPING: RoomEvent = { type: "typing", from: { id: "a", name: "Ana" }, on: true };
const SIGNAL: RoomEvent = { type: "signal", from: { id: "a", name: "Ana" }, data: 1 };

function message(seq: number, text = `${seq}`): RoomEvent {
  return { type: "message", seq, at: 0, id: `c${seq}`, from: { id: "a", name: "Ana" }, text };
}

function welcome(seq: number, recovered: boolean, epoch = EPOCH): RoomEvent {
  return {
    type: "welcome",
    position: `${epoch}.${seq}`,
    recovered,
    members: { count: 1, list: [] },
  } as unknown as Welcome;
}

function page(events: RoomEvent[], newest: number, more = false): RoomEvent {
  return { type: "page", position: `${EPOCH}.${newest}`, events, more } as RoomEvent;
}

function newBatch(overrides: Partial<PollOptions> = {}): PollBatch {
  const defaults = { after: `${EPOCH}.5`, waitMs: 25_000, wantsWelcome: false, startedAt: T0 };
  const bounds = { maxBytes: 256 * KIB, reserve: () => true, crowdMembers: 100 };
  return new PollBatch({ ...defaults, ...bounds, ...overrides });
}

/** A poll of a room without new events. */
function recoveredBatch(overrides: Partial<PollOptions> = {}): PollBatch {
  const batch = newBatch(overrides);
  batch.receive([welcome(5, true)], T0);
  return batch;
}

function types({ response: answer }: PollBatch): string[] {
  return (answer?.events ?? []).map((json) => (JSON.parse(json) as { type: string }).type);
}

function seqs({ response: answer }: PollBatch): number[] {
  return (answer?.events ?? []).flatMap((json) => (JSON.parse(json) as { seq?: number }).seq ?? []);
}

/** Milliseconds from the start of the poll until its answer is due. */
function dueAfterMs({ dueAt }: PollBatch): number {
  return dueAt - T0;
}

describe("[POLL-1] when a poll is answered", () => {
  test("without new events it is answered after the wait, with the reader's own position", () => {
    const batch = recoveredBatch({ waitMs: 7_000 });
    expect(dueAfterMs(batch)).toBe(7_000);
    expect(batch.response).toEqual({ position: "abcd.5", recovered: true, events: [] });
  });

  test("it is not answered before the room's position is known", () => {
    const batch = newBatch({ waitMs: 0 });
    expect(dueAfterMs(batch)).toBe(Infinity);
    expect(batch.response).toBeUndefined();
    batch.receive([welcome(5, true)], T0 + 3);
    expect(dueAfterMs(batch)).toBe(0);
  });

  test("with missed events it is answered at once, with the new position", () => {
    const batch = newBatch();
    batch.receive([welcome(7, true), message(6), message(7)], T0 + 3);
    expect(dueAfterMs(batch)).toBe(3);
    expect(batch.response).toMatchObject({ position: "abcd.7", recovered: true });
    expect(seqs(batch)).toEqual([6, 7]);
  });

  test("an event late in the wait is answered at once", () => {
    const batch = recoveredBatch();
    batch.receive([message(6)], T0 + 1_000);
    expect(dueAfterMs(batch)).toBe(1_000);
  });
});

describe("[POLL-4] batching in a busy room", () => {
  test.each([
    [10, 500],
    [499, 500],
    [500, 500],
    [700, 700],
    [999, 999],
    [1_000, 1_000],
    [9_000, 9_000],
  ])("an event %i ms after the start is answered after %i ms", (eventMs, responseMs) => {
    const batch = recoveredBatch();
    batch.receive([message(6)], T0 + eventMs);
    expect(dueAfterMs(batch)).toBe(responseMs);
  });

  test("events during the batch window are added and do not extend it", () => {
    const batch = recoveredBatch();
    for (const seq of [6, 7, 8]) batch.receive([message(seq)], T0 + seq * 20);
    expect(dueAfterMs(batch)).toBe(500);
    expect(seqs(batch)).toEqual([6, 7, 8]);
  });

  test("a wait shorter than the batch window ends it", () => {
    const batch = recoveredBatch({ waitMs: 300 });
    batch.receive([message(6)], T0 + 10);
    expect(dueAfterMs(batch)).toBe(300);
  });

  test.each([
    ["presence", PRESENCE],
    ["typing", TYPING],
  ])("%s alone is answered when the poll is a second old, or earlier with another event", (type, event) => {
    const batch = recoveredBatch();
    batch.receive([event], T0 + 10);
    expect(dueAfterMs(batch)).toBe(1_000);
    batch.receive([message(6)], T0 + 20);
    expect(dueAfterMs(batch)).toBe(500);
    expect(types(batch)).toEqual([type, "message"]);
    const lateBatch = recoveredBatch();
    lateBatch.receive([event], T0 + 4_000);
    expect(dueAfterMs(lateBatch)).toBe(4_000);
  });

  test.each([
    [10, 500],
    [400, 650],
    [2_000, 2_250],
  ])("a signal %i ms after the start waits for those that follow it, until %i ms", (eventMs, responseMs) => {
    const batch = recoveredBatch();
    batch.receive([SIGNAL], T0 + eventMs);
    batch.receive([SIGNAL], T0 + eventMs + 20);
    expect([dueAfterMs(batch), types(batch)]).toEqual([responseMs, ["signal", "signal"]]);
    batch.receive([message(6)], T0 + 2_040);
    expect(dueAfterMs(batch)).toBe(Math.min(responseMs, 2_040));
  });

  test("[EPH-4] [STATE-5] only the newest signal of a member and key, and change of a key, is in the answer", () => {
    const batch = recoveredBatch();
    const from = { id: "a", name: "Ana" };
    const signal = (data: number, more: object): RoomEvent => ({ type: "signal", from, data, ...more });
    const delta = (key: string, version: number): RoomEvent => ({
      type: "delta",
      entries: [{ key, version, from }],
    });
    batch.receive([signal(1, { key: "c" }), signal(2, { key: "d" }), signal(3, {}), delta("~a", 1)], T0);
    batch.receive(
      [signal(4, { key: "c" }), signal(5, { key: "c", to: "b" }), signal(6, {}), delta("~a", 2)],
      T0,
    );
    const events = (batch.response?.events ?? []).map((json) => JSON.parse(json));
    expect(events.map(({ data, entries }) => data ?? entries)).toEqual([
      4,
      2,
      3,
      [{ key: "~a", version: 2, from }],
      5,
      6,
    ]);
  });
});

test("[STATE-5] a key that was set again after it was removed with others is set in the answer", () => {
  const batch = recoveredBatch();
  const from = { id: "a", name: "Ana" };
  const set = (key: string, version: number) => ({ key, value: version, version, from });
  const removed = (key: string, version: number) => ({ key, version, from });
  for (const entries of [[set("~a", 1)], [removed("~a", 2), removed("~b", 3)], [set("~a", 4)]])
    batch.receive([{ type: "delta", entries }], T0);
  const deltas = (batch.response?.events ?? []).map((json) => JSON.parse(json));
  const newest = new Map(deltas.flatMap(({ entries }) => entries).map((entry) => [entry.key, entry.version]));
  expect(Object.fromEntries(newest)).toEqual({ "~a": 4, "~b": 3 });
});

test("[POLL-8] an answer has the newest messages themselves, and then what came, but no page and no flow", () => {
  const batch = newBatch({ after: "" });
  batch.receive([welcome(1, false), page([message(1)], 1), message(2), SIGNAL], T0);
  batch.receive([{ type: "more", after: 2 }], T0);
  expect(batch.response).toMatchObject({ position: "abcd.2", recovered: false });
  expect(types(batch)).toEqual(["message", "message", "signal"]);
});

describe("[POLL-2] [POLL-8] a poll without a recoverable position", () => {
  test.each(["", "zzzz.9", "abcd.99"])("after=%j is answered with the newest messages at once", (after) => {
    const batch = newBatch({ after });
    batch.receive([welcome(7, false), page([message(6), message(7)], 7, true)], T0);
    expect(dueAfterMs(batch)).toBe(0);
    expect(batch.response).toMatchObject({ position: "abcd.7", recovered: false, older: true });
    expect(seqs(batch)).toEqual([6, 7]);
  });

  test("an empty room is answered at once too", () => {
    const batch = newBatch({ after: "" });
    batch.receive([welcome(0, false), page([], 0)], T0);
    expect(dueAfterMs(batch)).toBe(0);
    expect(batch.response).toEqual({ position: "abcd.0", recovered: false, older: false, events: [] });
  });

  test("[READ-3] the creation of the room during the wait starts the batch over", () => {
    const batch = newBatch({ after: "0.0" });
    batch.receive([welcome(0, true, "0")], T0);
    expect(dueAfterMs(batch)).toBe(25_000);
    batch.receive([page([], 0)], T0 + 6_000);
    expect(dueAfterMs(batch)).toBe(6_000);
    expect(batch.response).toEqual({ position: "abcd.0", recovered: false, older: false, events: [] });
  });
});

describe("[READ-1] the welcome in a poll", () => {
  test("it is the first event if it is wanted, and is answered at once", () => {
    const batch = newBatch({ wantsWelcome: true });
    batch.receive([welcome(6, true), message(6)], T0);
    expect(types(batch)).toEqual(["welcome", "message"]);
    const welcomeOnly = newBatch({ wantsWelcome: true });
    welcomeOnly.receive([welcome(5, true)], T0);
    expect([dueAfterMs(welcomeOnly), types(welcomeOnly)]).toEqual([0, ["welcome"]]);
  });

  test("[POLL-3] it does not count towards the size limit", () => {
    const batch = newBatch({ wantsWelcome: true, maxBytes: 1 });
    batch.receive([welcome(6, true), message(6)], T0);
    expect(seqs(batch)).toEqual([6]);
  });
});

describe("[POLL-3] the size limit of an answer", () => {
  test("a replay that the room cut off is answered at once with more", () => {
    const batch = newBatch();
    batch.receive([welcome(9, true), message(6), { type: "more", after: 6 }, message(10)], T0);
    expect(batch.response).toMatchObject({ position: "abcd.6", more: true });
    expect([dueAfterMs(batch), seqs(batch)]).toEqual([0, [6]]);
  });

  test("live events over the limit are left to the next poll, and this one is answered at once", () => {
    const batch = recoveredBatch();
    // Each a third of what an answer holds, in letters that are two bytes each.
    const text = "ж".repeat(45 * KIB);
    for (const seq of [6, 7, 8, 9]) batch.receive([message(seq, text)], T0 + seq);
    expect(batch.response).toMatchObject({ position: "abcd.7", more: true });
    expect([dueAfterMs(batch), seqs(batch)]).toEqual([8, [6, 7]]);
  });

  test("the limit also cuts one frame with many events", () => {
    const batch = recoveredBatch();
    const text = "x".repeat(60 * KIB);
    batch.receive(
      [6, 7, 8, 9, 10, 11].map((seq) => message(seq, text)),
      T0 + 2_000,
    );
    expect(seqs(batch)).toEqual([6, 7, 8, 9]);
    expect(batch.response).toMatchObject({ position: "abcd.9", more: true });
  });

  test("polls that batch too much together are each answered at once, with one event at least", () => {
    const memory = new PollMemory(1_000);
    const reserve = (bytes: number) => memory.reserve(bytes);
    const [first, second] = [recoveredBatch({ reserve }), recoveredBatch({ reserve })];
    for (const batch of [first, second]) batch.receive([message(6, "x".repeat(500))], T0 + 100);
    first.receive([message(7, "x".repeat(500))], T0 + 100);
    expect([seqs(first), first.response?.more, dueAfterMs(first)]).toEqual([[6], true, 100]);
    expect([seqs(second), second.response?.more, dueAfterMs(second)]).toEqual([[6], undefined, 500]);
    for (const batch of [first, second]) memory.release(batch.reservedBytes);
    expect([memory.reserve(1_000), memory.reserve(1)]).toEqual([true, false]);
  });

  test("[EPH-4] a signal that replaces a smaller one counts too, and is lost where there is no room for it", () => {
    const memory = new PollMemory(1_000);
    const batch = recoveredBatch({ reserve: (bytes) => memory.reserve(bytes) });
    const signal = (size: number): RoomEvent => ({
      type: "signal",
      from: { id: "a", name: "Ana" },
      data: "x".repeat(size),
      key: "c",
    });
    const answeredBytes = () => batch.response?.events.reduce((sum, json) => sum + json.length, 0);
    for (const size of [10, 700]) batch.receive([signal(size)], T0);
    expect(answeredBytes()).toBe(batch.reservedBytes);
    batch.receive([signal(900)], T0);
    expect([answeredBytes(), batch.reservedBytes <= 1_000]).toEqual([batch.reservedBytes, true]);
  });

  test("once it is answered it keeps no event, however long its reader takes nothing", () => {
    const batch = recoveredBatch();
    batch.receive([message(6, "x".repeat(500))], T0 + 100);
    const answered = batch.response;
    batch.clear();
    expect([answered?.events, batch.response?.events]).toEqual([[], []]);
  });

  test("one event fits whatever its size", () => {
    const batch = newBatch({ maxBytes: 10 });
    batch.receive([welcome(7, true), message(6), message(7)], T0);
    expect(batch.response).toMatchObject({ position: "abcd.6", more: true });
  });
});

describe("[POLL-1] a closed socket and unexpected events", () => {
  test("a closed socket is answered, but not before the poll is a second old", () => {
    const batch = recoveredBatch();
    batch.close(T0 + 10);
    expect(dueAfterMs(batch)).toBe(1_000);
    const lateBatch = recoveredBatch();
    lateBatch.close(T0 + 7_000);
    expect(dueAfterMs(lateBatch)).toBe(7_000);
    const unwelcomedBatch = newBatch();
    unwelcomedBatch.close(T0 + 10);
    expect([dueAfterMs(unwelcomedBatch), unwelcomedBatch.response]).toEqual([1_000, undefined]);
  });

  test("an event out of order is dropped, and the next poll requests it again", () => {
    const batch = recoveredBatch();
    batch.receive([message(9), message(5)], T0 + 2_000);
    expect(batch.response).toMatchObject({ position: "abcd.5", events: [] });
  });

  test("[EVT-2] an unknown event with a seq is added in order", () => {
    const batch = recoveredBatch();
    const unknownEvent = { type: "poll_opened", seq: 6, question: "tea?" } as unknown as RoomEvent;
    batch.receive([unknownEvent, message(7)], T0 + 2_000);
    expect(batch.response).toMatchObject({ position: "abcd.7" });
    expect(seqs(batch)).toEqual([6, 7]);
  });
});

interface TimedText {
  /** ms after the previous one */
  readonly afterMs: number;
  readonly text: string;
}

const timedTexts = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.nat(60), fc.nat(3_000)),
    text: fc.nat(400).map((length) => "x".repeat(length)),
  }),
  { maxLength: 60 },
);

/** Polls a room in which `talk` is published until all of it was received; a poll starts with a replay. */
function simulatePolls(talk: readonly TimedText[], maxBytes: number, waitMs: number) {
  let at = T0;
  const log = talk.map(({ afterMs, text }, index) => ({
    at: (at += afterMs),
    event: message(index + 1, text),
  }));
  const answers: { position: string; events: readonly string[]; more?: true }[] = [];
  let [now, seq] = [T0, 0];
  while (seq < log.length) {
    const batch = newBatch({ after: `${EPOCH}.${seq}`, waitMs, maxBytes, startedAt: now });
    const missed = log.slice(seq).filter((entry) => entry.at <= now);
    batch.receive([welcome(seq + missed.length, true), ...missed.map(({ event }) => event)], now);
    for (const entry of log.slice(seq + missed.length)) {
      if (entry.at >= batch.dueAt) break;
      batch.receive([entry.event], entry.at);
    }
    expect(batch.dueAt).toBeGreaterThanOrEqual(now);
    expect(batch.dueAt).toBeLessThanOrEqual(now + waitMs);
    if (batch.response === undefined) throw new Error("no answer");
    answers.push(batch.response);
    seq = Number(batch.response.position.split(".")[1]);
    // The time between an answer and the next poll.
    now = batch.dueAt + 5;
  }
  return answers;
}

test("[P-2] [POLL-1] [POLL-3] the answers of consecutive polls are the log, each within the size limit", () => {
  fc.assert(
    fc.property(
      timedTexts,
      fc.integer({ min: 1, max: 2_000 }),
      fc.integer({ min: 1, max: 25 }),
      (talk, maxBytes, waitS) => {
        const answers = simulatePolls(talk, maxBytes, waitS * 1_000);
        const delivered = answers.flatMap(({ events }) => events);
        expect(delivered).toEqual(talk.map(({ text }, index) => JSON.stringify(message(index + 1, text))));
        for (const { events } of answers) {
          const bytes = events.reduce((sum, json) => sum + json.length, 0);
          expect(bytes <= maxBytes || events.length === 1).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("[POLL-4] a busy room is polled at most twice a second", () => {
  const talk = Array.from({ length: 200 }, () => ({ afterMs: 50, text: "x" }));
  const answers = simulatePolls(talk, 256 * KIB, 25_000);
  // Ten seconds; now and then a message arrives between two polls, and the next is answered at once.
  expect(answers.length).toBeLessThanOrEqual(25);
});

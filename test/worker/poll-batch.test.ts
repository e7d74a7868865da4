/** What a poll is answered, and when (SPEC POLL-1 to POLL-4). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { Welcome } from "../../src/protocol/events/welcome.ts";
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
  return new PollBatch({ ...defaults, maxBytes: 256 * KIB, crowdMembers: 100, ...overrides });
}

/** A poll of a room in which nothing has happened since. */
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

/** Milliseconds from the poll's beginning until its answer. */
function dueAfterMs({ dueAt }: PollBatch): number {
  return dueAt - T0;
}

describe("[POLL-1] when the answer comes", () => {
  test("with nothing to tell, after the wait; the position is where the reader was", () => {
    const batch = recoveredBatch({ waitMs: 7_000 });
    expect(dueAfterMs(batch)).toBe(7_000);
    expect(batch.response).toEqual({ position: "abcd.5", recovered: true, events: [] });
  });

  test("not before the room has said where it stands", () => {
    const batch = newBatch({ waitMs: 0 });
    expect(dueAfterMs(batch)).toBe(Infinity);
    expect(batch.response).toBeUndefined();
    batch.receive([welcome(5, true)], T0 + 3);
    expect(dueAfterMs(batch)).toBe(0);
  });

  test("with something to tell, at once, and behind it is the new position", () => {
    const batch = newBatch();
    batch.receive([welcome(7, true), message(6), message(7)], T0 + 3);
    expect(dueAfterMs(batch)).toBe(3);
    expect(batch.response).toMatchObject({ position: "abcd.7", recovered: true });
    expect(seqs(batch)).toEqual([6, 7]);
  });

  test("a late event is told at once", () => {
    const batch = recoveredBatch();
    batch.receive([message(6)], T0 + 1_000);
    expect(dueAfterMs(batch)).toBe(1_000);
  });
});

describe("[POLL-4] a busy room", () => {
  test.each([
    [10, 500],
    [499, 500],
    [500, 500],
    [700, 700],
    [999, 999],
    [1_000, 1_000],
    [9_000, 9_000],
  ])("an event %i ms after the beginning is told after %i ms", (eventMs, responseMs) => {
    const batch = recoveredBatch();
    batch.receive([message(6)], T0 + eventMs);
    expect(dueAfterMs(batch)).toBe(responseMs);
  });

  test("what comes while it gathers is told too, and puts nothing off", () => {
    const batch = recoveredBatch();
    for (const seq of [6, 7, 8]) batch.receive([message(seq)], T0 + seq * 20);
    expect(dueAfterMs(batch)).toBe(500);
    expect(seqs(batch)).toEqual([6, 7, 8]);
  });

  test("the wait is kept, however short", () => {
    const batch = recoveredBatch({ waitMs: 300 });
    batch.receive([message(6)], T0 + 10);
    expect(dueAfterMs(batch)).toBe(300);
  });

  test.each([
    ["presence", PRESENCE],
    ["typing", TYPING],
  ])("%s alone is told once the poll is a second old, or with what comes first", (type, event) => {
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

  test("a signal is worth an answer like a message", () => {
    const batch = recoveredBatch();
    batch.receive([SIGNAL], T0 + 2_000);
    expect([dueAfterMs(batch), types(batch)]).toEqual([2_000, ["signal"]]);
  });
});

describe("[POLL-2] a reader who starts afresh", () => {
  test.each(["", "zzzz.9", "abcd.99"])("at %j is told the newest messages, at once", (after) => {
    const batch = newBatch({ after });
    batch.receive([welcome(7, false), page([message(6), message(7)], 7, true)], T0);
    expect(dueAfterMs(batch)).toBe(0);
    expect(batch.response).toMatchObject({ position: "abcd.7", recovered: false, older: true });
    expect(seqs(batch)).toEqual([6, 7]);
  });

  test("is told of an empty room at once too", () => {
    const batch = newBatch({ after: "" });
    batch.receive([welcome(0, false), page([], 0)], T0);
    expect(dueAfterMs(batch)).toBe(0);
    expect(batch.response).toEqual({ position: "abcd.0", recovered: false, older: false, events: [] });
  });

  test("[READ-3] while they wait, because the room is born: what they had been told before is void", () => {
    const batch = newBatch({ after: "0.0" });
    batch.receive([welcome(0, true, "0")], T0);
    expect(dueAfterMs(batch)).toBe(25_000);
    batch.receive([welcome(0, false)], T0 + 6_000);
    batch.receive([page([], 0)], T0 + 6_000);
    expect(dueAfterMs(batch)).toBe(6_000);
    expect(batch.response).toEqual({ position: "abcd.0", recovered: false, older: false, events: [] });
  });
});

describe("[READ-1] the welcome", () => {
  test("is told where it is wanted, first and at once", () => {
    const batch = newBatch({ wantsWelcome: true });
    batch.receive([welcome(6, true), message(6)], T0);
    expect(types(batch)).toEqual(["welcome", "message"]);
    const welcomeOnly = newBatch({ wantsWelcome: true });
    welcomeOnly.receive([welcome(5, true)], T0);
    expect([dueAfterMs(welcomeOnly), types(welcomeOnly)]).toEqual([0, ["welcome"]]);
  });

  test("[POLL-3] costs no event its place", () => {
    const batch = newBatch({ wantsWelcome: true, maxBytes: 1 });
    batch.receive([welcome(6, true), message(6)], T0);
    expect(seqs(batch)).toEqual([6]);
  });
});

describe("[POLL-3] what an answer has no room for", () => {
  test("of a replay that the room cut short, more is to be asked for at once", () => {
    const batch = newBatch();
    batch.receive([welcome(9, true), message(6), { type: "more", after: 6 }, message(10)], T0);
    expect(batch.response).toMatchObject({ position: "abcd.6", more: true });
    expect([dueAfterMs(batch), seqs(batch)]).toEqual([0, [6]]);
  });

  test("of what comes live is left to the next poll, and this one is answered", () => {
    const batch = recoveredBatch();
    // Each a third of what an answer holds, in letters that are two bytes each.
    const text = "ж".repeat(45 * KIB);
    for (const seq of [6, 7, 8, 9]) batch.receive([message(seq, text)], T0 + seq);
    expect(batch.response).toMatchObject({ position: "abcd.7", more: true });
    expect([dueAfterMs(batch), seqs(batch)]).toEqual([8, [6, 7]]);
  });

  test("in one frame of many", () => {
    const batch = recoveredBatch();
    const text = "x".repeat(60 * KIB);
    batch.receive(
      [6, 7, 8, 9, 10, 11].map((seq) => message(seq, text)),
      T0 + 2_000,
    );
    expect(seqs(batch)).toEqual([6, 7, 8, 9]);
    expect(batch.response).toMatchObject({ position: "abcd.9", more: true });
  });

  test("there is always room for one", () => {
    const batch = newBatch({ maxBytes: 10 });
    batch.receive([welcome(7, true), message(6), message(7)], T0);
    expect(batch.response).toMatchObject({ position: "abcd.6", more: true });
  });
});

describe("[POLL-1] what the room says wrongly, or not at all", () => {
  test("where it let go of the poll, the answer comes, but no sooner than after a second", () => {
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

  test("an event out of order moves nobody: the next poll asks again", () => {
    const batch = recoveredBatch();
    batch.receive([message(9), message(5)], T0 + 2_000);
    expect(batch.response).toMatchObject({ position: "abcd.5", events: [] });
  });

  test("[EVT-2] an event of a later release takes its place in the order", () => {
    const batch = recoveredBatch();
    const unknownEvent = { type: "poll_opened", seq: 6, question: "tea?" } as unknown as RoomEvent;
    batch.receive([unknownEvent, message(7)], T0 + 2_000);
    expect(batch.response).toMatchObject({ position: "abcd.7" });
    expect(seqs(batch)).toEqual([6, 7]);
  });
});

interface TimedText {
  /** ms after the one before */
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

/** Polls a room in which `talk` is said until all of it was told; what is there when a poll begins is replayed. */
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
    // The next poll is on its way for a moment.
    now = batch.dueAt + 5;
  }
  return answers;
}

test("[P-2] [POLL-1] [POLL-3] a poll's answers, one behind the other, are the log; none is larger than it may be", () => {
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

test("[POLL-4] in a busy room nobody polls more than twice a second", () => {
  const talk = Array.from({ length: 200 }, () => ({ afterMs: 50, text: "x" }));
  const answers = simulatePolls(talk, 256 * KIB, 25_000);
  // Ten seconds of talk; now and then one is said between two polls, which is answered at once.
  expect(answers.length).toBeLessThanOrEqual(25);
});

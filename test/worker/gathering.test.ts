/** What a poll is answered, and when (SPEC POLL-1 to POLL-4). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { Welcome } from "../../src/protocol/events/welcome.ts";
import { Gathering, type Poll } from "../../src/worker/bridge/gathering.ts";

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

function poll(more: Partial<Poll> = {}): Gathering {
  const defaults = { after: `${EPOCH}.5`, waitMs: 25_000, wantsWelcome: false, beganAt: T0 };
  return new Gathering({ ...defaults, maxBytes: 256 * KIB, crowdMembers: 100, ...more });
}

/** A poll of a room in which nothing has happened since. */
function waiting(more: Partial<Poll> = {}): Gathering {
  const gathering = poll(more);
  gathering.take([welcome(5, true)], T0);
  return gathering;
}

function types({ answer }: Gathering): string[] {
  return (answer?.events ?? []).map((json) => (JSON.parse(json) as { type: string }).type);
}

function seqs({ answer }: Gathering): number[] {
  return (answer?.events ?? []).flatMap((json) => (JSON.parse(json) as { seq?: number }).seq ?? []);
}

/** Milliseconds from the poll's beginning until its answer. */
function due({ dueAt }: Gathering): number {
  return dueAt - T0;
}

describe("[POLL-1] when the answer comes", () => {
  test("with nothing to tell, after the wait; the position is where the reader was", () => {
    const gathering = waiting({ waitMs: 7_000 });
    expect(due(gathering)).toBe(7_000);
    expect(gathering.answer).toEqual({ position: "abcd.5", recovered: true, events: [] });
  });

  test("not before the room has said where it stands", () => {
    const gathering = poll({ waitMs: 0 });
    expect(due(gathering)).toBe(Infinity);
    expect(gathering.answer).toBeUndefined();
    gathering.take([welcome(5, true)], T0 + 3);
    expect(due(gathering)).toBe(0);
  });

  test("with something to tell, at once, and behind it is the new position", () => {
    const gathering = poll();
    gathering.take([welcome(7, true), message(6), message(7)], T0 + 3);
    expect(due(gathering)).toBe(3);
    expect(gathering.answer).toMatchObject({ position: "abcd.7", recovered: true });
    expect(seqs(gathering)).toEqual([6, 7]);
  });

  test("a late event is told at once", () => {
    const gathering = waiting();
    gathering.take([message(6)], T0 + 1_000);
    expect(due(gathering)).toBe(1_000);
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
  ])("an event %i ms after the beginning is told after %i ms", (came, told) => {
    const gathering = waiting();
    gathering.take([message(6)], T0 + came);
    expect(due(gathering)).toBe(told);
  });

  test("what comes while it gathers is told too, and puts nothing off", () => {
    const gathering = waiting();
    for (const seq of [6, 7, 8]) gathering.take([message(seq)], T0 + seq * 20);
    expect(due(gathering)).toBe(500);
    expect(seqs(gathering)).toEqual([6, 7, 8]);
  });

  test("the wait is kept, however short", () => {
    const gathering = waiting({ waitMs: 300 });
    gathering.take([message(6)], T0 + 10);
    expect(due(gathering)).toBe(300);
  });

  test.each([
    ["presence", PRESENCE],
    ["typing", TYPING],
  ])("%s alone is told once the poll is a second old, or with what comes first", (type, event) => {
    const gathering = waiting();
    gathering.take([event], T0 + 10);
    expect(due(gathering)).toBe(1_000);
    gathering.take([message(6)], T0 + 20);
    expect(due(gathering)).toBe(500);
    expect(types(gathering)).toEqual([type, "message"]);
    const late = waiting();
    late.take([event], T0 + 4_000);
    expect(due(late)).toBe(4_000);
  });

  test("a signal is worth an answer like a message", () => {
    const gathering = waiting();
    gathering.take([SIGNAL], T0 + 2_000);
    expect([due(gathering), types(gathering)]).toEqual([2_000, ["signal"]]);
  });
});

describe("[POLL-2] a reader who starts afresh", () => {
  test.each(["", "zzzz.9", "abcd.99"])("at %j is told the newest messages, at once", (after) => {
    const gathering = poll({ after });
    gathering.take([welcome(7, false), page([message(6), message(7)], 7, true)], T0);
    expect(due(gathering)).toBe(0);
    expect(gathering.answer).toMatchObject({ position: "abcd.7", recovered: false, older: true });
    expect(seqs(gathering)).toEqual([6, 7]);
  });

  test("is told of an empty room at once too", () => {
    const gathering = poll({ after: "" });
    gathering.take([welcome(0, false), page([], 0)], T0);
    expect(due(gathering)).toBe(0);
    expect(gathering.answer).toEqual({ position: "abcd.0", recovered: false, older: false, events: [] });
  });

  test("[READ-3] while they wait, because the room is born: what they had been told before is void", () => {
    const gathering = poll({ after: "0.0" });
    gathering.take([welcome(0, true, "0")], T0);
    expect(due(gathering)).toBe(25_000);
    gathering.take([welcome(0, false)], T0 + 6_000);
    gathering.take([page([], 0)], T0 + 6_000);
    expect(due(gathering)).toBe(6_000);
    expect(gathering.answer).toEqual({ position: "abcd.0", recovered: false, older: false, events: [] });
  });
});

describe("[READ-1] the welcome", () => {
  test("is told where it is wanted, first and at once", () => {
    const gathering = poll({ wantsWelcome: true });
    gathering.take([welcome(6, true), message(6)], T0);
    expect(types(gathering)).toEqual(["welcome", "message"]);
    const nothingElse = poll({ wantsWelcome: true });
    nothingElse.take([welcome(5, true)], T0);
    expect([due(nothingElse), types(nothingElse)]).toEqual([0, ["welcome"]]);
  });

  test("[POLL-3] costs no event its place", () => {
    const gathering = poll({ wantsWelcome: true, maxBytes: 1 });
    gathering.take([welcome(6, true), message(6)], T0);
    expect(seqs(gathering)).toEqual([6]);
  });
});

describe("[POLL-3] what an answer has no room for", () => {
  test("of a replay that the room cut short, more is to be asked for at once", () => {
    const gathering = poll();
    gathering.take([welcome(9, true), message(6), { type: "more", after: 6 }, message(10)], T0);
    expect(gathering.answer).toMatchObject({ position: "abcd.6", more: true });
    expect([due(gathering), seqs(gathering)]).toEqual([0, [6]]);
  });

  test("of what comes live is left to the next poll, and this one is answered", () => {
    const gathering = waiting();
    // Each a third of what an answer holds, in letters that are two bytes each.
    const text = "ж".repeat(45 * KIB);
    for (const seq of [6, 7, 8, 9]) gathering.take([message(seq, text)], T0 + seq);
    expect(gathering.answer).toMatchObject({ position: "abcd.7", more: true });
    expect([due(gathering), seqs(gathering)]).toEqual([8, [6, 7]]);
  });

  test("in one frame of many", () => {
    const gathering = waiting();
    const text = "x".repeat(60 * KIB);
    gathering.take(
      [6, 7, 8, 9, 10, 11].map((seq) => message(seq, text)),
      T0 + 2_000,
    );
    expect(seqs(gathering)).toEqual([6, 7, 8, 9]);
    expect(gathering.answer).toMatchObject({ position: "abcd.9", more: true });
  });

  test("there is always room for one", () => {
    const gathering = poll({ maxBytes: 10 });
    gathering.take([welcome(7, true), message(6), message(7)], T0);
    expect(gathering.answer).toMatchObject({ position: "abcd.6", more: true });
  });
});

describe("[POLL-1] what the room says wrongly, or not at all", () => {
  test("where it let go of the poll, the answer comes, but no sooner than after a second", () => {
    const gathering = waiting();
    gathering.letGo(T0 + 10);
    expect(due(gathering)).toBe(1_000);
    const late = waiting();
    late.letGo(T0 + 7_000);
    expect(due(late)).toBe(7_000);
    const mute = poll();
    mute.letGo(T0 + 10);
    expect([due(mute), mute.answer]).toEqual([1_000, undefined]);
  });

  test("an event out of order moves nobody: the next poll asks again", () => {
    const gathering = waiting();
    gathering.take([message(9), message(5)], T0 + 2_000);
    expect(gathering.answer).toMatchObject({ position: "abcd.5", events: [] });
  });

  test("[EVT-2] an event of a later release takes its place in the order", () => {
    const gathering = waiting();
    const later = { type: "poll_opened", seq: 6, question: "tea?" } as unknown as RoomEvent;
    gathering.take([later, message(7)], T0 + 2_000);
    expect(gathering.answer).toMatchObject({ position: "abcd.7" });
    expect(seqs(gathering)).toEqual([6, 7]);
  });
});

interface Said {
  /** ms after the one before */
  readonly afterMs: number;
  readonly text: string;
}

const said = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.nat(60), fc.nat(3_000)),
    text: fc.nat(400).map((length) => "x".repeat(length)),
  }),
  { maxLength: 60 },
);

/** Polls a room in which `talk` is said until all of it was told; what is there when a poll begins is replayed. */
function pollOn(talk: readonly Said[], maxBytes: number, waitMs: number) {
  let at = T0;
  const log = talk.map(({ afterMs, text }, index) => ({
    at: (at += afterMs),
    event: message(index + 1, text),
  }));
  const answers: { position: string; events: readonly string[]; more?: true }[] = [];
  let [now, seq] = [T0, 0];
  while (seq < log.length) {
    const gathering = poll({ after: `${EPOCH}.${seq}`, waitMs, maxBytes, beganAt: now });
    const missed = log.slice(seq).filter((entry) => entry.at <= now);
    gathering.take([welcome(seq + missed.length, true), ...missed.map(({ event }) => event)], now);
    for (const entry of log.slice(seq + missed.length)) {
      if (entry.at >= gathering.dueAt) break;
      gathering.take([entry.event], entry.at);
    }
    expect(gathering.dueAt).toBeGreaterThanOrEqual(now);
    expect(gathering.dueAt).toBeLessThanOrEqual(now + waitMs);
    if (gathering.answer === undefined) throw new Error("no answer");
    answers.push(gathering.answer);
    seq = Number(gathering.answer.position.split(".")[1]);
    // The next poll is on its way for a moment.
    now = gathering.dueAt + 5;
  }
  return answers;
}

test("[P-2] [POLL-1] [POLL-3] a poll's answers, one behind the other, are the log; none is larger than it may be", () => {
  fc.assert(
    fc.property(
      said,
      fc.integer({ min: 1, max: 2_000 }),
      fc.integer({ min: 1, max: 25 }),
      (talk, maxBytes, waitS) => {
        const answers = pollOn(talk, maxBytes, waitS * 1_000);
        const told = answers.flatMap(({ events }) => events);
        expect(told).toEqual(talk.map(({ text }, index) => JSON.stringify(message(index + 1, text))));
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
  const answers = pollOn(talk, 256 * KIB, 25_000);
  // Ten seconds of talk; now and then one is said between two polls, which is answered at once.
  expect(answers.length).toBeLessThanOrEqual(25);
});

import { describe, expect, test } from "vitest";
import { Ladder, RUNGS, type Rung } from "../../src/client/ladder.ts";
import { rungMemory } from "../../src/client/remembered-rung.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";

/** The rungs of one round in which nothing works, with their deadlines. */
function round(ladder: Ladder): [Rung, number][] {
  const tried: [Rung, number][] = [];
  do tried.push([ladder.rung, ladder.deadlineMs]);
  while (ladder.failed());
  return tried;
}

const rungs = (tried: [Rung, number][]) => tried.map(([rung]) => rung);

describe("[CLIMB-1] the first round", () => {
  test("tries every rung once, best first, and the last within 5 s", () => {
    const tried = round(new Ladder("websocket"));
    expect(rungs(tried)).toEqual(RUNGS);
    expect(tried.slice(0, -1).reduce((ms, [, deadlineMs]) => ms + deadlineMs, 0)).toBe(4_000);
  });

  test.each([
    ["events", ["events", "long_poll", "websocket"]],
    ["long_poll", ["long_poll", "websocket", "events"]],
  ] as const)("begins where %s worked, goes down from there, then tries what is above", (start, order) => {
    expect(rungs(round(new Ladder(start)))).toEqual(order);
  });
});

test("[CLIMB-4] after a whole round in vain the next one has twice the patience, up to 10 s", () => {
  const ladder = new Ladder("websocket");
  const patience = Array.from({ length: 4 }, () => round(ladder).map(([, deadlineMs]) => deadlineMs));
  expect(patience).toEqual([
    [2_500, 1_500, 2_500],
    [5_000, 3_000, 5_000],
    [10_000, 6_000, 10_000],
    [10_000, 10_000, 10_000],
  ]);
  ladder.joined();
  expect(ladder.deadlineMs).toBe(2_500);
});

describe("[CLIMB-3] a rung that has welcomed", () => {
  test("has another chance before the others are tried", () => {
    const ladder = new Ladder("websocket");
    ladder.joined();
    ladder.lost(60_000);
    expect(rungs(round(ladder))).toEqual(["websocket"]);
    expect(rungs(round(ladder))).toEqual(RUNGS);
  });

  test("is left after two short lives in a row", () => {
    const ladder = new Ladder("websocket");
    for (const livedMs of [1_000, 20_000, 19_999, 1_000]) {
      ladder.joined();
      expect(ladder.rung).toBe("websocket");
      ladder.lost(livedMs);
    }
    expect(rungs(round(ladder))).toEqual(["events", "long_poll", "websocket"]);
  });

  test("is not left where there is nothing below", () => {
    const ladder = new Ladder("long_poll");
    for (let lives = 0; lives < 5; lives++) {
      ladder.joined();
      ladder.lost(100);
    }
    expect(ladder.rung).toBe("long_poll");
  });
});

test("the round begins where it last succeeded", () => {
  const ladder = new Ladder("websocket");
  ladder.failed();
  ladder.joined();
  ladder.lost(60_000);
  expect(ladder.rung).toBe("events");
  expect(ladder.above).toEqual(["websocket"]);
});

describe("[CLIMB-6] a rung that was climbed to", () => {
  test("is left for where this side came from after one short life", () => {
    const ladder = new Ladder("long_poll");
    ladder.joined();
    ladder.climbed("websocket");
    expect(ladder.rung).toBe("websocket");
    expect(ladder.above).toEqual([]);
    ladder.lost(1_000);
    expect(ladder.rung).toBe("long_poll");
  });

  test("is like any other once it has lived", () => {
    const ladder = new Ladder("events");
    ladder.joined();
    ladder.climbed("websocket");
    ladder.lost(20_000);
    ladder.joined();
    ladder.lost(1_000);
    expect(ladder.rung).toBe("websocket");
  });
});

describe("[CLIMB-5] the memory", () => {
  const origin = "https://chat.example";
  const KEY = "majlis:transport:https://chat.example";

  test("is good for a day", () => {
    const storage = memoryStorage();
    let now = 1_000;
    const memory = rungMemory(storage, origin, () => now);
    memory.keep("long_poll");
    for (const [at, rung] of [
      [86_400_999, "long_poll"],
      [86_401_000, "websocket"],
      [999, "websocket"],
      [1_000, "long_poll"],
    ] as const) {
      now = at;
      expect(memory.recall()).toBe(rung);
    }
    expect(rungMemory(storage, "https://other.example", () => now).recall()).toBe("websocket");
  });

  test("needs no room for the best", () => {
    const storage = memoryStorage();
    const memory = rungMemory(storage, origin, () => 1);
    memory.keep("events");
    memory.keep("websocket");
    expect(storage.keys()).toEqual([]);
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    '{"rung":"events"}',
    '{"rung":"pigeon","at":1}',
    '{"rung":"__proto__","at":1}',
    '{"rung":1,"at":1}',
    '{"rung":"events","at":"1"}',
    '{"rung":"events","at":null}',
  ])("is read back as anybody's: %s", (text) => {
    const storage = memoryStorage();
    storage.set(KEY, text);
    expect(rungMemory(storage, origin, () => 2).recall()).toBe("websocket");
  });
});

import { describe, expect, test } from "vitest";
import { TransportFallback, LINK_KINDS, type LinkKind } from "../../src/client/transport-fallback.ts";
import { transportMemory } from "../../src/client/transport-memory.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";

function fallbackFrom(preferred: LinkKind): TransportFallback {
  const fallback = new TransportFallback();
  fallback.prefer(preferred);
  return fallback;
}

/** The rungs of one round in which nothing works, with their deadlines. */
function runRound(fallback: TransportFallback): [LinkKind, number][] {
  const tried: [LinkKind, number][] = [];
  do tried.push([fallback.current, fallback.deadlineMs]);
  while (fallback.failed());
  return tried;
}

const kinds = (tried: [LinkKind, number][]) => tried.map(([rung]) => rung);

describe("[CLIMB-1] the first round", () => {
  test("tries every rung once, best first, and the last within 5 s", () => {
    const tried = runRound(fallbackFrom("websocket"));
    expect(kinds(tried)).toEqual(LINK_KINDS);
    expect(tried.slice(0, -1).reduce((ms, [, deadlineMs]) => ms + deadlineMs, 0)).toBe(4_000);
  });

  test.each([
    ["events", ["events", "long_poll", "websocket"]],
    ["long_poll", ["long_poll", "websocket", "events"]],
  ] as const)("begins where %s worked, goes down from there, then tries what is above", (start, order) => {
    expect(kinds(runRound(fallbackFrom(start)))).toEqual(order);
  });
});

test("[CLIMB-4] after a whole round in vain the next one has twice the patience, up to 10 s", () => {
  const fallback = fallbackFrom("websocket");
  const deadlines = Array.from({ length: 4 }, () => runRound(fallback).map(([, deadlineMs]) => deadlineMs));
  expect(deadlines).toEqual([
    [2_500, 1_500, 2_500],
    [5_000, 3_000, 5_000],
    [10_000, 6_000, 10_000],
    [10_000, 10_000, 10_000],
  ]);
  fallback.joined();
  expect(fallback.deadlineMs).toBe(2_500);
});

describe("[CLIMB-3] a rung that has welcomed", () => {
  test("has another chance before the others are tried", () => {
    const fallback = fallbackFrom("websocket");
    fallback.joined();
    fallback.lost(60_000);
    expect(kinds(runRound(fallback))).toEqual(["websocket"]);
    expect(kinds(runRound(fallback))).toEqual(LINK_KINDS);
  });

  test("is left after two short lives in a row", () => {
    const fallback = fallbackFrom("websocket");
    for (const livedMs of [1_000, 20_000, 19_999, 1_000]) {
      fallback.joined();
      expect(fallback.current).toBe("websocket");
      fallback.lost(livedMs);
    }
    expect(kinds(runRound(fallback))).toEqual(["events", "long_poll", "websocket"]);
  });

  test("is not left where there is nothing below", () => {
    const fallback = fallbackFrom("long_poll");
    for (let lives = 0; lives < 5; lives++) {
      fallback.joined();
      fallback.lost(100);
    }
    expect(fallback.current).toBe("long_poll");
  });
});

test("the round begins where it last succeeded", () => {
  const fallback = fallbackFrom("websocket");
  fallback.failed();
  fallback.joined();
  fallback.lost(60_000);
  expect(fallback.current).toBe("events");
  expect(fallback.better).toEqual(["websocket"]);
});

describe("[CLIMB-6] a rung that was climbed to", () => {
  test("is left for where this side came from after one short life", () => {
    const fallback = fallbackFrom("long_poll");
    fallback.joined();
    fallback.upgraded("websocket");
    expect(fallback.current).toBe("websocket");
    expect(fallback.better).toEqual([]);
    fallback.lost(1_000);
    expect(fallback.current).toBe("long_poll");
  });

  test("is like any other once it has lived", () => {
    const fallback = fallbackFrom("events");
    fallback.joined();
    fallback.upgraded("websocket");
    fallback.lost(20_000);
    fallback.joined();
    fallback.lost(1_000);
    expect(fallback.current).toBe("websocket");
  });
});

describe("[CLIMB-5] the memory", () => {
  const origin = "https://chat.example";
  const KEY = "majlis:transport:https://chat.example";

  test("is good for a day", () => {
    const storage = memoryStorage();
    let now = 1_000;
    const memory = transportMemory(storage, origin, () => now);
    memory.save("long_poll");
    for (const [at, rung] of [
      [86_400_999, "long_poll"],
      [86_401_000, "websocket"],
      [999, "websocket"],
      [1_000, "long_poll"],
    ] as const) {
      now = at;
      expect(memory.load()).toBe(rung);
    }
    expect(transportMemory(storage, "https://other.example", () => now).load()).toBe("websocket");
  });

  test("needs no room for the best", () => {
    const storage = memoryStorage();
    const memory = transportMemory(storage, origin, () => 1);
    memory.save("events");
    memory.save("websocket");
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
    expect(transportMemory(storage, origin, () => 2).load()).toBe("websocket");
  });
});

import { describe, expect, test } from "vitest";
import { TransportFallback, LINK_KINDS, type LinkKind } from "../../src/client/transport-fallback.ts";
import { transportMemory } from "../../src/client/transport-memory.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";

function fallbackFrom(preferred: LinkKind): TransportFallback {
  const fallback = new TransportFallback();
  fallback.prefer(preferred);
  return fallback;
}

/** The transports of one round in which nothing works, with their deadlines in ms. */
function runRound(fallback: TransportFallback): [LinkKind, number][] {
  const tried: [LinkKind, number][] = [];
  do tried.push([fallback.current, fallback.deadlineMs]);
  while (fallback.failed());
  return tried;
}

const kinds = (tried: [LinkKind, number][]) => tried.map(([kind]) => kind);

describe("[CLIMB-1] the first round", () => {
  test("tries every transport once, best first, and the last within 5 s", () => {
    const tried = runRound(fallbackFrom("websocket"));
    expect(kinds(tried)).toEqual(LINK_KINDS);
    expect(tried.slice(0, -1).reduce((ms, [, deadlineMs]) => ms + deadlineMs, 0)).toBe(4_000);
  });

  test.each([
    ["events", ["events", "long_poll", "websocket"]],
    ["long_poll", ["long_poll", "websocket", "events"]],
  ] as const)(
    "starts from %s if that worked, then tries the worse ones, then the better ones",
    (start, order) => {
      expect(kinds(runRound(fallbackFrom(start)))).toEqual(order);
    },
  );
});

test("[CLIMB-4] after a failed round the deadlines double, up to 10 s", () => {
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

describe("[CLIMB-3] a transport that was welcomed", () => {
  test("gets another chance before the others are tried", () => {
    const fallback = fallbackFrom("websocket");
    fallback.joined();
    fallback.lost(60_000);
    expect(kinds(runRound(fallback))).toEqual(["websocket"]);
    expect(kinds(runRound(fallback))).toEqual(LINK_KINDS);
  });

  test("is replaced after two early losses in a row", () => {
    const fallback = fallbackFrom("websocket");
    for (const livedMs of [1_000, 20_000, 19_999, 1_000]) {
      fallback.joined();
      expect(fallback.current).toBe("websocket");
      fallback.lost(livedMs);
    }
    expect(kinds(runRound(fallback))).toEqual(["events", "long_poll", "websocket"]);
  });

  test("is not replaced if there is no worse one", () => {
    const fallback = fallbackFrom("long_poll");
    for (let lives = 0; lives < 5; lives++) {
      fallback.joined();
      fallback.lost(100);
    }
    expect(fallback.current).toBe("long_poll");
  });
});

test("a round starts from the transport that last succeeded", () => {
  const fallback = fallbackFrom("websocket");
  fallback.failed();
  fallback.joined();
  fallback.lost(60_000);
  expect(fallback.current).toBe("events");
  expect(fallback.better).toEqual(["websocket"]);
});

describe("[CLIMB-6] a transport that was upgraded to", () => {
  test("is replaced by the one before after one early loss", () => {
    const fallback = fallbackFrom("long_poll");
    fallback.joined();
    fallback.upgraded("websocket");
    expect(fallback.current).toBe("websocket");
    expect(fallback.better).toEqual([]);
    fallback.lost(1_000);
    expect(fallback.current).toBe("long_poll");
  });

  test("is like any other once it was stable", () => {
    const fallback = fallbackFrom("events");
    fallback.joined();
    fallback.upgraded("websocket");
    fallback.lost(20_000);
    fallback.joined();
    fallback.lost(1_000);
    expect(fallback.current).toBe("websocket");
  });
});

describe("[CLIMB-5] the transport memory", () => {
  const origin = "https://chat.example";
  const KEY = "majlis:transport:https://chat.example";

  test("expires after a day", () => {
    const storage = memoryStorage();
    let now = 1_000;
    const memory = transportMemory(storage, origin, () => now);
    memory.save("long_poll");
    for (const [at, kind] of [
      [86_400_999, "long_poll"],
      [86_401_000, "websocket"],
      [999, "websocket"],
      [1_000, "long_poll"],
    ] as const) {
      now = at;
      expect(memory.load()).toBe(kind);
    }
    expect(transportMemory(storage, "https://other.example", () => now).load()).toBe("websocket");
  });

  test("stores nothing for the best transport", () => {
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
  ])("ignores invalid values: %s", (text) => {
    const storage = memoryStorage();
    storage.set(KEY, text);
    expect(transportMemory(storage, origin, () => 2).load()).toBe("websocket");
  });
});

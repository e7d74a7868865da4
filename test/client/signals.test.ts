/** Signals with keys, counts and the room's time (SPEC EPH-4 to EPH-6, TIME-2). */
import { describe, expect, test } from "vitest";
import { FrameDecoder } from "../../src/protocol/frame-decoder.ts";
import type { RoomError } from "../../src/client/room-error.ts";
import { syncTime, type ServerTime } from "../../src/client/time-sync.ts";
import { FakeWorld, recordEvents } from "../support/fake-world.ts";
import { readVectors } from "../support/vectors.ts";

interface SignalVector {
  readonly name: string;
  readonly frames: readonly string[];
  readonly signals: readonly string[];
  readonly echoes: readonly number[];
}

test.each(readVectors<readonly SignalVector[]>("signals"))("$name", ({ frames, signals, echoes }) => {
  const decoder = new FrameDecoder();
  const events = frames.flatMap((frame) => decoder.decode(frame));
  const decoded = events.flatMap((event) =>
    event.type === "signal" ? [`${event.from.id} ${event.key} ${JSON.stringify(event.data)}`] : [],
  );
  expect(decoded).toEqual(signals);
  expect(events.flatMap((event) => (event.type === "echo" ? [event.n] : []))).toEqual(echoes);
});

describe("the SDK", () => {
  test("[EPH-4] [EPH-6] sends a key, a role and a count, and emits what comes back", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const [signals, echoes] = [recordEvents(ana, "signal"), recordEvents(ana, "echo")];
    ana.signal([1, 2], { key: "at", n: 1 });
    ana.signal("help", { role: "moderator" });
    await world.settle();
    expect(world.room.commandsOf("signal")).toEqual([
      { type: "signal", data: [1, 2], key: "at", n: 1 },
      { type: "signal", data: "help", role: "moderator" },
    ]);
    const from = { id: "bo", name: "Bo" };
    world.room.broadcastFrame(
      JSON.stringify([{ type: "lanes", first: 0, lanes: [{ from, key: "at" }] }, [0, 5, 1]]),
    );
    await world.settle();
    expect(signals).toEqual([{ type: "signal", from, key: "at", data: 5 }]);
    expect(echoes).toEqual([{ type: "echo", n: 1 }]);
  });

  test("[TIME-2] learns the room's time over its connection", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.time = world.clock.now + 5_000;
    let time: ServerTime | undefined;
    void ana.syncTime({ samples: 2 }).then((known) => (time = known));
    await world.settle();
    expect(world.room.commandsOf("time")).toHaveLength(2);
    expect(time).toMatchObject({ offsetMs: 5_000, roundTripMs: 0 });
  });
});

test("[TIME-2] the room's time is asked for once the room is joined, and not of a closed one", async () => {
  const world = new FakeWorld();
  const ana = world.start();
  const times: (number | string)[] = [];
  const ask = () =>
    ana.syncTime().then(
      ({ offsetMs }) => times.push(offsetMs),
      (error: RoomError) => times.push(error.code),
    );
  world.room.time = world.clock.now + 5_000;
  void ask();
  await world.settle();
  expect(times).toEqual([5_000]);
  ana.close();
  void ask();
  await world.settle();
  expect(times).toEqual([5_000, "closed"]);
});

describe("[TIME-2] the room's time", () => {
  /** A clock that is 1,000 ms behind the room's, with answers that take these times there and back. */
  function answersIn(trips: readonly (readonly [number, number])[]) {
    let now = 10_000;
    const remaining = [...trips];
    const ask = () => {
      const [there, back] = remaining.shift() ?? [0, 0];
      now += there;
      const at = now + 1_000;
      now += back;
      return Promise.resolve(at);
    };
    return { source: { clock: () => now, ask }, remaining };
  }

  test("is that of the fastest answer", async () => {
    const { source } = answersIn([
      [10, 90],
      [20, 20],
      [200, 5],
    ]);
    const time = await syncTime(source, { samples: 3 });
    expect(time).toMatchObject({ roundTripMs: 40, offsetMs: 1_000 });
    expect(time.now()).toBe(source.clock() + 1_000);
  });

  test("is asked for five times, and then no more", async () => {
    const { source, remaining } = answersIn(Array.from({ length: 8 }, () => [5, 5] as const));
    await syncTime(source);
    expect(remaining).toHaveLength(3);
  });

  test("is wrong by half of the round trip at most", async () => {
    for (const trip of [
      [30, 0],
      [0, 30],
      [7, 23],
    ] as const) {
      const { roundTripMs, offsetMs } = await syncTime(answersIn([trip]).source, { samples: 1 });
      expect(Math.abs(offsetMs - 1_000)).toBeLessThanOrEqual(roundTripMs / 2);
    }
  });

  test("is not known where the room does not answer", async () => {
    const ask = () => Promise.reject(new Error("timeout"));
    await expect(syncTime({ clock: () => 0, ask })).rejects.toThrow("timeout");
  });
});

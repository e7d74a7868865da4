/** When a room lets frames of a flood wait (SPEC LIM-16). */
import { expect, test } from "vitest";
import { FloodPause } from "../../src/durable-object/flood-pause.ts";
import {
  droppedFrameCost,
  fruitlessCost,
  readCost,
  refusedFrameCost,
} from "../../src/durable-object/frame-cost.ts";
import { NO_OUTCOME, refuse, reply } from "../../src/room/outcome.ts";

const DROPPED = droppedFrameCost(0);

class Pauses {
  count = 0;
  private now = 0;
  private end: () => void = () => undefined;
  readonly pause = new FloodPause(
    () => {
      this.count += 1;
      return new Promise((resolve) => (this.end = resolve));
    },
    () => this.now,
  );

  async over(afterMs = 1): Promise<void> {
    this.now += afterMs;
    this.end();
    await Promise.resolve();
    await Promise.resolve();
  }
}

const socket = () => new WebSocketPair()[1];

test("[LIM-16] a connection's flood waits after each 16 dropped frames, once at a time", async () => {
  const pauses = new Pauses();
  const mallory = socket();
  const drop = (count: number) => {
    for (let frame = 0; frame < count; frame++) pauses.pause.spend(mallory, DROPPED);
  };
  drop(15);
  expect(pauses.count).toBe(0);
  drop(1);
  expect(pauses.count).toBe(1);
  drop(100);
  expect(pauses.count).toBe(1);
  await pauses.over();
  drop(15);
  expect(pauses.count).toBe(1);
  drop(1);
  expect(pauses.count).toBe(2);
});

test("[LIM-16] after a pause that was longer, as on a busy machine, more is served until the next", async () => {
  const pauses = new Pauses();
  const mallory = socket();
  const drop = (count: number) => {
    for (let frame = 0; frame < count; frame++) pauses.pause.spend(mallory, DROPPED);
  };
  drop(16);
  await pauses.over(31);
  drop(30 * 16 + 15);
  expect(pauses.count).toBe(1);
  drop(1);
  expect(pauses.count).toBe(2);
});

test("[LIM-16] a pause that took a few milliseconds, as timers do, pays for nothing", async () => {
  const pauses = new Pauses();
  const mallory = socket();
  for (let count = 1; count <= 3; count++) {
    for (let frame = 0; frame < 16; frame++) pauses.pause.spend(mallory, DROPPED);
    expect(pauses.count).toBe(count);
    await pauses.over(9);
  }
});

test("[LIM-16] of many connections each has its turn between two pauses", () => {
  const pauses = new Pauses();
  const flood = Array.from({ length: 100 }, socket);
  for (const mallory of flood) pauses.pause.spend(mallory, DROPPED);
  expect(pauses.count).toBe(0);
  pauses.pause.spend(flood[0] as WebSocket, DROPPED);
  expect(pauses.count).toBe(1);
});

test("[LIM-16] what serves its sender costs nothing but the pages that it reads", () => {
  const event = { type: "stored", id: "1", seq: 1 } as const;
  expect(fruitlessCost(reply(event))).toBe(0);
  expect(fruitlessCost(NO_OUTCOME)).toBe(fruitlessCost(refuse("1", "forbidden")));
  expect(fruitlessCost(NO_OUTCOME)).toBeGreaterThan(DROPPED);
  expect(readCost(0)).toBe(0);
  expect(readCost(640)).toBe(10);
  expect(refusedFrameCost(65_536)).toBeGreaterThan(2 * refusedFrameCost(0));
  const pauses = new Pauses();
  const ana = socket();
  for (let frame = 0; frame < 1_000; frame++) pauses.pause.spend(ana, readCost(0));
  expect(pauses.count).toBe(0);
});

/** Slow mode as the page counts it (SPEC SET-5). */
import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { SlowMode } from "../../src/ui/conversation/slow-mode.ts";
import { Timeline } from "../../src/ui/models/timeline.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { ana, FakeTimers, message, NOON } from "./support/sample.ts";

function open(intervalMs = 30_000) {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  const timeline = new Timeline();
  const interval = signal(intervalMs);
  const slowMode = new SlowMode({ room, timeline, timers, intervalMs: interval });
  room.on("reset", ({ events, more }) => timeline.change((log) => log.reset(events, more)));
  slowMode.start();
  room.join(ana);
  const seconds = () => slowMode.waitMs.value / 1_000;
  return { room, timers, interval, slowMode, timeline, seconds };
}

const own = (seq: number, at: number) => message(seq, { from: { id: ana.id, name: ana.name }, at });

test("[SET-5] counts down from one's own message, not from those of others", () => {
  const { room, timers, seconds } = open();
  room.receive(message(1));
  expect(seconds()).toBe(0);
  room.receive(own(2, NOON));
  expect(seconds()).toBe(30);
  timers.advance(1_000);
  expect(seconds()).toBe(29);
  timers.advance(29_000);
  expect(seconds()).toBe(0);
});

test("[SET-5] a page that is opened counts from the last own message, whose clock may be ahead", () => {
  const { room, seconds } = open();
  room.join(ana, [own(1, NOON - 10_000)]);
  expect(seconds()).toBe(20);
  const ahead = open();
  ahead.room.join(ana, [own(1, NOON + 3_600_000)]);
  expect(ahead.seconds()).toBe(30);
});

test("[SET-5] a join says how long to wait, also where the page has none of one's messages", () => {
  const { room, timers, seconds } = open();
  room.join({ ...ana, waitMs: 20_000 });
  expect(seconds()).toBe(20);
  timers.advance(20_000);
  room.join(ana);
  expect(seconds()).toBe(0);

  const joined = new FakeRoom();
  joined.join({ ...ana, waitMs: 20_000 });
  const timeline = new Timeline();
  const slowMode = new SlowMode({ room: joined, timeline, timers, intervalMs: signal(30_000) });
  slowMode.start();
  expect(slowMode.waitMs.value).toBe(20_000);
});

test("[SET-5] a shorter interval shortens the wait, and none ends it", () => {
  const { room, interval, seconds } = open();
  room.receive(own(1, NOON));
  interval.value = 10_000;
  expect(seconds()).toBe(10);
  interval.value = 0;
  expect(seconds()).toBe(0);
});

test("[SET-5] a message that the room refused is sent again once it may be, as often as it takes", () => {
  const { room, timers, slowMode, seconds } = open();
  room.publish("from the same address");
  const fail = () =>
    room.setPending(
      room.pending.map((each) => ({ ...each, status: { name: "failed", code: "slow_mode", message: "" } })),
    );
  fail();
  expect(seconds()).toBe(30);
  slowMode.onRefused(5_000);
  expect(seconds()).toBe(5);
  timers.advance(5_000);
  expect(room.calls.filter((call) => call.startsWith("retry"))).toHaveLength(1);
  fail();
  timers.advance(30_000);
  expect(room.calls.filter((call) => call.startsWith("retry"))).toHaveLength(2);
});

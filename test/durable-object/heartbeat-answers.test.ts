/** Who answers heartbeats: the runtime in an idle room, and the room while it is used (SPEC LIVE-9). */
import { expect, test } from "vitest";
import { HeartbeatAnswers } from "../../src/durable-object/heartbeat-answers.ts";

class Room {
  now = 1_000_000;
  /** what was set, in order */
  readonly set: boolean[] = [];
  readonly answers = new HeartbeatAnswers({
    now: () => this.now,
    setRuntimeAnswers: (isAnswering) => void this.set.push(isAnswering),
  });
}

test("[LIVE-9] a room answers heartbeats from its first use until ten seconds after the last", () => {
  const room = new Room();
  room.answers.used();
  expect(room.set).toEqual([false]);
  room.now += 9_999;
  room.answers.pinged();
  room.answers.used();
  room.now += 9_999;
  room.answers.pinged();
  expect(room.set).toEqual([false]);
  room.now += 1;
  room.answers.pinged();
  room.answers.pinged();
  expect(room.set).toEqual([false, true]);
  room.answers.used();
  expect(room.set).toEqual([false, true, false]);
});

test("[LIVE-9] a room that a heartbeat woke was idle, and leaves them to the runtime", () => {
  const room = new Room();
  room.answers.pinged();
  expect(room.set).toEqual([true]);
});

import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { DeliveryChecker } from "./delivery-checker.ts";
import { eventsIn } from "./events.ts";
import { Schedule } from "./schedule.ts";
import { textOf } from "./message-text.ts";

const MESSAGES = 10;
const schedule = new Schedule({ members: 2, ratePerSecond: 10, warmMs: 0, measuredMs: 1_000 });

function checker() {
  const all = new DeliveryChecker(2, schedule, 0);
  return {
    all,
    /** Delivers one frame to `member`. */
    receives: (member: number, frame: string, now = 1_000) => {
      const bytes = Buffer.from(`before${frame}behind`);
      const { start, end } = eventsIn(bytes, 6, bytes.length - 6);
      return all.receive(member, bytes, start, end, now);
    },
  };
}

function event(message: number): string {
  return JSON.stringify({ type: "message", seq: message + 1, id: `id${message}`, text: textOf(message) });
}

function frameOf(...messages: number[]): string {
  return messages.length === 1 ? event(messages[0] ?? 0) : `[${messages.map(event).join(",")}]`;
}

const NO_ERRORS = { duplicated: 0, missing: 0, outOfOrder: 0 };

test("the same order is recognized across frames of different sizes", () => {
  const { all, receives } = checker();
  receives(0, frameOf(0));
  receives(0, frameOf(2, 1, 3));
  receives(1, frameOf(0, 2));
  receives(1, frameOf(1, 3, 4, 5, 6));
  receives(0, frameOf(4, 5));
  receives(0, frameOf(6, 7, 8, 9));
  receives(1, frameOf(7));
  receives(1, frameOf(8, 9));
  expect(all.errors()).toEqual(NO_ERRORS);
  expect(all.deliveries).toBe(all.expected);
});

test("bare texts, one a frame, are checked the same way", () => {
  const { all, receives } = checker();
  for (let message = 0; message < MESSAGES; message++) {
    receives(0, textOf(message));
    receives(1, textOf(message));
  }
  expect(all.errors()).toEqual(NO_ERRORS);
});

test("other events between messages are skipped, and a flow or an error among them is returned", () => {
  const { all, receives } = checker();
  expect(receives(0, `{"type":"presence","count":2}`)).toEqual({ kind: "nothing" });
  expect(receives(0, `[${event(0)},{"type":"flow","id":"f1"},${event(1)}]`)).toEqual({
    kind: "flow",
    id: "f1",
  });
  expect(receives(1, `[{"type":"presence","count":2},${event(0)},${event(1)}]`)).toEqual({ kind: "nothing" });
  expect(receives(1, `{"type":"flow","id":"f2"}`)).toEqual({ kind: "flow", id: "f2" });
  expect(receives(1, `{"type":"error","code":"rate_limited","message":"wait"}`)).toEqual({ kind: "refusal" });
  for (const member of [0, 1]) receives(member, frameOf(2, 3, 4, 5, 6, 7, 8, 9));
  expect(all.errors()).toEqual(NO_ERRORS);
});

test("a message that one member does not receive is missing", () => {
  const { all, receives } = checker();
  receives(0, frameOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  receives(1, frameOf(0, 1, 2, 4, 5, 6, 7, 8, 9));
  expect(all.errors()).toEqual({ duplicated: 0, missing: 1, outOfOrder: 1 });
});

test("a message that no member receives is missing once for each member", () => {
  const { all, receives } = checker();
  for (const member of [0, 1]) receives(member, frameOf(0, 1, 2, 3, 4, 5, 6, 7, 8));
  expect(all.errors()).toEqual({ duplicated: 0, missing: 2, outOfOrder: 0 });
});

test("a message delivered twice is a duplicate, in the same frame or later", () => {
  const { all, receives } = checker();
  receives(0, frameOf(0, 1, 1));
  receives(0, frameOf(2, 3, 4, 5, 6, 7, 8, 9));
  receives(1, frameOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  receives(1, frameOf(9));
  expect(all.errors()).toEqual({ duplicated: 2, missing: 0, outOfOrder: 2 });
});

test("two messages in the opposite order at another member are out of order", () => {
  const { all, receives } = checker();
  receives(0, frameOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  receives(1, frameOf(0, 2, 1, 3, 4, 5, 6, 7, 8, 9));
  expect(all.errors()).toEqual({ duplicated: 0, missing: 0, outOfOrder: 1 });
});

test("latency counts from the time at which the message was due", () => {
  const { all, receives } = checker();
  receives(0, frameOf(0), 5);
  receives(0, frameOf(1), 350);
  expect(all.delays.quantileMs(0.5)).toBeCloseTo(5, 0);
  expect(all.delays.quantileMs(1)).toBeCloseTo(250, 0);
});

test("an outstanding delivery is recorded as arriving now", () => {
  const { all, receives } = checker();
  receives(0, frameOf(0), 1);
  all.recordMissingDelays(10_000);
  expect(all.delays.count).toBe(all.expected);
  expect(all.delays.quantileMs(0.5)).toBeGreaterThan(9_000);
});

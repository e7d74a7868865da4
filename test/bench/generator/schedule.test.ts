import { expect, test } from "vitest";
import { Schedule } from "./schedule.ts";

const schedule = new Schedule({ members: 3, ratePerSecond: 50, warmMs: 1_000, measuredMs: 2_000 });

test("the messages of the warm-up come first, at the same rate", () => {
  expect(schedule.total).toBe(150);
  expect(schedule.firstMeasured).toBe(50);
  expect(schedule.dueMs(schedule.firstMeasured)).toBe(1_000);
});

test("the number of due messages follows from the elapsed time alone", () => {
  expect(schedule.dueBy(-1)).toBe(0);
  expect(schedule.dueBy(0)).toBe(1);
  expect(schedule.dueBy(19.9)).toBe(1);
  expect(schedule.dueBy(20)).toBe(2);
  expect(schedule.dueBy(60_000)).toBe(schedule.total);
});

test("members send in turn", () => {
  expect([0, 1, 2, 3].map((message) => schedule.senderOf(message))).toEqual([0, 1, 2, 0]);
});

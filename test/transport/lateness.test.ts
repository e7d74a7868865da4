import { expect, test } from "vitest";
import { Lateness } from "../../src/transport/lateness.ts";

/** Notes a window of 100 ms that ends so late; returns by how much the next one is longer. */
function endLate(lateness: Lateness, lateMs: number, lengthMs = 100): number {
  lateness.note({ lengthMs, dueAt: 1_000, endedAt: 1_000 + lateMs });
  return lateness.extraMs;
}

test("[FAN-8] what windows end late is added up, and a quarter of it goes with each that ends in time", () => {
  const lateness = new Lateness();
  expect([40, 20, 0, 5, 0].map((ms) => endLate(lateness, ms))).toEqual([40, 60, 45, 34, 25]);
  for (let count = 0; count < 20; count++) endLate(lateness, 0);
  expect(lateness.extraMs).toBe(0);
});

test("[FAN-8] a timer that is late by up to 5 ms shows nothing", () => {
  const lateness = new Lateness();
  expect([5, 3, 5].map((ms) => endLate(lateness, ms))).toEqual([0, 0, 0]);
  expect(endLate(lateness, 6)).toBe(6);
});

test("[FAN-8] one pause at most doubles a window, and many add at most 0.75 s", () => {
  const lateness = new Lateness();
  expect(endLate(lateness, 30_000)).toBe(100);
  for (let count = 0; count < 20; count++) endLate(lateness, 400, 400);
  expect(lateness.extraMs).toBe(750);
});

import { expect, test } from "vitest";
import { Lateness } from "../../src/transport/lateness.ts";

/** A window of 100 ms that ends so late; returns by how much the next one is longer. */
function endLate(lateness: Lateness, lateMs: number, ms = 100): number {
  const dueAt = lateness.open(ms, 0);
  lateness.end(dueAt + lateMs);
  return extraOf(lateness);
}

function extraOf(lateness: Lateness): number {
  return lateness.open(0, 0);
}

/** A clock as on Cloudflare: it does not pass the end of the window until its timer has fired, and shows it there. */
function endWithReads(lateness: Lateness, { early, late }: { early: number; late: number }): number {
  const dueAt = lateness.open(100, 0);
  for (let count = 0; count < early; count++) lateness.read(dueAt - 1);
  for (let count = 0; count < late; count++) lateness.read(dueAt);
  lateness.end(dueAt);
  return extraOf(lateness);
}

test("[FAN-8] what windows end late is added up, and a quarter of it goes with each that ends in time", () => {
  const lateness = new Lateness();
  expect([40, 20, 0, 5, 0].map((ms) => endLate(lateness, ms))).toEqual([40, 60, 45, 34, 25]);
  for (let count = 0; count < 20; count++) endLate(lateness, 0);
  expect(extraOf(lateness)).toBe(0);
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
  expect(extraOf(lateness)).toBe(750);
});

test("[FAN-8] where the clock hides how late a timer is, the messages show it that were read once it was due", () => {
  expect(endWithReads(new Lateness(), { early: 60, late: 40 })).toBe(40);
  expect(endWithReads(new Lateness(), { early: 99, late: 1 })).toBe(0);
  expect(endWithReads(new Lateness(), { early: 0, late: 0 })).toBe(0);
});

test("[FAN-8] a message that is read while no window is open counts for none", () => {
  const lateness = new Lateness();
  endLate(lateness, 0);
  lateness.end(1_000);
  lateness.read(2_000);
  expect(endWithReads(lateness, { early: 100, late: 0 })).toBe(0);
});

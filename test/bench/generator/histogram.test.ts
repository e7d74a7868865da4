import { expect, test } from "vitest";
import { Histogram } from "./histogram.ts";

test("a quantile is the latency that the given share does not exceed", () => {
  const delays = new Histogram();
  for (let ms = 1; ms <= 100; ms++) delays.add(ms - 0.05);
  expect(delays.quantileMs(0.5)).toBeCloseTo(50, 5);
  expect(delays.quantileMs(0.99)).toBeCloseTo(99, 5);
  expect(delays.quantileMs(1)).toBeCloseTo(100, 5);
  expect(delays.count).toBe(100);
});

test("an empty histogram has no quantile", () => {
  expect(new Histogram().quantileMs(0.5)).toBeUndefined();
});

test("latencies out of range are clamped to its ends", () => {
  const delays = new Histogram();
  delays.add(-5);
  delays.add(1_000_000, 3);
  expect(delays.quantileMs(0.25)).toBeCloseTo(0.1, 5);
  expect(delays.quantileMs(1)).toBeGreaterThanOrEqual(60_000);
  expect(delays.count).toBe(4);
});

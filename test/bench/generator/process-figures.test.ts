import { expect, test } from "vitest";
import { cpuTicks, residentBytes, threadTimes, timeOf } from "./process-figures.ts";

test("the time of all threads is summed", () => {
  expect(threadTimes(["1000000 2000000 7\n", "500000 0 1\n"])).toEqual({ ranMs: 1.5, waitedMs: 2 });
});

test("a process's name may hold anything", () => {
  expect(cpuTicks("12 (a) b (c) R 1 1 1 0 -1 0 0 0 0 0 10 20 3 4 20 0 1 0 5 6 7")).toBe(37);
});

test("resident memory is in KiB", () => {
  expect(residentBytes("Name:\tx\nVmHWM:\t  9 kB\nVmRSS:\t  2 kB\n")).toBe(2_048);
});

test("this process has run", () => {
  expect(timeOf(process.pid).ranMs).toBeGreaterThan(0);
});

import { expect, test } from "vitest";
import { cpuTicks, residentBytes, threadTimes, timeOf } from "./process-figures.ts";

test("the CPU and wait times of all threads are summed", () => {
  expect(threadTimes(["1000000 2000000 7\n", "500000 0 1\n"])).toEqual({ ranMs: 1.5, waitedMs: 2 });
});

test("a process name with spaces and parentheses does not shift the fields of stat", () => {
  expect(cpuTicks("12 (a) b (c) R 1 1 1 0 -1 0 0 0 0 0 10 20 3 4 20 0 1 0 5 6 7")).toBe(37);
});

test("resident memory is read from KiB as bytes", () => {
  expect(residentBytes("Name:\tx\nVmHWM:\t  9 kB\nVmRSS:\t  2 kB\n")).toBe(2_048);
});

test("the CPU time of a running process is positive", () => {
  expect(timeOf(process.pid).ranMs).toBeGreaterThan(0);
});

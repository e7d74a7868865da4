/** A throttled signal. */
import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { throttledSignal } from "../../src/ui/conversation/throttled-signal.ts";
import { FakeTimers } from "./support/sample.ts";

const INTERVAL_MS = 5_000;

function setUp() {
  const source = signal("first");
  const timers = new FakeTimers();
  return { source, timers, followed: throttledSignal(source, INTERVAL_MS, timers) };
}

test("a throttled signal has the value of its source at first, and at once after a single change", () => {
  const { source, followed } = setUp();
  expect(followed.value).toBe("first");
  source.value = "second";
  expect(followed.value).toBe("second");
});

test("of many changes it follows the first, and once in each interval the last of them", () => {
  const { source, timers, followed } = setUp();
  const seen: string[] = [];
  followed.subscribe((value) => void seen.push(value));
  for (let change = 1; change <= 30; change++) {
    source.value = `change ${change}`;
    timers.advance(INTERVAL_MS / 10);
  }
  timers.advance(INTERVAL_MS);
  expect(seen).toEqual(["first", "change 1", "change 10", "change 20", "change 30"]);
});

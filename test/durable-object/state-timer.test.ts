/** The timer of the shared state, whose time a test controls (SPEC STATE-3, STATE-5). */
import { expect, test } from "vitest";
import { StateTimer } from "../../src/durable-object/state-timer.ts";
import { NO_OUTCOME } from "../../src/room/outcome.ts";

const STEP_MS = 500;

/** Of a room in which something is due each half second, as where two keys are set all the time. */
class BusyState {
  now = 0;
  tended = 0;
  readonly timer: StateTimer;
  private timers: { readonly run: () => void; readonly at: number }[] = [];

  constructor() {
    this.timer = new StateTimer({
      dueAt: () => (Math.floor(this.now / STEP_MS) + 1) * STEP_MS,
      runDue: () => {
        this.tended += 1;
        return NO_OUTCOME;
      },
      now: () => this.now,
      setTimer: (run, ms) => void this.timers.push({ run, at: this.now + ms }),
      wakeBy: () => undefined,
      perform: () => undefined,
    });
  }

  /** The next half second. */
  step(): void {
    this.now += STEP_MS;
    const due = this.timers.filter(({ at }) => at <= this.now);
    this.timers = this.timers.filter(({ at }) => at > this.now);
    for (const { run } of due) run();
  }
}

test("[STATE-3] what is due is done once, however many members have left since the room was quiet", () => {
  const state = new BusyState();
  for (let left = 0; left < 100; left++) state.timer.runDue();
  state.tended = 0;
  for (let step = 0; step < 10; step++) state.step();
  expect(state.tended).toBe(10);
});

test("[STATE-3] what becomes due sooner is done in time, and what was due later too", () => {
  const dueAt = [900, 500, 100];
  const done: number[] = [];
  let now = 0;
  let timers: readonly { readonly run: () => void; readonly at: number }[] = [];
  const left = new Set<number>();
  const timer = new StateTimer({
    dueAt: () => (left.size === 0 ? undefined : Math.min(...left)),
    runDue: () => {
      for (const at of left) {
        if (at > now) continue;
        done.push(now);
        left.delete(at);
      }
      return NO_OUTCOME;
    },
    now: () => now,
    setTimer: (run, ms) => {
      timers = [...timers, { run, at: now + ms }];
    },
    wakeBy: () => undefined,
    perform: () => undefined,
  });
  for (const at of dueAt) {
    left.add(at);
    timer.schedule();
  }
  for (; now <= 1_000; now += 100) for (const { run, at } of timers) if (at === now) run();
  expect(done).toEqual([100, 500, 900]);
});

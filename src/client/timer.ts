/** One timer that can be restarted, and that knows whether it fired in time. */
import type { Cancel, Platform } from "./platform.ts";

/** A timer that fires later than this was held up: the machine slept, or the tab was suspended. */
const LATE_MS = 2_000;

/** Holds at most one running timer: a new start replaces it. */
export class Timer {
  readonly #platform: Pick<Platform, "now" | "setTimer">;
  #cancel: Cancel | undefined;

  constructor(platform: Pick<Platform, "now" | "setTimer">) {
    this.#platform = platform;
  }

  get isRunning(): boolean {
    return this.#cancel !== undefined;
  }

  /** Calls `onDue` after `ms`, or `onLate` if the timer was held up, so that what it waited for had no fair chance. */
  start(ms: number, onDue: () => void, onLate = onDue): void {
    this.stop();
    const { now, setTimer } = this.#platform;
    const dueAt = now() + ms;
    this.#cancel = setTimer(() => {
      this.#cancel = undefined;
      if (now() - dueAt > LATE_MS) onLate();
      else onDue();
    }, ms);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}

/** A clock and timers that a test advances, in whole milliseconds like those of platforms. */

interface Timer {
  readonly fn: () => void;
  dueAt: number;
}

export class FakeClock {
  #now = Date.UTC(2026, 10, 23, 12);
  #timers: Timer[] = [];

  get now(): number {
    return this.#now;
  }

  /** The number of timers that are set. */
  get timers(): number {
    return this.#timers.length;
  }

  readonly setTimer = (fn: () => void, ms: number): (() => void) => {
    const timer: Timer = { fn, dueAt: this.#now + Math.max(0, Math.ceil(ms)) };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Advances the clock by `ms`; each timer fires at its time, followed by `afterEachStep`. */
  async advance(ms: number, afterEachStep: () => Promise<void>): Promise<void> {
    const end = this.#now + ms;
    await afterEachStep();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.dueAt);
      const due = next;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      next.fn();
      await afterEachStep();
    }
    this.#now = end;
  }

  /** The machine sleeps: the clock advances without any timer; those that are overdue fire late. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  /** Sets the clock, which does not affect when timers fire. */
  set(now: number): void {
    for (const timer of this.#timers) timer.dueAt += now - this.#now;
    this.#now = now;
  }

  #next(end: number): Timer | undefined {
    return this.#timers.filter(({ dueAt }) => dueAt <= end).sort((a, b) => a.dueAt - b.dueAt)[0];
  }
}

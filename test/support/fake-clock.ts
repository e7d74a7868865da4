/** Time that stands still until a test moves it, in whole milliseconds, as platforms count it. */

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

  /** How many timers are set. */
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

  /** Lets `ms` pass; each timer fires at its time, and `between` lets everything else happen after it. */
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

  /** The machine sleeps: the clock goes on, no timer fires; those that are overdue fire late. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  /** The clock is set, which moves no timer. */
  set(now: number): void {
    for (const timer of this.#timers) timer.dueAt += now - this.#now;
    this.#now = now;
  }

  #next(end: number): Timer | undefined {
    return this.#timers.filter(({ dueAt }) => dueAt <= end).sort((a, b) => a.dueAt - b.dueAt)[0];
  }
}

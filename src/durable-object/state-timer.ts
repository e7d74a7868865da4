/** When the shared state has something to do later, by a timer while the room is awake, else by its alarm (SPEC STATE-3, STATE-5). */
import type { Outcome } from "../room/outcome.ts";

/** What is due later than that wakes the room: a timer would keep it in memory. */
const MAX_TIMER_MS = 2_000;

/** What is due when it has just been done could not be stored: a full disk is not tried in a loop. */
const RETRY_MS = 1_000;

export interface StateTimerPorts {
  /** when the shared state has something to do next, in ms since 1970 */
  readonly dueAt: () => number | undefined;
  /** does what is due */
  readonly runDue: () => Outcome;
  readonly now: () => number;
  readonly setTimer: (run: () => void, ms: number) => void;
  /** wakes the room at that time, in ms since 1970, or earlier, if it sleeps */
  readonly wakeBy: (at: number) => void;
  readonly perform: (outcome: Outcome) => void;
}

export class StateTimer {
  /** when the earliest timer, or alarm, comes, in ms since 1970 */
  private comesAt = Infinity;
  /** how many were set: those before the last do nothing, or each would set another, and none would ever be fewer */
  private timerCount = 0;

  constructor(private readonly ports: StateTimerPorts) {}

  /** Does what is due, and sees to it that what is due later is done. */
  runDue(): void {
    this.ports.perform(this.ports.runDue());
    this.comesAt = Infinity;
    this.schedule(this.ports.now() + RETRY_MS);
  }

  /**
   * Call it after what may have made something due later.
   * @param retryAt when what is due by now is tried, in ms since 1970; at once by default
   */
  schedule(retryAt = 0): void {
    const { now, setTimer, wakeBy } = this.ports;
    const due = this.ports.dueAt();
    if (due === undefined) return;
    const dueAt = due <= now() ? Math.max(due, retryAt) : due;
    if (dueAt >= this.comesAt) return;
    this.comesAt = dueAt;
    const ms = Math.max(0, dueAt - now());
    const number = ++this.timerCount;
    if (ms > MAX_TIMER_MS) wakeBy(dueAt);
    else setTimer(() => this.onTimer(number), ms);
  }

  private onTimer(number: number): void {
    if (number === this.timerCount) this.runDue();
  }
}

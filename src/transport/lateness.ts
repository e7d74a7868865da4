/**
 * How late the room's own timers fire, which is how busy it is (SPEC FAN-8): a window's timer waits for the sends before
 * it and for everything else that the room does. What a send costs differs from machine to machine by a factor of five,
 * so no window that is a constant of the connections fits all.
 *
 * On Cloudflare a clock that is read in a timer's callback shows the time at which it was due, so that no code can measure
 * another one's work (workerd, `IoContext::now`). There this measures nothing and changes nothing.
 */

/** A timer of an idle room fires within this. */
const TOLERATED_MS = 5;
/** With the longest window of {@link windowMs} a second: longer, and a talk is no talk any more. */
const MAX_EXTRA_MS = 750;
/** What is left of the extra time after a window that ended in time: a room that is busy no more recovers in a few. */
const KEPT = 3 / 4;

export interface EndedWindow {
  readonly lengthMs: number;
  /** when its end was due, ms since 1970 */
  readonly dueAt: number;
  /** when its timer fired, ms since 1970 */
  readonly endedAt: number;
}

export class Lateness {
  private ms = 0;

  /** By how much the next window is longer, in whole ms. */
  get extraMs(): number {
    return Math.round(this.ms);
  }

  /** Adds what a window ended late, but no more than its length: a single pause of the machine is no load. */
  note({ lengthMs, dueAt, endedAt }: EndedWindow): void {
    const lateMs = Math.min(endedAt - dueAt, lengthMs);
    this.ms = lateMs > TOLERATED_MS ? Math.min(MAX_EXTRA_MS, this.ms + lateMs) : this.ms * KEPT;
  }
}

/**
 * How late the room's windows end, which is how busy it is (SPEC FAN-8): a window's timer waits for the sends before it and
 * for everything else that the room does. What a send costs differs from machine to machine by a factor of five, so no
 * window that is a constant of the connections fits all.
 *
 * On Cloudflare a clock that is read in a timer's callback shows the time at which it was due, so that no code can measure
 * another one's work, and until then it does not pass that time (workerd, `IoContext::now`). So the messages count too that
 * are read once the end is due: what came while the room was busy is read before the timer fires.
 */

/** A timer of an idle room fires within this. */
const TOLERATED_MS = 5;
/** With the longest window a second: with more, people cannot talk to each other. */
const MAX_EXTRA_MS = 750;
/** What is left of the extra time after a window that ended in time: a room that is no longer busy recovers in a few. */
const KEPT = 3 / 4;

interface OpenWindow {
  readonly lengthMs: number;
  /** ms since 1970 */
  readonly dueAt: number;
  /** messages, and those of them that were read once the end was due */
  read: number;
  readLate: number;
}

export class Lateness {
  private extraMs = 0;
  private window: OpenWindow | undefined;

  /** Opens a window of `ms` at `now`. Returns how long it lasts, in whole ms: longer if those before it ended late. */
  open(ms: number, now: number): number {
    const lengthMs = ms + Math.round(this.extraMs);
    this.window = { lengthMs, dueAt: now + lengthMs, read: 0, readLate: 0 };
    return lengthMs;
  }

  /** A message was read. */
  read(now: number): void {
    const { window } = this;
    if (window === undefined) return;
    window.read += 1;
    if (now >= window.dueAt) window.readLate += 1;
  }

  /** The timer of the open window has fired. */
  end(now: number): void {
    if (this.window === undefined) return;
    const lateMs = latenessOf(this.window, now);
    this.window = undefined;
    this.extraMs =
      lateMs > TOLERATED_MS ? Math.min(MAX_EXTRA_MS, this.extraMs + lateMs) : this.extraMs * KEPT;
  }
}

/** At most the window's length: a single pause of the machine is no load. */
function latenessOf({ lengthMs, dueAt, read, readLate }: OpenWindow, now: number): number {
  const readLateMs = read === 0 ? 0 : (lengthMs * readLate) / read;
  return Math.min(lengthMs, Math.max(now - dueAt, readLateMs));
}

/** How long the next poll waits at the room, and how long the client pauses before it (SPEC CLIMB-8). Pure. */

/** In seconds: no wait; what almost every proxy allows; the room's maximum. */
const WAITS_S = [0, 8, 25] as const;
const SHORT_LEVEL = 0;
const FIRST_LEVEL = 1;
const MAX_LEVEL = WAITS_S.length - 1;
/** A wait that an event ended a little early counts as a full one. */
const FULL_WAIT_SHARE = 0.9;
/** After this long without waiting, waiting is tried again: networks change. */
const SHORT_POLLING_MS = 300_000;

const QUICK_MS = 1_000;
const DEFAULT_PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 5_000;
const PAUSE_GROWTH = 1.5;
/** Keeps clients that started together from polling in step. */
const JITTER = 0.4;

export class PollSchedule {
  /** index of WAITS_S */
  #level = FIRST_LEVEL;
  /** waits above this level were cut */
  #maxLevel = MAX_LEVEL;
  #consecutiveCuts = 0;
  /** the next poll does not wait, which shows whether the wait or the network was the cause */
  #isCheckDue = true;
  #shortSince = 0;
  #pauseMs = DEFAULT_PAUSE_MS;

  /** True if polls do not wait at all. */
  get isShort(): boolean {
    return this.#level === SHORT_LEVEL;
  }

  /** The wait of the next poll in seconds. `now` is ms since 1970. */
  waitS(now: number): number {
    if (this.#isCheckDue) return 0;
    if (this.isShort && Math.abs(now - this.#shortSince) >= SHORT_POLLING_MS) this.#level = FIRST_LEVEL;
    return this.#longestS;
  }

  /** A poll that waited got no response. */
  cut(now: number): void {
    this.#isCheckDue = true;
    this.#maxLevel = Math.max(FIRST_LEVEL, this.#level - 1);
    this.#level = ++this.#consecutiveCuts > 1 ? SHORT_LEVEL : this.#maxLevel;
    this.#shortSince = now;
  }

  /** A poll got its response after `waitedMs`; 0 if it was not to wait. */
  answered({ waitedMs, isEmpty }: { readonly waitedMs: number; readonly isEmpty: boolean }): void {
    this.#isCheckDue = false;
    if (waitedMs >= QUICK_MS) this.#consecutiveCuts = 0;
    if (waitedMs > 0 && waitedMs >= this.#longestS * 1_000 * FULL_WAIT_SHARE) {
      this.#level = Math.min(this.#level + 1, this.#maxLevel);
    }
    this.#pauseMs = isEmpty ? Math.min(MAX_PAUSE_MS, this.#pauseMs * PAUSE_GROWTH) : QUICK_MS;
  }

  /** The next poll does not wait, so that its response shows at once whether the network works. */
  requestCheck(): void {
    this.#isCheckDue = true;
  }

  /** The user published, so replies are likely: the pause is shortened. */
  resetPause(): void {
    this.#pauseMs = QUICK_MS;
  }

  /** The pause before the next poll in ms; `random` is at least 0, less than 1. */
  pauseMs(random: number): number {
    return this.#pauseMs * (1 + (random - 0.5) * JITTER);
  }

  get #longestS(): number {
    return WAITS_S[this.#level] ?? 0;
  }
}

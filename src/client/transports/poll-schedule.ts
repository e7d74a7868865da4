/** How long the next poll may wait at the room, and how long this side waits before it (SPEC CLIMB-8). Pure. */

/** Not at all; as long as almost anything in between allows; as long as the room does. */
const WAITS_S = [0, 8, 25] as const;
const SHORT_LEVEL = 0;
const FIRST_LEVEL = 1;
const MAX_LEVEL = WAITS_S.length - 1;
/** A wait that was cut a little early by something that happened proves as much. */
const FULL_WAIT_SHARE = 0.9;
/** After so long without waiting it is tried again: networks change. */
const SHORT_POLLING_MS = 300_000;

const QUICK_MS = 1_000;
const DEFAULT_PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 5_000;
const PAUSE_GROWTH = 1.5;
/** Two programs that began together do not stay together. */
const JITTER = 0.4;

export class PollSchedule {
  /** index of WAITS_S */
  #level = FIRST_LEVEL;
  /** above it waiting was cut */
  #maxLevel = MAX_LEVEL;
  #consecutiveCuts = 0;
  /** until a poll that does not wait has passed, it is not known whether it was the waiting */
  #isCheckDue = true;
  #shortSince = 0;
  #pauseMs = DEFAULT_PAUSE_MS;

  get isShort(): boolean {
    return this.#level === SHORT_LEVEL;
  }

  waitS(now: number): number {
    if (this.#isCheckDue) return 0;
    if (this.isShort && Math.abs(now - this.#shortSince) >= SHORT_POLLING_MS) this.#level = FIRST_LEVEL;
    return this.#longestS;
  }

  /** A poll that waited had no answer. */
  cut(now: number): void {
    this.#isCheckDue = true;
    this.#maxLevel = Math.max(FIRST_LEVEL, this.#level - 1);
    this.#level = ++this.#consecutiveCuts > 1 ? SHORT_LEVEL : this.#maxLevel;
    this.#shortSince = now;
  }

  /** A poll was answered; `waitedMs` is what the answer took of a wait it was allowed, 0 of none. */
  answered({ waitedMs, isEmpty }: { readonly waitedMs: number; readonly isEmpty: boolean }): void {
    this.#isCheckDue = false;
    if (waitedMs >= QUICK_MS) this.#consecutiveCuts = 0;
    if (waitedMs > 0 && waitedMs >= this.#longestS * 1_000 * FULL_WAIT_SHARE) {
      this.#level = Math.min(this.#level + 1, this.#maxLevel);
    }
    this.#pauseMs = isEmpty ? Math.min(MAX_PAUSE_MS, this.#pauseMs * PAUSE_GROWTH) : QUICK_MS;
  }

  /** The next answer is wanted at once, for it tells whether there is anybody. */
  requestCheck(): void {
    this.#isCheckDue = true;
  }

  /** Somebody here speaks, so others may answer. */
  resetPause(): void {
    this.#pauseMs = QUICK_MS;
  }

  pauseMs(random: number): number {
    return this.#pauseMs * (1 + (random - 0.5) * JITTER);
  }

  get #longestS(): number {
    return WAITS_S[this.#level] ?? 0;
  }
}

/** How long the next poll may wait at the room, and how long this side waits before it (SPEC CLIMB-8). Pure. */

/** Not at all; as long as almost anything in between allows; as long as the room does. */
const WAITS_S = [0, 8, 25] as const;
const SHORT = 0;
const FIRST = 1;
const LONGEST = WAITS_S.length - 1;
/** A wait that was cut a little early by something that happened proves as much. */
const WHOLE = 0.9;
/** After so long without waiting it is tried again: networks change. */
const SHORT_FOR_MS = 300_000;

const QUICK_MS = 1_000;
const USUAL_MS = 2_000;
const SLOW_MS = 5_000;
const SLOWING = 1.5;
/** Two programs that began together do not stay together. */
const JITTER = 0.4;

export class PollRhythm {
  /** index of WAITS_S */
  #level = FIRST;
  /** above it waiting was cut */
  #ceiling = LONGEST;
  #cutsInRow = 0;
  /** until a poll that does not wait has passed, it is not known whether it was the waiting */
  #isDoubtful = true;
  #shortSince = 0;
  #pauseMs = USUAL_MS;

  get isShort(): boolean {
    return this.#level === SHORT;
  }

  waitS(now: number): number {
    if (this.#isDoubtful) return 0;
    if (this.isShort && Math.abs(now - this.#shortSince) >= SHORT_FOR_MS) this.#level = FIRST;
    return this.#longestS;
  }

  /** A poll that waited had no answer. */
  cut(now: number): void {
    this.#isDoubtful = true;
    this.#ceiling = Math.max(FIRST, this.#level - 1);
    this.#level = ++this.#cutsInRow > 1 ? SHORT : this.#ceiling;
    this.#shortSince = now;
  }

  /** A poll was answered; `waitedMs` is what the answer took of a wait it was allowed, 0 of none. */
  answered({ waitedMs, isEmpty }: { readonly waitedMs: number; readonly isEmpty: boolean }): void {
    this.#isDoubtful = false;
    if (waitedMs >= QUICK_MS) this.#cutsInRow = 0;
    if (waitedMs > 0 && waitedMs >= this.#longestS * 1_000 * WHOLE) {
      this.#level = Math.min(this.#level + 1, this.#ceiling);
    }
    this.#pauseMs = isEmpty ? Math.min(SLOW_MS, this.#pauseMs * SLOWING) : QUICK_MS;
  }

  /** The next answer is wanted at once, for it tells whether there is anybody. */
  doubt(): void {
    this.#isDoubtful = true;
  }

  /** Somebody here speaks, so others may answer. */
  quicken(): void {
    this.#pauseMs = QUICK_MS;
  }

  pauseMs(random: number): number {
    return this.#pauseMs * (1 + (random - 0.5) * JITTER);
  }

  get #longestS(): number {
    return WAITS_S[this.#level] ?? 0;
  }
}

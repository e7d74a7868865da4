/** How long the next poll may wait at the room, and how long this side waits before it (SPEC CLIMB-8). Pure. */

/** By how often waiting was cut in a row: where even a little of it is, nobody waits at the room. */
const WAITS_S = [25, 8, 0] as const;
const SHORT = WAITS_S.length - 1;
/** After so long without waiting it is tried again: networks change. */
const SHORT_FOR_MS = 300_000;

const QUICK_MS = 1_000;
const USUAL_MS = 2_000;
const SLOW_MS = 5_000;
const SLOWING = 1.5;
/** Two programs that began together do not stay together. */
const JITTER = 0.4;

export class PollRhythm {
  #level = 0;
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
    if (this.isShort && Math.abs(now - this.#shortSince) >= SHORT_FOR_MS) this.#level = SHORT - 1;
    return WAITS_S[this.#level] ?? 0;
  }

  /** A poll that waited had no answer. */
  cut(now: number): void {
    this.#isDoubtful = true;
    this.#cutsInRow++;
    this.#level = this.#cutsInRow > 1 ? SHORT : Math.max(1, this.#level);
    this.#shortSince = now;
  }

  /** A poll was answered; `waitedMs` is what the answer took of a wait it was allowed, 0 of none. */
  answered({ waitedMs, isEmpty }: { readonly waitedMs: number; readonly isEmpty: boolean }): void {
    this.#isDoubtful = false;
    if (waitedMs >= QUICK_MS) this.#cutsInRow = 0;
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
}

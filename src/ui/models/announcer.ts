/**
 * What is read out to those who cannot see the list. A list that was itself a live region would read old pages
 * aloud as they are fetched; so live messages alone come here, and a flood of them as a number.
 */

/** So many messages in so long are read out; what comes beyond is counted. */
export const READ_OUT = 3;
export const WINDOW_MS = 2_000;

export class Announcer {
  #windowEnds = 0;
  #offered = 0;
  #isFlood = false;
  #counted = 0;

  /** True if this message is to be read out now; otherwise it is counted until {@link windowEnd}. */
  offer(now: number): boolean {
    if (now >= this.#windowEnds) {
      // A flood that goes on is counted from its next window's first message.
      this.#isFlood = this.#offered > READ_OUT && now < this.#windowEnds + WINDOW_MS;
      this.#windowEnds = now + WINDOW_MS;
      this.#offered = 0;
    }
    this.#offered++;
    if (!this.#isFlood && this.#offered <= READ_OUT && this.#counted === 0) return true;
    this.#counted++;
    return false;
  }

  /** When to say how many were counted. */
  get windowEnd(): number {
    return this.#windowEnds;
  }

  /** How many were counted since the last time, which are then forgotten. */
  takeCounted(): number {
    const counted = this.#counted;
    this.#counted = 0;
    return counted;
  }
}

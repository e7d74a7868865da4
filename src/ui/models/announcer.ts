/**
 * What is read out to those who cannot see the list. A list that was itself a live region would read old pages
 * aloud as they are fetched; so live messages alone come here, and a flood of them as a number.
 */

/** So many messages in so long are read out; what comes beyond is counted. */
export const MAX_ANNOUNCED = 3;
export const WINDOW_MS = 2_000;

export class Announcer {
  #windowEnds = 0;
  #inWindow = 0;
  #isFlood = false;
  #skipped = 0;

  /** True if this message is to be read out now; otherwise it is counted until {@link windowEnd}. */
  offer(now: number): boolean {
    if (now >= this.#windowEnds) {
      // A flood that goes on is counted from its next window's first message.
      this.#isFlood = this.#inWindow > MAX_ANNOUNCED && now < this.#windowEnds + WINDOW_MS;
      this.#windowEnds = now + WINDOW_MS;
      this.#inWindow = 0;
    }
    this.#inWindow++;
    if (!this.#isFlood && this.#inWindow <= MAX_ANNOUNCED && this.#skipped === 0) return true;
    this.#skipped++;
    return false;
  }

  /** When to say how many were counted. */
  get windowEnd(): number {
    return this.#windowEnds;
  }

  /** How many were counted since the last time, which are then forgotten. */
  takeCount(): number {
    const skipped = this.#skipped;
    this.#skipped = 0;
    return skipped;
  }
}

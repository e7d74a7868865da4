/**
 * Rate limit of what screen readers announce. The list itself is no live region, since it would announce each page of
 * history that is fetched: only live messages come here, and in a flood only their number.
 */

/** Messages that are announced per window; those beyond are counted. */
export const MAX_ANNOUNCED = 3;
export const WINDOW_MS = 2_000;

export class Announcer {
  #windowEnds = 0;
  #inWindow = 0;
  #isFlood = false;
  #skipped = 0;

  /** True if this message is announced now; otherwise it is counted until {@link windowEnd}. */
  offer(now: number): boolean {
    if (now >= this.#windowEnds) {
      // In a flood that continues, the next window counts from its first message.
      this.#isFlood = this.#inWindow > MAX_ANNOUNCED && now < this.#windowEnds + WINDOW_MS;
      this.#windowEnds = now + WINDOW_MS;
      this.#inWindow = 0;
    }
    this.#inWindow++;
    if (!this.#isFlood && this.#inWindow <= MAX_ANNOUNCED && this.#skipped === 0) return true;
    this.#skipped++;
    return false;
  }

  /** When the count is announced, in ms since 1970. */
  get windowEnd(): number {
    return this.#windowEnds;
  }

  /** Returns how many messages were counted since the last call, and resets the count. */
  takeCount(): number {
    const skipped = this.#skipped;
    this.#skipped = 0;
    return skipped;
  }
}

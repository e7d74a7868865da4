/** Lets through as much about one's own typing as is worth a frame. */

const REPEAT_ON_AFTER_MS = 3_000;

export class TypingThrottle {
  #onAt: number | undefined;
  #isOn = false;

  /** True if it should be told: that one types at most every three seconds, that one stopped only once. */
  shouldSend(on: boolean, now: number): boolean {
    if (!on) {
      const wasOn = this.#isOn;
      this.#isOn = false;
      return wasOn;
    }
    if (this.#onAt !== undefined && Math.abs(now - this.#onAt) < REPEAT_ON_AFTER_MS) return false;
    this.#onAt = now;
    this.#isOn = true;
    return true;
  }
}

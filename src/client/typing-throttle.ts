/** Throttles the user's typing notifications (SPEC EPH-1). */

const REPEAT_ON_AFTER_MS = 3_000;

export class TypingThrottle {
  #onAt: number | undefined;
  #isOn = false;

  /** True if the notification is to be sent: typing at most every 3 s, the end of it once. `now` is ms since 1970. */
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

  /** A message was published, which ends typing: what is typed next is another message, and reported at once. */
  onPublished(): void {
    this.#onAt = undefined;
    this.#isOn = false;
  }
}

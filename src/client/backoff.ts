/** Exponential backoff with full jitter (SPEC LIVE-4). */

const BASE_MS = 500;
const MAX_MS = 20_000;

/** Full jitter, so that clients that were disconnected together do not reconnect together. */
export class Backoff {
  readonly #random: () => number;
  #failures = 0;
  #isSpreadUsed = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** `spreadMs` is given after an unclean close of a joined connection; the first such attempt is spread over it. */
  nextDelayMs(spreadMs?: number): number {
    if (spreadMs !== undefined && this.#failures === 0 && !this.#isSpreadUsed) {
      this.#isSpreadUsed = true;
      return this.#random() * spreadMs;
    }
    return this.#random() * Math.min(MAX_MS, BASE_MS * 2 ** this.#failures++);
  }

  reset(): void {
    this.#failures = 0;
    this.#isSpreadUsed = false;
  }
}

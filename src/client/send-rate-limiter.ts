/** A token bucket that keeps the client's commands within the room's rate, so that none is dropped (SPEC LIM-1). */
import type { Rate } from "../protocol/limits.ts";

/** The room's clock may run behind, and commands that arrive during its pause are dropped without a reply. */
const MARGIN_MS = 50;

export class SendRateLimiter {
  #rate: Rate | undefined;
  #tokens = 0;
  #refilledAt = 0;
  #pausedAt = 0;
  #pauseMs = 0;

  /** The first rate starts with a full bucket; later ones keep the tokens, as the room does. */
  setRate(rate: Rate, now: number): void {
    if (this.#rate === undefined) {
      this.#tokens = rate.burst;
      this.#refilledAt = now;
    }
    this.#rate = rate;
  }

  /** ms until the next command may be sent; 0 if it may be sent now. */
  waitMs(now: number): number {
    this.#refill(now);
    const tokenWaitMs = this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / (this.#rate?.perSecond ?? 1)) * 1_000;
    // Rounded up: timers count whole milliseconds, and one that fires early would have to be set again.
    return Math.ceil(Math.max(0, this.#pauseLeftMs(now), tokenWaitMs));
  }

  /** Counts one sent command. */
  take(): void {
    this.#tokens -= 1;
  }

  /** The room refused by its rate limit. Other clients may share its bucket, so this one is emptied too. */
  pause(now: number, ms: number): void {
    this.#pauseMs = Math.max(this.#pauseLeftMs(now), ms + MARGIN_MS);
    this.#pausedAt = now;
    this.#refill(now);
    this.#tokens = Math.min(this.#tokens, 0);
  }

  /** A clock that was set back ends the pause instead of extending it by hours. */
  #pauseLeftMs(now: number): number {
    return now < this.#pausedAt ? 0 : this.#pausedAt + this.#pauseMs - now;
  }

  #refill(now: number): void {
    const { perSecond, burst } = this.#rate ?? { perSecond: 0, burst: 0 };
    const elapsedMs = Math.max(0, now - this.#refilledAt);
    this.#tokens = Math.min(burst, this.#tokens + (elapsedMs * perSecond) / 1_000);
    this.#refilledAt = now;
  }
}

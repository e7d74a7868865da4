/** Keeps this side's durable commands within the room's rate, so that the room need not drop any (SPEC LIM-1). */
import type { Rate } from "../protocol/limits.ts";

/** The room's clock may run a little behind, and what comes while it still counts is dropped unanswered. */
const MARGIN_MS = 50;

export class SendRateLimiter {
  #rate: Rate | undefined;
  #tokens = 0;
  #refilledAt = 0;
  #pausedAt = 0;
  #pauseMs = 0;

  /** The first rate comes with a full bucket; later ones keep what is left, as the room does. */
  setRate(rate: Rate, now: number): void {
    if (this.#rate === undefined) {
      this.#tokens = rate.burst;
      this.#refilledAt = now;
    }
    this.#rate = rate;
  }

  /** How long the next command must wait; 0 if it may go now. */
  waitMs(now: number): number {
    this.#refill(now);
    const tokenWaitMs = this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / (this.#rate?.perSecond ?? 1)) * 1_000;
    // A timer has whole milliseconds, and one that comes too early would only be set again.
    return Math.ceil(Math.max(0, this.#pauseLeftMs(now), tokenWaitMs));
  }

  take(): void {
    this.#tokens -= 1;
  }

  /** The room has had enough: others may share its bucket, so this side's is empty too. */
  pause(now: number, ms: number): void {
    this.#pauseMs = Math.max(this.#pauseLeftMs(now), ms + MARGIN_MS);
    this.#pausedAt = now;
    this.#refill(now);
    this.#tokens = Math.min(this.#tokens, 0);
  }

  /** A clock that was set back must not make a pause of hours: it ends the pause. */
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

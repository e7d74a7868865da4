/** A token bucket: refills at a steady rate up to a burst. */
import type { Rate } from "../../protocol/limits.ts";

export class TokenBucket {
  private tokens: number;

  constructor(
    readonly rate: Rate,
    private filledAt: number,
  ) {
    this.tokens = rate.burst;
  }

  /** Time until a token is available, in ms; 0 if one is available now. */
  waitMs(now: number): number {
    this.refill(now);
    return this.tokens >= 1 ? 0 : Math.ceil(((1 - this.tokens) / this.rate.perSecond) * 1000);
  }

  /** Takes a token; false if none is available. */
  take(now: number): boolean {
    this.refill(now);
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  /** True if deleting this bucket would lose no state. */
  isFull(now: number): boolean {
    this.refill(now);
    return this.tokens >= this.rate.burst;
  }

  /** A clock that steps back neither adds nor removes tokens. */
  private refill(now: number): void {
    const elapsedMs = Math.max(0, now - this.filledAt);
    this.tokens = Math.min(this.rate.burst, this.tokens + (elapsedMs / 1000) * this.rate.perSecond);
    this.filledAt = now;
  }
}

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

  /** Time until a token is available beyond `reserve`, in ms; 0 if one is available now. */
  waitMs(now: number, reserve = 0): number {
    this.refill(now);
    const missing = 1 + reserve - this.tokens;
    return missing <= 0 ? 0 : Math.ceil((missing / this.rate.perSecond) * 1000);
  }

  /** Takes a token; false if none is available beyond `reserve`. */
  take(now: number, reserve = 0): boolean {
    this.refill(now);
    if (this.tokens < 1 + reserve) return false;
    this.tokens -= 1;
    return true;
  }

  /** Takes tokens, on credit where they are not available; false if so. The debt is at most one burst. */
  charge(now: number, count = 1): boolean {
    this.refill(now);
    const isAvailable = this.tokens >= count;
    this.tokens = Math.max(-this.rate.burst, this.tokens - count);
    return isAvailable;
  }

  /** True if deleting this bucket would lose no state. */
  isFull(now: number): boolean {
    this.refill(now);
    return this.tokens >= this.rate.burst;
  }

  /** A clock that steps back neither adds nor removes tokens. */
  private refill(now: number): void {
    if (now === this.filledAt) return;
    const elapsedMs = Math.max(0, now - this.filledAt);
    this.tokens = Math.min(this.rate.burst, this.tokens + (elapsedMs / 1000) * this.rate.perSecond);
    this.filledAt = now;
  }
}

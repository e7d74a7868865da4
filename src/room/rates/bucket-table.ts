/** One token bucket a key, kept only while it matters. */
import type { Rate } from "../../protocol/limits.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Past so many buckets the full ones are forgotten: a full bucket is the same as none. */
const SWEEP_ABOVE = 1_024;

export class BucketTable {
  private readonly buckets = new Map<string, TokenBucket>();
  private sweepAbove = SWEEP_ABOVE;

  constructor(private readonly rate: Rate) {}

  bucket(key: string, now: number): TokenBucket {
    const existing = this.buckets.get(key);
    if (existing !== undefined) return existing;
    if (this.buckets.size >= this.sweepAbove) this.sweep(now);
    const created = new TokenBucket(this.rate, now);
    this.buckets.set(key, created);
    return created;
  }

  /** Doubling the mark while most buckets are in use keeps the sweep's cost constant per bucket. */
  private sweep(now: number): void {
    for (const [key, bucket] of this.buckets) if (bucket.isFull(now)) this.buckets.delete(key);
    this.sweepAbove = Math.max(SWEEP_ABOVE, this.buckets.size * 2);
  }
}

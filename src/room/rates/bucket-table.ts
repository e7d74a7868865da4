/** Token buckets by key; full buckets are evicted. */
import type { Rate } from "../../protocol/limits.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Above this many buckets the full ones are deleted: a full bucket is equivalent to none. */
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

  /** Doubling the threshold while most buckets are in use keeps the amortized cost of sweeps constant per bucket. */
  private sweep(now: number): void {
    for (const [key, bucket] of this.buckets) if (bucket.isFull(now)) this.buckets.delete(key);
    this.sweepAbove = Math.max(SWEEP_ABOVE, this.buckets.size * 2);
  }
}

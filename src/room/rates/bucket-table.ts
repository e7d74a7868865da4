/** Token buckets by key, bounded: full buckets are evicted, and past the bound the oldest. */
import type { Rate } from "../../protocol/limits.ts";
import { TokenBucket } from "./token-bucket.ts";

/** At least so many buckets are made between two sweeps, and as many as there are: a sweep costs each a constant. */
const MIN_SWEEP_INTERVAL = 1_024;

/** Keys are chosen by clients, so their number is bounded. A sender with more addresses than this evicts their own. */
export const MAX_BUCKETS = 16_384;

export class BucketTable {
  private readonly buckets = new Map<string, TokenBucket>();
  private madeSinceSweep = 0;

  constructor(private readonly rate: Rate) {}

  get size(): number {
    return this.buckets.size;
  }

  bucket(key: string, now: number): TokenBucket {
    const existing = this.buckets.get(key);
    if (existing !== undefined) return existing;
    this.evict(now);
    const created = new TokenBucket(this.rate, now);
    this.buckets.set(key, created);
    return created;
  }

  private evict(now: number): void {
    this.madeSinceSweep += 1;
    if (this.madeSinceSweep > Math.max(MIN_SWEEP_INTERVAL, this.buckets.size)) this.sweep(now);
    if (this.buckets.size >= MAX_BUCKETS) this.buckets.delete(this.buckets.keys().next().value ?? "");
  }

  /** A full bucket is equivalent to none. */
  private sweep(now: number): void {
    for (const [key, bucket] of this.buckets) if (bucket.isFull(now)) this.buckets.delete(key);
    this.madeSinceSweep = 0;
  }
}

/** The platform's rate limits (wrangler.toml, `[[ratelimits]]`) on bare workerd, which has none: in memory, and exact. */
import { BucketTable } from "../../room/rates/bucket-table.ts";
import type { RateLimitSettings } from "./rate-limit-settings.ts";

class MemoryRateLimit implements RateLimit {
  private readonly buckets: BucketTable;

  constructor(limit: number, periodS: number) {
    this.buckets = new BucketTable({ perSecond: limit / periodS, burst: limit });
  }

  limit({ key }: RateLimitOptions): Promise<RateLimitOutcome> {
    const now = Date.now();
    return Promise.resolve({ success: this.buckets.bucket(key, now).take(now) });
  }
}

let limits: Readonly<Record<string, RateLimit>> | undefined;

/** The bindings of the limits; made once, as workerd runs the Worker in one isolate. */
export function memoryRateLimits(settings: RateLimitSettings): Readonly<Record<string, RateLimit>> {
  limits ??= Object.fromEntries(
    Object.entries(settings).map(([name, { limit, periodS }]) => [name, new MemoryRateLimit(limit, periodS)]),
  );
  return limits;
}

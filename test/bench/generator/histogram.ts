/** A latency histogram with buckets of 0.1 ms: adding is an array increment, cheap enough for a million a second. */

const STEPS_PER_MS = 10;
const RANGE_MS = 60_000;

export class Histogram {
  private readonly counts = new Uint32Array(RANGE_MS * STEPS_PER_MS + 1);
  private total = 0;

  /** Adds a latency, clamped to the range of 0 to a minute. */
  add(delayMs: number, times = 1): void {
    const step =
      delayMs <= 0 ? 0 : delayMs >= RANGE_MS ? RANGE_MS * STEPS_PER_MS : (delayMs * STEPS_PER_MS) | 0;
    this.counts[step] = (this.counts[step] ?? 0) + times;
    this.total += times;
  }

  get count(): number {
    return this.total;
  }

  /** The quantile by nearest rank, rounded up to a bucket; undefined for an empty histogram. */
  quantileMs(share: number): number | undefined {
    if (this.total === 0) return undefined;
    const rank = Math.max(1, Math.ceil(share * this.total));
    let passed = 0;
    for (let step = 0; step < this.counts.length; step++) {
      passed += this.counts[step] ?? 0;
      if (passed >= rank) return (step + 1) / STEPS_PER_MS;
    }
    return RANGE_MS;
  }
}

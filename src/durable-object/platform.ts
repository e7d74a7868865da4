/** The platform's clock and random source. */
import type { RandomSource, Clock } from "../room/ports.ts";

/** On Workers the time stands still while JavaScript runs, and advances with I/O; in workerd by itself it goes on. */
export const platformClock: Clock = { now: () => Date.now() };

/** Drawn at once, as each call of the runtime takes as long as hashing a block, and a join needs three. */
const POOL_BYTES = 1_024;
let pool = new Uint8Array(0);
let poolUsed = 0;

export const platformRandom: RandomSource = {
  bytes(count) {
    if (poolUsed + count > pool.length) {
      pool = crypto.getRandomValues(new Uint8Array(Math.max(POOL_BYTES, count)));
      poolUsed = 0;
    }
    const start = poolUsed;
    poolUsed += count;
    const drawn = pool.slice(start, poolUsed);
    // Keys are among them, which must be in no other place.
    pool.fill(0, start, poolUsed);
    return drawn;
  },
};

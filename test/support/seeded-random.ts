/** A reproducible random source. */

export interface SeededRandom {
  readonly seed: number;
  /** an integer from `from` to `to`, both inclusive */
  between(from: number, to: number): number;
  /** true with this probability */
  chance(probability: number): boolean;
}

/** The seed is `SEED` in the environment, else random; print it, so that a failure can be reproduced. */
export function seededRandom(
  seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31)),
): SeededRandom {
  const next = mulberry32(seed);
  return {
    seed,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
  };
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The platform's clock and random source. */
import type { RandomSource, Clock } from "../room/ports.ts";

/** On Workers the time stands still while JavaScript runs, and advances with I/O; in workerd by itself it goes on. */
export const platformClock: Clock = { now: () => Date.now() };

export const platformRandom: RandomSource = {
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

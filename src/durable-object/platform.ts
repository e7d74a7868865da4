/** Time and chance, as the platform gives them. */
import type { RandomSource, Clock } from "../room/ports.ts";

/** Stands still while JavaScript runs on the platform, and moves with each event. */
export const platformClock: Clock = { now: () => Date.now() };

export const platformRandom: RandomSource = {
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

/** The platform's clock and random source. */
import type { RandomSource, Clock } from "../room/ports.ts";

let momentMs: number | undefined;

/** On Workers the time stands still while JavaScript runs, and advances with I/O. */
export const platformClock: Clock = { now: () => momentMs ?? Date.now() };

/** Runs `run` in one moment of {@link platformClock}, also in a runtime whose clock goes on meanwhile, as workerd's by itself. */
export function inOneMoment(run: () => void): void {
  const outerMs = momentMs;
  momentMs = platformClock.now();
  try {
    run();
  } finally {
    momentMs = outerMs;
  }
}

export const platformRandom: RandomSource = {
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

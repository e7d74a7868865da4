/** Where another player was: drawn a little in the past, between two places that are known (interpolation). */
import { between, type Place } from "./world.ts";

/** A move has its time modulo this, which is shorter to send. */
export const TIME_PERIOD_MS = 1_000_000;
/** Two inputs: one may be late or lost without a jump. */
export const DELAY_MS = 100;
const MAX_SAMPLES = 20;

/**
 * The time nearest to `now` of which only the rest was sent, but none to come: who sends one would stay, and keep a place, for
 * as long. Undefined for anything else, as members send any JSON.
 */
export function timeOfRest(rest: unknown, now: number): number | undefined {
  if (typeof rest !== "number" || !(rest >= 0 && rest < TIME_PERIOD_MS)) return undefined;
  return Math.min(now, rest + Math.round((now - rest) / TIME_PERIOD_MS) * TIME_PERIOD_MS);
}

interface Sample {
  readonly at: number;
  readonly place: Place;
}

export class Track {
  private samples: Sample[] = [];

  /** `at` by the room's clock, in ms. An older one than the newest overtook it, and is left out. */
  add(at: number, place: Place): void {
    if (at <= (this.samples.at(-1)?.at ?? Number.NEGATIVE_INFINITY)) return;
    this.samples = [...this.samples, { at, place }].slice(-MAX_SAMPLES);
  }

  /** When the player was last heard of, by the room's clock. */
  get newestAt(): number {
    return this.samples.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  }

  /** The place at that time; undefined without a sample. Before the first, and behind the newest, it stands still. */
  placeAt(time: number): Place | undefined {
    const next = this.samples.findIndex(({ at }) => at > time);
    const [before, after] = [this.samples.at(next === -1 ? -1 : next - 1), this.samples[next]];
    if (next === 0) return after?.place;
    if (before === undefined || after === undefined) return before?.place;
    return between(before.place, after.place, (time - before.at) / (after.at - before.at));
  }
}

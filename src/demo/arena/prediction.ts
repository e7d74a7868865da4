/**
 * One's own place: every input is applied at once, before the room has it. Which of them the others have seen is known by
 * the count that the room echoes; one that it does not echo was lost, and its move is taken back.
 */
import { step, type Direction, type Place } from "./world.ts";

/** An input that is not echoed for so long was lost: the connection was. */
const LOST_AFTER_MS = 1_000;

interface Input {
  readonly n: number;
  readonly direction: Direction;
  readonly at: number;
}

export class Prediction {
  private confirmed: Place;
  private pending: Input[] = [];
  private count = 0;

  constructor(start: Place) {
    this.confirmed = start;
  }

  /** Where the player is, with every input applied. */
  get place(): Place {
    return this.pending.reduce((place, { direction }) => step(place, direction), this.confirmed);
  }

  /** Applies an input; returns its number. `at` is in ms, by any clock that goes on. */
  apply(direction: Direction, at: number): number {
    this.count += 1;
    this.pending.push({ n: this.count, direction, at });
    return this.count;
  }

  /** The room has sent on the inputs up to `n`: they are where the others see the player. */
  echoed(n: number): void {
    for (const { n: number, direction } of this.pending)
      if (number <= n) this.confirmed = step(this.confirmed, direction);
    this.pending = this.pending.filter((input) => input.n > n);
  }

  /** Takes back inputs that were lost; true if there were any. */
  takeBackLost(now: number): boolean {
    const before = this.pending.length;
    this.pending = this.pending.filter(({ at }) => now - at < LOST_AFTER_MS);
    return this.pending.length < before;
  }
}

/** The arena's size, in units, and how a player moves in it. */

export const WIDTH = 1_000;
export const HEIGHT = 600;
export const RADIUS = 18;
/** Inputs are sent, and applied, so often. */
export const TICK_MS = 50;
const UNITS_PER_SECOND = 280;

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where a player wants to go: at most 1 long. */
export type Direction = Place;

export const STILL: Direction = { x: 0, y: 0 };

/** Where a player is one tick later. */
export function step({ x, y }: Place, direction: Direction): Place {
  const units = (UNITS_PER_SECOND * TICK_MS) / 1_000;
  return {
    x: clamp(Math.round(x + direction.x * units), RADIUS, WIDTH - RADIUS),
    y: clamp(Math.round(y + direction.y * units), RADIUS, HEIGHT - RADIUS),
  };
}

/** Towards a place; still within a short distance of it, so that a finger that rests does not make a player tremble. */
export function towards(from: Place, to: Place): Direction {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(x, y);
  return length < RADIUS / 2 ? STILL : { x: x / length, y: y / length };
}

export function distance(one: Place, other: Place): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** The place at `share` of the way. */
export function between(from: Place, to: Place, share: number): Place {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

export function somewhere(random: () => number): Place {
  const margin = 3 * RADIUS;
  return {
    x: Math.round(margin + random() * (WIDTH - 2 * margin)),
    y: Math.round(margin + random() * (HEIGHT - 2 * margin)),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

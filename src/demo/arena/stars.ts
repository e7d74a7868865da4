/**
 * Who has caught how many stars. One player keeps the count for all, the one whose id sorts first: when they leave, the
 * next goes on with what they sent last.
 */
import { distance, RADIUS, somewhere, type Place } from "./world.ts";

export interface Sky {
  readonly star: Place;
  /** by the players' ids */
  readonly scores: Readonly<Record<string, number>>;
}

const REACH = RADIUS + 16;

/** True if `own` keeps the count among these players. */
export function keepsCount(own: string, players: Iterable<string>): boolean {
  return [...players].every((other) => own <= other);
}

/** The sky after the star was caught, if someone is near enough to it; undefined if it stays as it is. */
export function caught(sky: Sky, players: ReadonlyMap<string, Place>, random: () => number): Sky | undefined {
  const catcher = [...players].find(([, place]) => distance(place, sky.star) <= REACH)?.[0];
  if (catcher === undefined) return undefined;
  return {
    star: somewhere(random),
    scores: { ...sky.scores, [catcher]: (sky.scores[catcher] ?? 0) + 1 },
  };
}

/** Members send any JSON: what is no sky is left out. */
export function readSky(data: unknown): Sky | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { star, scores } = data as { readonly star?: unknown; readonly scores?: unknown };
  const place = readPlace(star);
  if (place === undefined || typeof scores !== "object" || scores === null) return undefined;
  const counted = Object.entries(scores).filter((entry): entry is [string, number] =>
    Number.isSafeInteger(entry[1]),
  );
  return { star: place, scores: Object.fromEntries(counted) };
}

export function readPlace(data: unknown): Place | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { x, y } = data as { readonly x?: unknown; readonly y?: unknown };
  return isNumber(x) && isNumber(y) ? { x, y } : undefined;
}

export function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

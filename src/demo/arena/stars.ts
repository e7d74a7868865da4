/**
 * Who has caught how many stars. One player keeps the count for all, at first the one whose id sorts first: when they leave,
 * or send nothing of it, another goes on with what they sent last.
 */
import { distance, RADIUS, somewhere, type Place } from "./world.ts";

export interface Sky {
  readonly star: Place;
  /** by the players' ids */
  readonly scores: Readonly<Record<string, number>>;
}

const REACH = RADIUS + 16;

/** A player who has sent no sky for so long no longer keeps the count. */
const LOST_AFTER_MS = 3_000;

/** Elects the player who keeps the count. Where two do, as both missed the one before, the one whose id sorts first goes on. */
export class CountKeeper {
  private keeper: string | undefined;

  /** @param heardAt of the last sky, or when one began to listen; ms by any clock */
  constructor(private heardAt: number) {}

  /** A sky came from a player, or was sent oneself. True if it counts. */
  heard(from: string, now: number): boolean {
    if (this.keeper !== undefined && from > this.keeper && !this.isLost(now)) return false;
    this.keeper = from;
    this.heardAt = now;
    return true;
  }

  /** True if `own` keeps the count now, beside these players. */
  keeps(own: string, others: Iterable<string>, now: number): boolean {
    if (this.isLost(now)) return true;
    if (this.keeper !== undefined) return own === this.keeper;
    return [...others].every((other) => own <= other);
  }

  private isLost(now: number): boolean {
    return now - this.heardAt > LOST_AFTER_MS;
  }
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

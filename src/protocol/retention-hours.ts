import type { Limits } from "./limits.ts";

export const HOUR_MS = 3_600_000;

/** The longest time for which a room can keep messages in this deployment, in whole hours (SPEC SET-7). */
export function maxRetentionHours({ retentionMs }: Pick<Limits, "retentionMs">): number {
  return Math.floor(retentionMs / HOUR_MS);
}

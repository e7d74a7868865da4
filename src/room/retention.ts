/** What the room no longer keeps: by age, by rows, by bytes (SPEC LOG-4). */
import type { Limits } from "../protocol/limits.ts";
import type { Log } from "./store.ts";

/** Rows deleted in one step: few enough that talk goes on between two. */
export const PRUNE_ROWS = 1_000;

/** Age alone never wakes a room more often than this, so what expires is taken together. */
const MIN_AGE_INTERVAL_MS = 3_600_000;

/** A room may pass its count by this share before it is pruned, so that not every message brings a retention run. */
const ROW_SLACK = 1.01;

interface RetentionContext {
  readonly log: Log;
  readonly limits: Limits;
  /** bytes that the database takes; a function because it costs a query */
  readonly sizeBytes: () => number;
  readonly now: number;
}

/** When the next retention run is due, in ms since 1970; undefined if nothing will ever be. */
export function retentionDueAt({ log, limits, sizeBytes, now }: RetentionContext): number | undefined {
  const oldestAt = log.oldestAt();
  if (oldestAt === undefined || log.oldest === log.newest) return undefined;
  if (rows(log) > limits.retentionRows * ROW_SLACK || sizeBytes() > limits.retentionBytes) return now;
  return Math.max(oldestAt + limits.retentionMs, now + MIN_AGE_INTERVAL_MS);
}

/** Takes one step: deletes what is past its bound, at most {@link PRUNE_ROWS} rows. Returns true if another step may find more. */
export function pruneStep({ log, limits, sizeBytes, now }: RetentionContext): boolean {
  const overBytes = sizeBytes() > limits.retentionBytes;
  const oldestRetained = log.newest - limits.retentionRows + 1;
  const beforeSeq = overBytes ? Math.max(oldestRetained, log.oldest + PRUNE_ROWS) : oldestRetained;
  const pruned = log.prune({ beforeSeq, beforeAt: now - limits.retentionMs, maxRows: PRUNE_ROWS });
  return pruned === PRUNE_ROWS || (overBytes && pruned > 0);
}

function rows(log: Log): number {
  return log.newest - log.oldest + 1;
}

/** Retention: which events the room deletes, by age, row count and bytes (SPEC LOG-4). */
import type { Limits } from "../protocol/limits.ts";
import type { Log } from "./store.ts";

/** Rows deleted in one step: few enough not to delay the commands between two steps. */
export const PRUNE_ROWS = 1_000;

/** Minimum time between two runs because of age, so that expired rows are deleted in batches. */
const MIN_AGE_INTERVAL_MS = 3_600_000;

/** A room may exceed its row limit by this factor before a run is due, so that not every message triggers one. */
const ROW_SLACK = 1.01;

interface RetentionContext {
  readonly log: Log;
  readonly limits: Limits;
  /** size of the database in bytes; a function because it costs a query */
  readonly sizeBytes: () => number;
  readonly now: number;
}

/** When the next retention run is due, in ms since 1970; undefined if nothing stored can expire. */
export function retentionDueAt({ log, limits, sizeBytes, now }: RetentionContext): number | undefined {
  const oldestAt = log.oldestAt();
  if (oldestAt === undefined || log.oldest === log.newest) return undefined;
  if (rows(log) > limits.retentionRows * ROW_SLACK || sizeBytes() > limits.retentionBytes) return now;
  return Math.max(oldestAt + limits.retentionMs, now + MIN_AGE_INTERVAL_MS);
}

/** Deletes events past their bound, at most {@link PRUNE_ROWS} rows. Returns true if another step may find more. */
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

/** Retention: which events the room deletes, by age, row count and bytes (SPEC LOG-4), and when all of it (SPEC ROOM-4). */
import type { Limits } from "../protocol/limits.ts";
import type { LogWriter } from "./store.ts";

const DAY_MS = 86_400_000;

/** Rows deleted in one step: few enough not to delay the commands between two steps. */
export const PRUNE_ROWS = 1_000;

/** A room in which nothing was ever said is kept for this long after its creation. */
const UNUSED_ROOM_MS = DAY_MS;

/** A room with an owner is kept for this long after its last event: its owner may come back to it. */
const OWNED_ROOM_MS = 365 * DAY_MS;

/** How often a room that has nothing left is checked while a client is connected. */
const CHECK_INTERVAL_MS = DAY_MS;

/**
 * Expired rows are deleted in batches, as each run costs an alarm: at most once a day, and where messages are kept for
 * less than a month, once in a thirtieth of that time.
 */
const MAX_BATCH_INTERVAL_MS = DAY_MS;
const MIN_BATCH_INTERVAL_MS = 60_000;
const BATCHES = 30;

/** A room may exceed its row limit by this factor before a run is due, so that not every message triggers one. */
const ROW_SLACK = 1.01;

/** What retention needs of a room with an owner, whose log may be empty. Times in ms since 1970. */
export interface RetainedOwnership {
  /** when the room was created, or had its last event before its log was cleared */
  readonly activeAt: number;
  /** Notes the time of the last event, before the log is cleared. */
  noteActive(at: number): void;
}

export interface RetentionContext {
  readonly log: LogWriter;
  /** with the room's own time for which messages are kept (SPEC SET-7) */
  readonly limits: Limits;
  /** when the room deletes itself, in ms since 1970; 0 for never (SPEC SET-8) */
  readonly expiresAt: number;
  /** when the room was created, in ms since 1970 */
  readonly createdAt: number;
  /** undefined for a room without an owner */
  readonly ownership: RetainedOwnership | undefined;
  /** size of the database in bytes; a function because it costs a query */
  readonly sizeBytes: () => number;
  readonly now: number;
}

/** When the next retention run is due, or the end of the room, in ms since 1970. */
export function retentionDueAt(context: RetentionContext): number {
  const dueAt = pruningDueAt(context);
  return context.expiresAt === 0 ? dueAt : Math.min(dueAt, context.expiresAt);
}

function pruningDueAt(context: RetentionContext): number {
  const { log, now } = context;
  const { eraseDueAt = Infinity } = log;
  if (eraseDueAt <= now) return now;
  return Math.min(eraseDueAt, rowsDueAt(context));
}

/** When events are due to be deleted. */
function rowsDueAt(context: RetentionContext): number {
  const { log, limits, sizeBytes, now } = context;
  const oldestAt = log.oldestAt();
  const newestAt = log.newestAt();
  if (oldestAt === undefined || newestAt === undefined) return emptyRoomDueAt(context);
  if (rows(log) > limits.retentionRows * ROW_SLACK || sizeBytes() > limits.retentionBytes) return now;
  const nextBatchAt = Math.max(oldestAt + limits.retentionMs, now + batchIntervalMs(limits));
  // The last messages of a room are not kept for the sake of a batch: nothing would be added to it.
  const lastDueAt = Math.max(oldestAt, newestAt) + limits.retentionMs;
  return Math.min(nextBatchAt, lastDueAt);
}

/**
 * True if there is nothing left to keep: nothing was said for a day after the creation, or everything has expired; with an
 * owner, a year later.
 */
export function isOver(context: RetentionContext): boolean {
  const { log, limits, createdAt, ownership, now } = context;
  if (ownership !== undefined) return now >= ownedUntil(context, ownership);
  if (log.newest === 0) return now >= createdAt + UNUSED_ROOM_MS;
  return !log.hasEventsSince(firstRetainedAt(limits, now));
}

/**
 * Deletes what the steps before have overwritten, and overwrites events past their bound, at most {@link PRUNE_ROWS} rows.
 * Returns true if another step is needed; what this one wrote has to be committed before.
 */
export function pruneStep({ log, limits, ownership, sizeBytes, now }: RetentionContext): boolean {
  log.sweep();
  if (log.eraseDueAt !== undefined && log.eraseDueAt <= now) {
    log.erase(PRUNE_ROWS, now);
    return true;
  }
  const overBytes = sizeBytes() > limits.retentionBytes;
  const oldestRetained = log.newest - limits.retentionRows + 1;
  const beforeSeq = overBytes ? Math.max(oldestRetained, log.oldest + PRUNE_ROWS) : oldestRetained;
  const beforeAt = firstRetainedAt(limits, now);
  const pruned = log.prune({ beforeSeq, beforeAt, maxRows: PRUNE_ROWS });
  const mayFindMore = pruned === PRUNE_ROWS || (overBytes && pruned > 0);
  const isSmall = !isEmpty(log) && rows(log) <= PRUNE_ROWS;
  const clears = !mayFindMore && isSmall && !log.hasEventsSince(beforeAt);
  if (clears) {
    ownership?.noteActive(log.newestAt() ?? now);
    log.clear();
  }
  return pruned > 0 || clears;
}

function isEmpty({ oldest, newest }: LogWriter): boolean {
  return oldest === 0 || oldest > newest;
}

/** Since when an event must have been stored not to be expired. */
function firstRetainedAt({ retentionMs }: Limits, now: number): number {
  return now - retentionMs + 1;
}

function emptyRoomDueAt(context: RetentionContext): number {
  const { log, createdAt, ownership, now } = context;
  if (ownership !== undefined) {
    const until = ownedUntil(context, ownership);
    return until > now ? until : now + CHECK_INTERVAL_MS;
  }
  const unusedAt = createdAt + UNUSED_ROOM_MS;
  return log.newest === 0 && unusedAt > now ? unusedAt : now + CHECK_INTERVAL_MS;
}

function ownedUntil({ log, limits }: RetentionContext, { activeAt }: RetainedOwnership): number {
  return Math.max(activeAt, log.newestAt() ?? 0) + Math.max(OWNED_ROOM_MS, limits.retentionMs);
}

function batchIntervalMs({ retentionMs }: Limits): number {
  return Math.max(MIN_BATCH_INTERVAL_MS, Math.min(MAX_BATCH_INTERVAL_MS, retentionMs / BATCHES));
}

function rows(log: LogWriter): number {
  return log.newest - log.oldest + 1;
}

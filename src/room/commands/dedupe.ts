/** Deduplication: was this command executed before? (SPEC PUB-3 to PUB-6) */
import type { Context } from "../context.ts";
import { dedupeScope } from "../origin.ts";

export type DedupeResult =
  | { readonly kind: "new" }
  | { readonly kind: "stored"; readonly seq: number }
  /** the rows to search are too many, or no longer stored */
  | { readonly kind: "unknown" };

const NEW: DedupeResult = { kind: "new" };
const UNKNOWN: DedupeResult = { kind: "unknown" };

export function findDuplicate(
  { room, session, origin }: Pick<Context, "room" | "session" | "origin">,
  command: { readonly id: string; readonly since?: number | undefined },
): DedupeResult {
  const recent = room.recent.seqOf(session.member, command.id);
  if (recent !== undefined) return { kind: "stored", seq: recent };
  const since = command.since ?? (dedupeScope(origin) === "log" ? defaultSince(room) : undefined);
  if (since === undefined) return NEW;
  if (!isSearchable(room, since)) return UNKNOWN;
  const seq = room.stored.log.findCommand(session.member, command.id, since);
  return seq === undefined ? NEW : { kind: "stored", seq };
}

/** Where the search starts if the client names no `since`: at the oldest row that may be searched and is still stored. */
function defaultSince({ stored: { log }, limits }: Context["room"]): number {
  return Math.max(log.newest - limits.repeatRows, log.oldest - 1, 0);
}

function isSearchable({ stored: { log }, limits }: Context["room"], since: number): boolean {
  if (since > log.newest || log.newest - since > limits.repeatRows) return false;
  return since >= log.oldest - 1;
}

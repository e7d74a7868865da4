/** Was this command carried out before? (SPEC PUB-3 to PUB-6) */
import type { Context } from "../context.ts";

export type Repeat =
  | { readonly kind: "new" }
  | { readonly kind: "stored"; readonly seq: number }
  /** the rows that could tell are too many, or no longer kept */
  | { readonly kind: "unknown" };

const NEW: Repeat = { kind: "new" };
const UNKNOWN: Repeat = { kind: "unknown" };

export function findRepeat(
  { room, session, repeats }: Pick<Context, "room" | "session" | "repeats">,
  command: { readonly id: string; readonly since?: number | undefined },
): Repeat {
  const recent = room.recent.seqOf(session.member, command.id);
  if (recent !== undefined) return { kind: "stored", seq: recent };
  const since = command.since ?? (repeats === "stored" ? newestSearched(room) : undefined);
  if (since === undefined) return NEW;
  if (!canTell(room, since)) return UNKNOWN;
  const seq = room.born.log.findCommand(session.member, command.id, since);
  return seq === undefined ? NEW : { kind: "stored", seq };
}

/** The place from which everything can be searched: the newest rows, so far as they are kept. */
function newestSearched({ born: { log }, limits }: Context["room"]): number {
  return Math.max(log.newest - limits.repeatRows, log.oldest - 1, 0);
}

function canTell({ born: { log }, limits }: Context["room"], since: number): boolean {
  if (since > log.newest || log.newest - since > limits.repeatRows) return false;
  return since >= log.oldest - 1;
}

/** Deduplication: was this command executed before? (SPEC PUB-3 to PUB-6) */
import type { CommandOf } from "../../protocol/commands.ts";
import type { DurableCommandType, DurableType } from "../../protocol/traits.ts";
import type { Context } from "../context.ts";
import { hasGeneratedId } from "../origin.ts";
import type { CommandKey } from "../recent-commands.ts";
import type { Session } from "../session.ts";

export type DedupeResult =
  | { readonly kind: "new" }
  /** `seq` is that of the event that the first one caused */
  | { readonly kind: "stored"; readonly seq: number }
  /** the rows to search are too many, or no longer stored */
  | { readonly kind: "unknown" };

type DurableCommand = { [Type in DurableCommandType]: CommandOf<Type> }[DurableCommandType];

const EVENT_TYPES: { readonly [Type in DurableCommandType]: DurableType } = {
  publish: "message",
  edit: "edit",
  delete: "delete",
  restore: "restore",
  react: "reaction",
  state: "state",
  configure: "settings",
  role: "role",
  moderate: "moderation",
  clear: "clear",
};

const NEW: DedupeResult = { kind: "new" };
const UNKNOWN: DedupeResult = { kind: "unknown" };

export function findDuplicate(context: Context<DurableCommandType>): DedupeResult {
  const { room, session, origin, command } = context;
  // Drawn at random for this very command: it is in no row.
  if (hasGeneratedId(origin)) return NEW;
  const key = keyOf(session, command);
  const remembered = room.recent.seqOf(key);
  // What the client had before it sent the command is another one, whose id was drawn again.
  if (remembered !== undefined && remembered > (command.since ?? 0))
    return { kind: "stored", seq: remembered };
  const since = command.since ?? defaultSince(room);
  if (!isSearchable(room, since)) return UNKNOWN;
  const seq = room.recent.find(key, since);
  return seq === undefined || seq <= since ? NEW : { kind: "stored", seq };
}

/** Notes that the command is stored as event `seq`, so that a repeat of it is recognized. */
export function rememberStored(
  { room, session, command }: Pick<Context<DurableCommandType>, "room" | "session" | "command">,
  seq: number,
): void {
  room.recent.add({ ...keyOf(session, command), seq });
}

/**
 * True if the member's publish `id` is stored, as far back as repeats of `command` are looked for: it was sent before
 * `command`, and was not acknowledged then (SPEC PUB-8).
 */
export function isPublished({ room, session, command }: Context<"publish">, id: string): boolean {
  const key: CommandKey = keyOf(session, { type: "publish", id });
  return room.recent.find(key, command.since ?? defaultSince(room)) !== undefined;
}

function keyOf({ member, name }: Session, { type, id }: Pick<DurableCommand, "type" | "id">): CommandKey {
  return { type: EVENT_TYPES[type], member, name, id };
}

/** Where the search starts if the client names no `since`: at the oldest row that may be searched and is still stored. */
function defaultSince({ stored: { log }, limits }: Context["room"]): number {
  return Math.max(log.newest - limits.repeatRows, log.oldest - 1, 0);
}

function isSearchable({ stored: { log }, limits }: Context["room"], since: number): boolean {
  if (since > log.newest || log.newest - since > limits.repeatRows) return false;
  return since >= log.oldest - 1;
}

import type { Context } from "../context.ts";
import { broadcast, refuse, reply, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import { findDuplicate, rememberStored } from "./dedupe.ts";
import type { CommandHandler } from "./handler.ts";

/** Fewer than in a step of the alarm: the command may have to be looked for in the log, too. */
export const ERASED_ROWS = 200;

const NO_OWNER = "A room without an owner cannot be cleared.";

/** SPEC LOG-8. */
export const clear: CommandHandler<"clear"> = { handle: handleClear };

function handleClear(context: Context<"clear">): Outcome {
  const { room, session, command, now } = context;
  const { id } = command;
  if (!room.authority.isOwned) return refuse(id, "forbidden", NO_OWNER);
  const duplicate = findDuplicate(context);
  if (duplicate.kind === "stored") return reply({ type: "stored", id, seq: duplicate.seq });
  if (duplicate.kind === "unknown") return refuse(id, "outcome_unknown");
  const from = authorOf(session);
  const seq = room.shared.transaction(() =>
    room.authority.recorded({ at: now, from, action: "clear" }, () => clearAll(context)),
  );
  room.ephemeralKeys.clear();
  // As much as does not delay the others; the alarm overwrites the rest.
  room.stored.log.erase(ERASED_ROWS, now);
  room.deleted.clear();
  rememberStored(context, seq);
  return broadcast({ type: "clear", seq, at: now, from, id });
}

/** The log and the shared state. The caller holds the transaction. */
function clearAll({ room, session, command: { id }, now }: Context<"clear">): number {
  const seq = room.stored.log.append({ type: "clear", at: now, from: authorOf(session), commandId: id });
  room.shared.clear();
  return seq;
}

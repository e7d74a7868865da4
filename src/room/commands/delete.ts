import type { Context } from "../context.ts";
import { broadcast, refuse, reply, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import { findDuplicate, rememberStored } from "./dedupe.ts";
import { ownMessage } from "./own-message.ts";
import { WRITERS, type CommandHandler } from "./handler.ts";

/** SPEC DEL-1, DEL-2. */
export const deleteCommand: CommandHandler<"delete"> = { roles: WRITERS, handle: handleDelete };

function handleDelete(context: Context<"delete">): Outcome {
  const { room, session, command, now } = context;
  const { id, seq: target } = command;
  const duplicate = findDuplicate(context);
  if (duplicate.kind === "stored") return reply({ type: "stored", id, seq: duplicate.seq });
  const message = ownMessage(context, target);
  if (!message.ok) return refuse(id, message.failure);
  if (message.value.deleted === true) return reply({ type: "stored", id, seq: target });
  // A deletion is never undone, so this one was not executed, even where its row can no longer be searched for.
  const from = authorOf(session);
  const seq = room.stored.log.append({ type: "delete", at: now, from, commandId: id, target });
  rememberStored(context, seq);
  return broadcast({ type: "delete", seq, at: now, from, id, target });
}

import { failure, type Failure } from "../../protocol/errors.ts";
import type { DurableEventOf } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import { isAtLeast } from "../../protocol/roles.ts";
import { rankRefusal } from "../authority/ranks.ts";
import type { Context, RoomState } from "../context.ts";
import { broadcast, refuse, refuseWith, reply, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import { findDuplicate, rememberStored } from "./dedupe.ts";
import type { CommandHandler } from "./handler.ts";
import type { MessageContent } from "../store.ts";

/** SPEC DEL-1, DEL-2, MOD-8. */
export const deleteCommand: CommandHandler<"delete"> = { handle: handleDelete };

function handleDelete(context: Context<"delete">): Outcome {
  const { room, command, session } = context;
  const { id, seq: target } = command;
  const duplicate = findDuplicate(context);
  if (duplicate.kind === "stored") return reply({ type: "stored", id, seq: duplicate.seq });
  const message = room.visible.storedMessage(target);
  if (message === undefined) return refuse(id, "message_not_found");
  const isOwn = message.from.id === session.member;
  const refused = isOwn ? undefined : refusalOf(context, message);
  if (refused !== undefined) return refuseWith(id, refused);
  if (message.deleted === true) {
    // What a moderator has deleted too is not for its sender to restore.
    if (!isOwn) room.deleted.forget(target);
    return reply({ type: "stored", id, seq: target });
  }
  // It may have been executed, and undone since.
  if (duplicate.kind === "unknown") return refuse(id, "outcome_unknown");
  return broadcast(isOwn ? deleteOwn(context, message) : deleteOthers(context, message));
}

function refusalOf({ room, session }: Context<"delete">, { from }: Message): Failure | undefined {
  return isAtLeast(session.role, "moderator") ? rankRefusal(room, session, from.id) : failure("forbidden");
}

function deleteOwn(context: Context<"delete">, message: Message): DurableEventOf<"delete"> {
  const { room, session, command, now: at } = context;
  const { id, seq: target } = command;
  const content = contentOf(room, message);
  const from = authorOf(session);
  const keepReactionsUntil = reactionsKeptUntil(room, content, at);
  const seq = room.stored.log.append({
    type: "delete",
    at,
    from,
    commandId: id,
    target,
    keepReactionsUntil,
  });
  room.deleted.keep(target, { content, isRemoved: false }, at);
  rememberStored(context, seq);
  return { type: "delete", seq, at, from, id, target };
}

function deleteOthers(context: Context<"delete">, message: Message): DurableEventOf<"delete"> {
  const { room, session, command, now: at } = context;
  const { id, seq: target, reason } = command;
  const content = contentOf(room, message);
  const from = authorOf(session);
  const author = message.from;
  const why = reason === undefined ? {} : { reason };
  const record = { at, from, action: "delete", member: author, seq: target, ...why } as const;
  const keepReactionsUntil = reactionsKeptUntil(room, content, at);
  const entry = { type: "delete", at, from, commandId: id, target, author, ...why } as const;
  const seq = room.authority.recorded(record, () => room.stored.log.append({ ...entry, keepReactionsUntil }));
  room.deleted.keep(target, { content, isRemoved: true }, at);
  rememberStored(context, seq);
  return { type: "delete", seq, at, from, id, target, author, ...why };
}

/** A crowd's reactions stay stored for as long as the deletion can be undone (SPEC DEL-6). */
function reactionsKeptUntil({ limits }: RoomState, { holders }: MessageContent, now: number) {
  return holders === undefined ? now + limits.undoMs + 1 : undefined;
}

/** Its reactions only where they are not those of a crowd, for which one more than may be in memory is read. */
function contentOf(
  { stored, limits }: RoomState,
  { seq, text, mentions, editedAt }: Message,
): MessageContent {
  const holders = stored.log.reactionHolders(seq, limits.undoReactions + 1);
  return {
    text,
    ...(mentions === undefined ? {} : { mentions }),
    ...(editedAt === undefined ? {} : { editedAt }),
    holders: holders.length > limits.undoReactions ? undefined : holders,
  };
}

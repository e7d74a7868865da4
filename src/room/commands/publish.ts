import { failure, failureWithRetry, type Failure } from "../../protocol/errors.ts";
import type { Message } from "../../protocol/events/message.ts";
import { exhaustive } from "../../text/exhaustive.ts";
import { parseText } from "../../text/message-text.ts";
import { linkRefusal } from "../authority/guest-links.ts";
import type { Context } from "../context.ts";
import { refusesReusedIds } from "../origin.ts";
import { slowModeFailure, textFailure } from "../limit-failures.ts";
import { broadcast, refuse, refuseWith, reply, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import { findDuplicate, isPublished, rememberStored } from "./dedupe.ts";
import { parseMentions, type MentionsField } from "./mentions.ts";
import type { CommandHandler } from "./handler.ts";

/** As long as the shortest pause after a rate limit, which is what a message before it was most likely refused for. */
const OUT_OF_ORDER_RETRY_MS = 1_000;

/** SPEC PUB-1 to PUB-8. */
export const publish: CommandHandler<"publish"> = {
  anonymous: true,
  handle: handlePublish,
};

function handlePublish(context: Context<"publish">): Outcome {
  const { room, command } = context;
  const text = parseText(command.text, room.limits);
  if (!text.ok) return refuseWith(command.id, textFailure(text.failure, command.text, room.limits));
  const mentions = parseMentions(command.mentions, text.value, room.limits);
  if (!mentions.ok) return refuseWith(command.id, mentions.failure);
  const duplicate = findDuplicate(context);
  switch (duplicate.kind) {
    case "stored":
      return isReusedId(context, duplicate.seq, text.value)
        ? refuse(command.id, "key_reused")
        : reply({ type: "stored", id: command.id, seq: duplicate.seq });
    case "unknown":
      return refuse(command.id, "outcome_unknown");
    case "new": {
      const refused = refusalOf(context, text.value);
      return refused === undefined
        ? broadcast(append(context, text.value, mentions.value))
        : refuseWith(command.id, refused);
    }
    default:
      return exhaustive(duplicate);
  }
}

/** Why a message that is not stored yet is refused. */
function refusalOf(context: Context<"publish">, text: string): Failure | undefined {
  const { room, session, command, now } = context;
  const { authority, visible } = room;
  if (command.previous !== undefined && !isPublished(context, command.previous))
    return failureWithRetry("out_of_order", OUT_OF_ORDER_RETRY_MS);
  if (command.replyTo !== undefined && visible.message(command.replyTo) === undefined)
    return failure("message_not_found");
  const links = linkRefusal(authority.settings, session.role, text);
  if (links !== undefined) return links;
  const waitMs = authority.slowModeWaitMs(session, now);
  return waitMs === 0 ? undefined : slowModeFailure(authority.settings, waitMs);
}

/** True if the id was used for another message. An edited or deleted message no longer has its first text: a repeat then. */
function isReusedId({ origin, room, command }: Context<"publish">, seq: number, text: string): boolean {
  if (!refusesReusedIds(origin)) return false;
  const message = room.visible.message(seq);
  if (message === undefined || message.deleted === true || message.editedAt !== undefined) return false;
  return message.text !== text || message.replyTo !== command.replyTo;
}

function append(context: Context<"publish">, text: string, mentions: MentionsField): Message {
  const { room, session, command, now } = context;
  const from = authorOf(session);
  const { id, replyTo } = command;
  const seq = room.stored.log.append({
    type: "message",
    at: now,
    from,
    commandId: id,
    text,
    replyTo,
    ...mentions,
  });
  rememberStored(context, seq);
  room.names.wrote(session);
  room.authority.published(session, now);
  const reply = replyTo === undefined ? {} : { replyTo };
  // In this order a frame of many compresses best: what they have in common is in long runs.
  return { type: "message", at: now, seq, id, from, text, ...reply, ...mentions };
}

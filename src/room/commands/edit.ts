import type { Message } from "../../protocol/events/message.ts";
import { parseText } from "../../text/message-text.ts";
import { linkRefusal } from "../authority/guest-links.ts";
import type { Context } from "../context.ts";
import { textFailure } from "../limit-failures.ts";
import { broadcast, refuse, refuseWith, reply, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import { findDuplicate, rememberStored } from "./dedupe.ts";
import { parseMentions, type MentionsField } from "./mentions.ts";
import { ownMessage } from "./own-message.ts";
import type { CommandHandler } from "./handler.ts";

/** SPEC EDIT-1, EDIT-2. */
export const edit: CommandHandler<"edit"> = { handle: handleEdit };

function handleEdit(context: Context<"edit">): Outcome {
  const { room, session, command, now } = context;
  const { id, seq: target } = command;
  const text = parseText(command.text, room.limits);
  if (!text.ok) return refuseWith(id, textFailure(text.failure, command.text, room.limits));
  const links = linkRefusal(room.authority.settings, session.role, text.value);
  if (links !== undefined) return refuseWith(id, links);
  const mentions = parseMentions(command.mentions, text.value, room.limits);
  if (!mentions.ok) return refuseWith(id, mentions.failure);
  const duplicate = findDuplicate(context);
  if (duplicate.kind === "stored") return reply({ type: "stored", id, seq: duplicate.seq });
  const message = ownMessage(context, target);
  if (!message.ok) return refuse(id, message.failure);
  if (message.value.deleted === true) return refuse(id, "message_not_found");
  if (isUnchanged(message.value, text.value, mentions.value))
    return reply({ type: "stored", id, seq: target });
  if (duplicate.kind === "unknown") return refuse(id, "outcome_unknown");
  const from = authorOf(session);
  const seq = room.stored.log.append({
    type: "edit",
    at: now,
    from,
    commandId: id,
    target,
    text: text.value,
    ...mentions.value,
  });
  rememberStored(context, seq);
  return broadcast({ type: "edit", seq, at: now, from, id, target, text: text.value, ...mentions.value });
}

function isUnchanged(message: Message, text: string, { mentions = [] }: MentionsField): boolean {
  return message.text === text && JSON.stringify(message.mentions ?? []) === JSON.stringify(mentions);
}

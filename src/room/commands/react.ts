import { qualifyEmoji } from "../../text/emoji.ts";
import type { Context } from "../context.ts";
import { reactionsFailure } from "../limit-failures.ts";
import { broadcast, refuse, refuseWith, reply, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import { findDuplicate, rememberStored } from "./dedupe.ts";
import type { CommandHandler } from "./handler.ts";

/** SPEC REACT-1 to REACT-3. */
export const react: CommandHandler<"react"> = { handle: handleReact };

function handleReact(context: Context<"react">): Outcome {
  const { room, session, command, now } = context;
  const { id, seq: target, on } = command;
  const emoji = qualifyEmoji(command.emoji);
  if (emoji === undefined) return refuse(id, "invalid_emoji");
  const duplicate = findDuplicate(context);
  if (duplicate.kind === "stored") return reply({ type: "stored", id, seq: duplicate.seq });
  const { log } = room.stored;
  const message = room.visible.message(target);
  if (message === undefined || message.deleted === true) return refuse(id, "message_not_found");
  const current = log.reactionsOn(target, emoji, session.member);
  if (current.mine === on) return reply({ type: "stored", id, seq: target });
  if (duplicate.kind === "unknown") return refuse(id, "outcome_unknown");
  if (on && current.count === 0 && current.otherEmoji >= room.limits.reactionsPerMessage) {
    return refuseWith(id, reactionsFailure(room.limits));
  }
  const from = authorOf(session);
  const seq = log.append({ type: "reaction", at: now, from, commandId: id, target, emoji, on });
  rememberStored(context, seq);
  const count = current.count + (on ? 1 : -1);
  return broadcast({ type: "reaction", seq, at: now, from, id, target, emoji, on, count });
}

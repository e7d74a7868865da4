import type { Context } from "../context.ts";
import { effects, NO_OUTCOME, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import type { CommandHandler } from "./handler.ts";

/** SPEC EPH-1. */
export const typing: CommandHandler<"typing"> = { handle: handleTyping };

function handleTyping({ room, session, command }: Context<"typing">): Outcome {
  if (room.roster.count > room.limits.typingMembers) return NO_OUTCOME;
  return effects({ to: "other_members", event: { type: "typing", from: authorOf(session), on: command.on } });
}

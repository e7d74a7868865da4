import type { Typing } from "../../protocol/commands/typing.ts";
import type { Context } from "../context.ts";
import { NO_EFFECTS, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";

/** SPEC EPH-1. */
export function typing({ room, session, command }: Context<Typing>): Outcome {
  if (room.roster.count > room.limits.typingMembers) return NO_EFFECTS;
  return [{ to: "other_members", event: { type: "typing", from: authorOf(session), on: command.on } }];
}

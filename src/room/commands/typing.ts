import type { Typing } from "../../protocol/commands/typing.ts";
import type { Context } from "../context.ts";
import { NOTHING, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";

/** SPEC EPH-1. */
export function typing({ room, session, command }: Context<Typing>): Outcome {
  if (room.roster.count > room.limits.typingMembers) return NOTHING;
  return [{ to: "other_members", event: { type: "typing", from: authorOf(session), on: command.on } }];
}

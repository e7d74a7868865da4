import type { Context } from "../context.ts";
import { effects, NO_OUTCOME, type Effect, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import type { CommandHandler } from "./handler.ts";

/** SPEC EPH-3. */
export const read: CommandHandler<"read"> = { handle: handleRead };

function handleRead({ room, session, command: { seq } }: Context<"read">): Outcome {
  const { roster, stored, limits } = room;
  if (roster.count > limits.readMembers || seq > stored.log.newest) return NO_OUTCOME;
  const before = roster.member(session.member)?.read ?? 0;
  if (seq === 0 ? before === 0 : seq <= before) return NO_OUTCOME;
  const readers = roster.sessionsOf(session.member).map((own) => ({ ...own, read: seq }));
  // Over HTTP a member without a session reports too; what members who are away have read is not kept.
  if (readers.length === 0) return NO_OUTCOME;
  for (const own of readers) roster.enter(own);
  return effects(...readers.map((own): Effect => ({ to: "session", session: own })), {
    to: "other_members",
    event: { type: "read", from: authorOf(session), seq },
  });
}

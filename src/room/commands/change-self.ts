/** Changes the sender's member in all their sessions (SPEC ID-4, OWN-3). */
import { roleIn } from "../authority/role-in.ts";
import type { Context } from "../context.ts";
import { selfOf } from "../identity/identify.ts";
import type { Effect, Outcome } from "../outcome.ts";
import type { Identity, Session } from "../session.ts";

/** The outcome of a change of name, or of the role that the room gives: a `presence` with `self` for the sender, and `changed` for the others. */
export function changeSelf(
  { room, session, command, now }: Context<"rename" | "claim">,
  change: Partial<Pick<Identity, "name">>,
): Outcome {
  const { roster } = room;
  const changeOf = (own: Session): Session => ({ ...own, ...change, role: roleIn(room, own, now) });
  const sessions = roster.sessionsOf(session.member).map(changeOf);
  for (const own of sessions) roster.enter(own);
  const member = roster.member(session.member);
  const changed = member === undefined ? [] : [member];
  const self = selfOf({ ...room, now }, changeOf(session));
  const presence = { type: "presence", count: roster.count, changed } as const;
  return {
    answer: [{ ...presence, id: command.id, self }],
    effects: [
      ...sessions.map((own): Effect => ({ to: "session", session: own })),
      // Over HTTP a member without a session can be changed too; they are not in the roster, so nothing is broadcast.
      ...(member === undefined ? [] : [{ to: "other_sessions", event: presence } as const]),
    ],
  };
}

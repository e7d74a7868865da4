import type { Presence } from "../../protocol/events/presence.ts";
import type { Context } from "../context.ts";
import { isOutdated, replaceOlder } from "../client-sessions.ts";
import { identifyByToken, selfOf, withCurrentName } from "../identity/identify.ts";
import { authorOf } from "../session.ts";
import { refuse, type Effect, type Outcome } from "../outcome.ts";
import { EVERY_ROLE, type CommandHandler } from "./handler.ts";

const NO_STREAM =
  'Open a stream or poll first, and name it in "session": "authenticate" changes the member of that connection.';

/** SPEC ID-5. Changes the member of the sender's connection, so a request without a stream of its own is refused. */
export const authenticate: CommandHandler<"authenticate"> = {
  roles: EVERY_ROLE,
  handle: handleAuthenticate,
};

function handleAuthenticate({ room, session, command, now }: Context<"authenticate">): Outcome {
  if (session.connection === "") return refuse(command.id, "forbidden", NO_STREAM);
  const { roster } = room;
  const identity = identifyByToken({ ...room, now }, command.token);
  if (!identity.ok) return refuse(command.id, identity.failure);
  const left = roster.leave(session.connection);
  const changed = { ...session, ...withCurrentName(roster, identity.value) };
  const isSame = session.member === changed.member;
  const hasJoined = roster.enter(changed);
  const member = roster.member(changed.member);
  const replaced: readonly Effect[] = isOutdated(roster, changed)
    ? [{ to: "close", close: "replaced" }]
    : replaceOlder(roster, changed);
  const presence: Presence = {
    type: "presence",
    count: roster.count,
    ...(left === undefined || isSame ? {} : { left: [authorOf(left)] }),
    ...(hasJoined && !isSame && member !== undefined ? { joined: [member] } : {}),
    ...(isSame && member !== undefined ? { changed: [member] } : {}),
  };
  const self = selfOf({ ...room, now }, changed);
  return {
    answer: [{ ...presence, id: command.id, self }],
    effects: [{ to: "session", session: changed }, { to: "other_sessions", event: presence }, ...replaced],
  };
}

import type { Failure } from "../../protocol/errors.ts";
import type { Presence } from "../../protocol/events/presence.ts";
import type { Context } from "../context.ts";
import { isOutdated, replaceOlder } from "../client-sessions.ts";
import { identifyByToken, selfOf, withJoinName } from "../identity/identify.ts";
import { connectionsFailure } from "../limit-failures.ts";
import { authorOf, type Identity } from "../session.ts";
import { settleNames } from "../settle-names.ts";
import { refuse, refuseWith, type Effect, type Outcome } from "../outcome.ts";
import type { CommandHandler } from "./handler.ts";

const NO_STREAM =
  'Open a stream or poll first, and name it in "session": "authenticate" changes the member of that connection.';

/** SPEC ID-5. Changes the member of the sender's connection, so a request without a stream of its own is refused. */
export const authenticate: CommandHandler<"authenticate"> = { handle: handleAuthenticate };

function handleAuthenticate(context: Context<"authenticate">): Outcome {
  const { room, session, command, vouched, now } = context;
  if (session.connection === "") return refuse(command.id, "forbidden", NO_STREAM);
  if (vouched?.ok === false) return refuseWith(command.id, vouched.failure);
  const identity = identifyByToken({ ...room, now }, command.token, vouched?.value);
  if (!identity.ok) return refuse(command.id, identity.failure);
  const refused = becomingRefusal(context, identity.value);
  return refused === undefined ? become(context, identity.value) : refuseWith(command.id, refused);
}

/** Why the session may not become that member. */
function becomingRefusal(
  { room, session, now }: Context<"authenticate">,
  identity: Identity,
): Failure | undefined {
  const visitor = { ...identity, address: session.address };
  const excluded = room.authority.sanctions.exclusionOf(visitor, now);
  if (excluded !== undefined) return excluded;
  const unread = room.authority.readRefusal(identity.role, true);
  if (unread !== undefined) return unread;
  const { memberConnections } = room.limits;
  const isFull =
    session.member !== identity.member && room.roster.sessionsOf(identity.member).length >= memberConnections;
  return isFull ? connectionsFailure("member", memberConnections) : undefined;
}

/** Makes the session that member's, and announces who left and joined by it. */
function become({ room, session, command, now }: Context<"authenticate">, identity: Identity): Outcome {
  const { roster } = room;
  const isSame = session.member === identity.member;
  const left = roster.leave(session.connection);
  const { vouching: _, read, ...connection } = session;
  const changed = {
    ...connection,
    ...withJoinName(room, identity, { address: session.address, isNewGuest: false }),
    // What one member has read is not what another has.
    ...(isSame && read !== undefined ? { read } : {}),
  };
  const hasJoined = roster.enter(changed);
  const settled = settleNames(room, changed);
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
  const isQuiet = presence.left === undefined && presence.joined === undefined;
  const isBatched = !isQuiet && !room.announcements.take(session.address, now);
  const self = selfOf({ ...room, now }, changed);
  return {
    answer: [{ ...presence, id: command.id, self }],
    effects: [
      { to: "session", session: changed },
      { to: "other_sessions", event: presence, isBatched },
      ...settled,
      ...replaced,
    ],
  };
}

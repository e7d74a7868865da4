import type { Authenticate } from "../../protocol/commands/authenticate.ts";
import type { Presence } from "../../protocol/events/presence.ts";
import type { Context } from "../context.ts";
import { identifyByToken, selfOf } from "../identity/identify.ts";
import { authorOf } from "../session.ts";
import { refuse, reply, type Outcome } from "../outcome.ts";

/** SPEC ID-5. */
export function authenticate({ room, session, command, now }: Context<Authenticate>): Outcome {
  const { roster } = room;
  const identity = identifyByToken({ ...room, now }, command.token);
  if (!identity.ok) return refuse(command.id, identity.failure);
  const left = roster.leave(session.connection);
  const changed = { ...session, ...identity.value };
  const isSame = session.member === changed.member;
  const hasJoined = roster.enter(changed);
  const member = roster.member(changed.member);
  const presence: Presence = {
    type: "presence",
    count: roster.count,
    ...(left === undefined || isSame ? {} : { left: [authorOf(left)] }),
    ...(hasJoined && !isSame && member !== undefined ? { joined: [member] } : {}),
    ...(isSame && member !== undefined ? { changed: [member] } : {}),
  };
  const self = selfOf({ ...room, now }, changed);
  return [
    { to: "session", session: changed },
    reply({ ...presence, id: command.id, self }),
    { to: "other_sessions", event: presence },
  ];
}

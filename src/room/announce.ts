/** Announces joins and leaves to the others. */
import type { Presence } from "../protocol/events/presence.ts";
import type { Effect } from "./outcome.ts";
import type { RoomCore } from "./room-core.ts";
import { authorOf, type Session } from "./session.ts";

/** The first session of a member has joined. */
export function announceJoin(core: RoomCore, session: Session): Effect {
  const member = core.roster.member(session.member);
  return announce(core, session, { joined: member === undefined ? [] : [member] });
}

/** The last session of a member has left. */
export function announceLeave(core: RoomCore, session: Session): Effect {
  return announce(core, session, { left: [authorOf(session)] });
}

function announce(
  { roster, announcements, ports }: RoomCore,
  { address }: Session,
  change: Pick<Presence, "joined" | "left">,
): Effect {
  return {
    to: "other_sessions",
    event: { type: "presence", count: roster.count, ...change },
    isBatched: !announcements.take(address, ports.clock.now()),
  };
}

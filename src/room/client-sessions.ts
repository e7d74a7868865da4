/**
 * Which connection of a client counts: the newest one. A client names its session, and counts its attempts to join, so
 * that a line that stalled is known to be older, however late it delivers (SPEC READ-2).
 */
import type { MemberRoster } from "./roster.ts";
import type { Effect } from "./outcome.ts";
import type { ClientKey, Session } from "./session.ts";

/** A request's claim to come from a stream or poll; `generation` is undefined where it names none. */
export interface RequestKey {
  readonly session: string | undefined;
  readonly generation: number | undefined;
}

/** True if a later attempt of the same client has joined. */
export function isOutdated(
  roster: MemberRoster,
  { member, client, connection }: Pick<Session, "member" | "client" | "connection">,
): boolean {
  return connectionsOf(roster, member, client?.session).some(
    (other) => other.connection !== connection && generationOf(other) > (client?.generation ?? 0),
  );
}

/** True if this attempt of the same client has joined: its ticket is used a second time (SPEC ID-17). */
export function hasJoined(
  roster: MemberRoster,
  { member, client }: Pick<Session, "member" | "client">,
): boolean {
  return connectionsOf(roster, member, client?.session).some(
    (other) => generationOf(other) === (client?.generation ?? 0),
  );
}

/** Closes the other connections of the session's client, once it has joined. */
export function replaceOlder(roster: MemberRoster, session: Session): Effect[] {
  return olderSessions(roster, session).map((other) => ({ to: "replaced", connection: other.connection }));
}

/** The other sessions of the session's client, which it takes the place of. */
export function olderSessions(
  roster: MemberRoster,
  { member, client, connection }: Pick<Session, "member" | "client" | "connection">,
): Session[] {
  return connectionsOf(roster, member, client?.session).filter((other) => other.connection !== connection);
}

/** The connection of a client now: a newer one may have taken the place of that which it had. */
export function connectionNow(
  roster: MemberRoster,
  { connection, member, client }: { connection: string; member: string; client: string | undefined },
): string {
  if (roster.session(connection) !== undefined) return connection;
  return connectionsOf(roster, member, client)[0]?.connection ?? connection;
}

/** True for a request of a stream or poll that is no longer its client's newest connection (SPEC HTTP-9). */
export function hasEnded(roster: MemberRoster, member: string, { session, generation }: RequestKey): boolean {
  const open = connectionsOf(roster, member, session);
  const isOwnOpen = open.some(
    (each) => each.client?.isSocket === false && generationOf(each) === (generation ?? 0),
  );
  return !isOwnOpen && (open.length > 0 || (session !== undefined && generation !== undefined));
}

function connectionsOf(
  roster: MemberRoster,
  member: string,
  session: ClientKey["session"] | undefined,
): Session[] {
  if (session === undefined) return [];
  return roster.sessionsOf(member).filter(({ client }) => client?.session === session);
}

function generationOf({ client }: Session): number {
  return client?.generation ?? 0;
}

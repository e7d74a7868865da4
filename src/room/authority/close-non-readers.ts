/** Disconnects those who may no longer read the room, at once (SPEC PRIV-3). */
import type { RoomState } from "../context.ts";
import type { Effect } from "../outcome.ts";

/**
 * Closes the connections of those who may not read the room as it now is, also of invisible readers. Perform it before the
 * event that says why, which they may not read either.
 */
export function closeNonReaders({ roster, authority }: Pick<RoomState, "roster" | "authority">): Effect[] {
  const connections = [...roster.all()].flatMap(({ connection, role }) =>
    authority.readRefusal(role, true) === undefined ? [] : [connection],
  );
  return connections.length === 0 ? [] : [{ to: "connections", connections, close: "members_only" }];
}

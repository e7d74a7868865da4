/** Anonymous readers: an invisible session is not in the roster and may not write (SPEC READ-1, READ-3). */
import type { RoomEvent } from "../protocol/events.ts";
import type { Self } from "../protocol/member.ts";
import type { RoomState } from "./context.ts";
import type { Effect } from "./outcome.ts";
import { recover } from "./recovery.ts";
import type { Session } from "./session.ts";
import { welcome, type RoomSnapshot } from "./welcome.ts";

/** An anonymous reader has no identity, so no token. */
const ANONYMOUS: Self = { id: "", name: "", role: "reader", token: "" };

export function invisibleSession(connection: string, address: string | undefined): Session {
  return { connection, address, member: "", name: "", role: "reader", invisible: true };
}

/** The first events of an invisible session: `welcome`, then a page or a replay. */
export function observe(
  snapshot: RoomSnapshot,
  state: RoomState | undefined,
  position: string | undefined,
): RoomEvent[] {
  const { recovered, events } = recover(state, position, "");
  return [welcome(snapshot, ANONYMOUS, recovered), ...events];
}

/** Creation gives the room a new epoch and position, so invisible sessions are welcomed again. */
export function announceCreation(snapshot: RoomSnapshot, state: RoomState): Effect[] {
  return observe(snapshot, state, undefined).map((event) => ({ to: "invisible", event }));
}

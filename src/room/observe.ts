/** Anonymous readers: an invisible session is not in the roster and may not write (SPEC READ-1, READ-3). */
import type { RoomEvent } from "../protocol/events.ts";
import { formatPosition } from "../protocol/position.ts";
import type { Self } from "../protocol/member.ts";
import type { RoomState } from "./context.ts";
import type { Effect } from "./outcome.ts";
import type { Recovery } from "./recovery.ts";
import type { Session } from "./session.ts";
import { welcome, type RoomSnapshot } from "./welcome.ts";

/** An anonymous reader has no identity, so no token. */
const ANONYMOUS: Self = { id: "", name: "", role: "reader", token: "" };

export function invisibleSession(connection: string, address: string | undefined): Session {
  return { connection, address, member: "", name: "", role: "reader", invisible: true };
}

/** The first events of an invisible session: `welcome`, then a page or a replay. */
export function observe(snapshot: RoomSnapshot, { recovered, events }: Recovery): RoomEvent[] {
  return [welcome(snapshot, ANONYMOUS, recovered), ...events];
}

/**
 * Creation gives the room an epoch, and so another position: invisible sessions get the empty page that has it. A second
 * `welcome` would look like a reconnect to their clients.
 */
export function announceCreation({ stored: { epoch } }: RoomState): Effect[] {
  const position = formatPosition({ epoch, seq: 0 });
  return [{ to: "invisible", event: { type: "page", position, events: [], more: false } }];
}

/** Reading without being anybody: an invisible session is in no roster and may say nothing (SPEC READ-1, READ-3). */
import type { RoomEvent } from "../protocol/events.ts";
import type { Self } from "../protocol/member.ts";
import type { RoomState } from "./context.ts";
import type { Outcome } from "./outcome.ts";
import { recover } from "./recovery.ts";
import type { Session } from "./session.ts";
import { welcome, type RoomSnapshot } from "./welcome.ts";

/** Nobody: there is nothing to return as, so there is no token. */
const ANONYMOUS: Self = { id: "", name: "", role: "reader", token: "" };

export function invisibleSession(connection: string, address: string | undefined): Session {
  return { connection, address, member: "", name: "", role: "reader", invisible: true };
}

/** What an invisible reader is told first. */
export function observe(
  snapshot: RoomSnapshot,
  state: RoomState | undefined,
  position: string | undefined,
): RoomEvent[] {
  const { recovered, events } = recover(state, position, "");
  return [welcome(snapshot, ANONYMOUS, recovered), ...events];
}

/** A room that was just born has another position than the one its invisible readers were welcomed at. */
export function announceCreation(snapshot: RoomSnapshot, state: RoomState): Outcome {
  return observe(snapshot, state, undefined).map((event) => ({ to: "invisible", event }));
}

/**
 * Decodes the frames of a room, for clients (SPEC EVT-1, EVT-2). A client trusts the room it joined: it only checks
 * that an event's type is known and that a durable event has its number. The full schemas would make up a ninth of a
 * page's scripts; the tests check the room's events against them instead.
 */
import { isDurable, isEventType } from "./traits.ts";
import type { RoomEvent } from "./events.ts";
import type { DurableEvent } from "./events/durable.ts";

/**
 * True for a decoded event that has a place in the order of durable events: a durable one, or one of a later release,
 * which {@link decodeEvents} returns only if it has a number (SPEC EVT-2).
 */
export function isNumbered(event: RoomEvent): event is DurableEvent {
  return isDurable(event) || !isEventType(event.type);
}

/**
 * The events in `frame`: one event or an array of them; none if it is not JSON. Unknown events and the heartbeat's
 * pong are left out, and so is a durable event without a number, because one bad event must not lose the others. An
 * unknown event with a number is returned: without it, the order would have a gap that no recovery could fill.
 */
export function decodeEvents(frame: string): RoomEvent[] {
  return frameEntries(frame).filter(isEvent);
}

/** What is in `frame`, of any kind; nothing if it is not JSON. */
export function frameEntries(frame: string): unknown[] {
  try {
    const value: unknown = JSON.parse(frame);
    return Array.isArray(value) ? value : [value];
  } catch {
    return [];
  }
}

/** True for an event that {@link decodeEvents} returns. */
export function isEvent(value: unknown): value is RoomEvent {
  if (typeof value !== "object" || value === null) return false;
  const { type, seq } = value as { readonly type?: unknown; readonly seq?: unknown };
  if (typeof type !== "string") return false;
  const needsNumber = isDurable({ type }) || !isEventType(type);
  return !needsNumber || (Number.isSafeInteger(seq) && Number(seq) >= 1);
}

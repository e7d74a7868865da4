/**
 * The one decoder of what a room sends, for clients (SPEC EVT-1, EVT-2). A client trusts the room it joined: it
 * checks that an event is one it knows and, if durable, has its number. The events' full schemas would be a ninth
 * of a page's scripts; the tests hold the room to them instead.
 */
import type { RoomEvent } from "./events.ts";
import type { DurableEvent } from "./events/durable.ts";
import { DURABLE_TYPES, EVENT_TYPES } from "./events/types.ts";

const KNOWN_TYPES: ReadonlySet<unknown> = new Set(EVENT_TYPES);
const DURABLE: ReadonlySet<unknown> = new Set(DURABLE_TYPES);

/** False for a durable event of a later release: it takes its place in the order, and is then passed over. */
export function isKnownDurable({ type }: DurableEvent): boolean {
  return DURABLE.has(type);
}

/** True for what takes a place in the order, also if it is of a later release. False for what has no number. */
export function isNumbered(event: RoomEvent): event is DurableEvent {
  return DURABLE.has(event.type) || !KNOWN_TYPES.has(event.type);
}

/**
 * The events in `frame`: one event or an array of them. Unknown events and the heartbeat's answer are left out, and
 * so is a durable event without a number, because one bad event must not cost the others. An unknown event with a
 * number stays: left out, it would be a hole in the order that nothing could ever fill.
 */
export function decodeEvents(frame: string): RoomEvent[] {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return [];
  }
  const entries: unknown[] = Array.isArray(value) ? value : [value];
  return entries.filter(isEvent);
}

function isEvent(value: unknown): value is RoomEvent {
  if (typeof value !== "object" || value === null) return false;
  const { type, seq } = value as { readonly type?: unknown; readonly seq?: unknown };
  const isNumbered = Number.isSafeInteger(seq) && Number(seq) >= 1;
  if (!KNOWN_TYPES.has(type)) return typeof type === "string" && isNumbered;
  return !DURABLE.has(type) || isNumbered;
}

/** Which events are numbered and replayed; without the schemas, which a page does not carry. */
import type { RoomEvent } from "../../protocol/events.ts";
import { DURABLE_TYPES, EVENT_TYPES } from "../../protocol/events/types.ts";

const DURABLE: readonly string[] = DURABLE_TYPES;
const KNOWN: readonly string[] = EVENT_TYPES;

/** An unknown event was decoded only because it has a number (SPEC EVT-2). */
export function isDurableOrUnknown({ type }: RoomEvent): boolean {
  return DURABLE.includes(type) || !KNOWN.includes(type);
}

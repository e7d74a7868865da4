/** The one decoder of what a room sends, for clients (SPEC EVT-1, EVT-2). */
import type * as v from "@badrap/valita";
import { EVENT_SCHEMAS, isEventType, type RoomEvent } from "./events.ts";

/**
 * The events in `frame`: one event or an array of them. Unknown events, unknown fields and the heartbeat's
 * answer are left out; so is a known event of a wrong shape, because one bad event must not cost the others.
 */
export function decodeEvents(frame: string): RoomEvent[] {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return [];
  }
  const entries: unknown[] = Array.isArray(value) ? value : [value];
  return entries.flatMap((entry) => decodeEvent(entry));
}

function decodeEvent(value: unknown): RoomEvent[] {
  if (typeof value !== "object" || value === null) return [];
  const { type } = value as { type?: unknown };
  if (typeof type !== "string" || !isEventType(type)) return [];
  const parsed = (EVENT_SCHEMAS[type] as v.Type<RoomEvent>).try(value, { mode: "strip" });
  return parsed.ok ? [parsed.value] : [];
}

/** How long a room gathers events into one frame (SPEC FAN-2). */

/** In a room this small every event is its own frame: there is nothing to save that anybody would notice. */
const SMALL_ROOM_CONNECTIONS = 20;
/** A send costs the room 15–30 µs whatever its size: at one send each 120 µs it spends a quarter of a core on them. */
const MS_PER_CONNECTION = 0.12;
/** What people still feel as at once. */
const MAX_WINDOW_MS = 250;

/** `weight` is that of all connections together (weight.ts). */
export function windowMs(connections: number, weight = connections): number {
  if (connections <= SMALL_ROOM_CONNECTIONS) return 0;
  return Math.min(MAX_WINDOW_MS, Math.round(MS_PER_CONNECTION * weight));
}

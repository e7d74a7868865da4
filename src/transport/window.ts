/** How long a room gathers events into one frame (SPEC FAN-1, FAN-2). */
import type { Rate } from "../protocol/limits.ts";

/** In a room this small every event is its own frame, while people talk: there is nothing to save that anybody would notice. */
const SMALL_ROOM_CONNECTIONS = 20;
/** Beyond this a small room is flooded, and each frame is work for pages on slow phones. */
export const SMALL_ROOM_FRAMES: Rate = { perSecond: 30, burst: 30 };
/** No screen shows two changes in less time. */
const SCREEN_FRAME_MS = 16;
/** A send costs the room 15–30 µs and more: at one send each 120 µs it spends a quarter of a core on them. */
const MS_PER_CONNECTION = 0.12;
/** A crowd's frames are so many that each spared one counts, and its members do not notice the difference. */
const CROWD_MS_PER_CONNECTION = 0.02;
const CROWD = 1_000;
/** Sending large frames takes long by itself: who waits for that has less time left to wait for the window. */
const MS_PER_CONNECTION_AND_KIB = 0.001;
const MAX_FRAME_KIB = 60;
/** What people still feel as at once. */
const MAX_WINDOW_MS = 250;

export interface FanOutLoad {
  readonly connections: number;
  /** of all connections together (weight.ts) */
  readonly weight: number;
  /** of the frame that was sent last to all */
  readonly frameBytes: number;
  /** true if events come faster than {@link SMALL_ROOM_FRAMES} */
  readonly isFlooded: boolean;
}

export function windowMs({ connections, weight, frameBytes, isFlooded }: FanOutLoad): number {
  if (connections <= SMALL_ROOM_CONNECTIONS) return isFlooded ? SCREEN_FRAME_MS : 0;
  const crowdMs = CROWD_MS_PER_CONNECTION * Math.min(1, weight / CROWD);
  const heavyDiscountMs = MS_PER_CONNECTION_AND_KIB * Math.min(MAX_FRAME_KIB, frameBytes / 1024);
  return Math.min(MAX_WINDOW_MS, Math.round(weight * (MS_PER_CONNECTION + crowdMs - heavyDiscountMs)));
}

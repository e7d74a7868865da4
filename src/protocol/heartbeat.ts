/** The heartbeat: answered by the platform for exactly these frames, without waking the room (SPEC LIVE-1). */
export const PING_FRAME = '{"type":"ping"}';
export const PONG_FRAME = '{"type":"pong"}';

/** A longer frame is no ping. */
const MAX_PING_LENGTH = 512;

/**
 * Whether `frame` is a ping in another spelling than {@link PING_FRAME}, which the platform therefore passes on: JSON
 * encoders put spaces after the colon, or a line break behind the object, and clients add a time or an id.
 */
export function isPing(frame: string): boolean {
  if (frame.length > MAX_PING_LENGTH || !frame.includes('"ping"')) return false;
  try {
    const value: unknown = JSON.parse(frame);
    return typeof value === "object" && value !== null && "type" in value && value.type === "ping";
  } catch {
    return false;
  }
}

/** How often an idle client pings. */
export const PING_INTERVAL_MS = 25_000;
/** A member is shown as away once all its connections have been silent for this long. */
export const AWAY_AFTER_MS = 90_000;
/** A connection that pings, as every JSON one does, and is silent for this long is closed when the room next wakes. */
export const DEAD_AFTER_MS = 120_000;

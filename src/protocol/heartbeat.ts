/** The heartbeat: answered by the platform for exactly these frames, without waking the room (SPEC LIVE-1). */
export const PING_FRAME = '{"type":"ping"}';
export const PONG_FRAME = '{"type":"pong"}';

/** How often an idle client pings. */
export const PING_INTERVAL_MS = 25_000;
/** A member is shown as away once all its connections have been silent for this long. */
export const AWAY_AFTER_MS = 90_000;
/** A connection that pings, as every JSON one does, and is silent for this long is closed when the room next wakes. */
export const DEAD_AFTER_MS = 120_000;

/**
 * Runs in the page, as an init script: timers of exactly these lengths take ten times as long. A test that needs something done
 * before such a timer fires fails where a busy machine takes longer for it.
 */
export function waitLonger(lengthsMs: readonly number[]): void {
  const original = globalThis.setTimeout;
  const setLongerTimeout = (callback: () => void, ms = 0) =>
    original(callback, lengthsMs.includes(ms) ? ms * 10 : ms);
  Object.assign(globalThis, { setTimeout: setLongerTimeout });
}

/** How long a message stays highlighted (highlight.ts). */
export const HIGHLIGHT_MS = [2_400];

/**
 * How long a page waits for its first WebSocket (transport-fallback.ts): one that a busy machine opens later is given up for
 * another transport, over which a test sees other requests, and no frames.
 */
export const SOCKET_MS = [2_500];

/**
 * How long frames and tabs of a room that start at once wait for each other, and for a transport: a join that takes longer
 * makes a second guest (guest-sharing.ts, guest-creation.ts, transport-fallback.ts).
 */
export const JOIN_MS = [100, 1_500, 2_500, 5_000, 10_000];

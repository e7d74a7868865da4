/** How long a room batches events into one frame (SPEC FAN-1, FAN-2), and presence into a digest (PRES-3). */
import type { Rate } from "../protocol/limits.ts";

/** In a room this small every event is its own frame, unless it is flooded: batching would save nothing noticeable. */
export const SMALL_ROOM_CONNECTIONS = 20;
/** Beyond this rate a small room is flooded, and each frame costs a page on a slow phone a render. */
export const SMALL_ROOM_FRAMES: Rate = { perSecond: 30, burst: 30 };
/** What one address publishes within this rate is sent at once all the same, so that a flood delays no other sender. */
export const SENDER_FRAMES: Rate = { perSecond: 10, burst: 20 };
/** One frame of a 60 Hz screen. */
export const SCREEN_FRAME_MS = 16;
/** A send costs the room 15–30 µs and more: one each 120 µs takes a quarter of a core. */
const MS_PER_CONNECTION = 0.12;
/** In a crowd each frame saved counts more, and members do not notice the longer window. */
const CROWD_MS_PER_CONNECTION = 0.045;
const CROWD = 1_000;
/** Sending large frames takes time by itself, so the window is shorter to keep the total latency. */
const MS_PER_CONNECTION_AND_KIB = 0.002;
const MAX_FRAME_KIB = 30;
/** Latency that people still perceive as immediate. */
const MAX_WINDOW_MS = 250;

/**
 * The most that waits for a window's end, in UTF-8: past it the queue is flushed. A frame of as much as a reader may leave
 * unread would close all of them.
 */
export const MAX_QUEUED_BYTES = 256 * 1_024;

/** A digest by itself is a send to each connection, however few came and went: one each 2 ms takes 3 % of a core. */
const DIGEST_MS_PER_CONNECTION = 2;
const MIN_DIGEST_INTERVAL_MS = 1_000;
const MAX_DIGEST_INTERVAL_MS = 30_000;

/** The ms for which a digest of presence waits for a message to be sent with, before it is sent alone (SPEC PRES-3). */
export function digestIntervalMs(connections: number): number {
  const ms = connections * DIGEST_MS_PER_CONNECTION;
  return Math.min(MAX_DIGEST_INTERVAL_MS, Math.max(MIN_DIGEST_INTERVAL_MS, ms));
}

export interface FanOutLoad {
  readonly connections: number;
  /** the sum over all connections (weight.ts) */
  readonly weight: number;
  /** size of the largest frame of the last broadcast, compressed where it was sent so */
  readonly frameBytes: number;
  /** true if events come faster than {@link SMALL_ROOM_FRAMES} */
  readonly isFlooded: boolean;
}

/**
 * Signals with keys that a small room sends without a window, which would cost a game 2 ms and more of its p99, and save less
 * than 1 % of its bytes. As many as a room admits.
 */
export const SMALL_ROOM_SIGNALS: Rate = { perSecond: 500, burst: 100 };
/** Beyond it, and in rooms that are hardly larger. */
const MIN_SIGNAL_MS = 2;

/** The length in ms of a window of signals with keys (SPEC EPH-4). */
export function signalWindowMs(weight: number): number {
  return Math.max(MIN_SIGNAL_MS, Math.min(MAX_WINDOW_MS, Math.round(weight * MS_PER_CONNECTION)));
}

/** The length of the next window in ms; 0 for none. */
export function windowMs({ connections, weight, frameBytes, isFlooded }: FanOutLoad): number {
  if (connections <= SMALL_ROOM_CONNECTIONS) return isFlooded ? SCREEN_FRAME_MS : 0;
  // Squared: in rooms that are far from a crowd, latency counts more.
  const crowdMs = CROWD_MS_PER_CONNECTION * Math.min(1, weight / CROWD) ** 2;
  const heavyDiscountMs = MS_PER_CONNECTION_AND_KIB * Math.min(MAX_FRAME_KIB, frameBytes / 1024);
  return Math.min(MAX_WINDOW_MS, Math.round(weight * (MS_PER_CONNECTION + crowdMs - heavyDiscountMs)));
}

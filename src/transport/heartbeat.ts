/** When a connection was last heard of (SPEC LIVE-1, LIVE-2). */
import { AWAY_AFTER_MS, DEAD_AFTER_MS } from "../protocol/heartbeat.ts";
import type { Connection } from "./connections.ts";

/** The platform's record of the last heartbeat it answered for the room. */
export type LastPing = (socket: WebSocket) => Date | null;

/** `alive` also for a connection that never pinged: nothing can be told from its silence. */
export type Liveness = "alive" | "away" | "dead";

export function livenessOf(connection: Connection, lastPing: LastPing, now: number): Liveness {
  const pingedAt = lastPing(connection.socket)?.getTime();
  if (pingedAt === undefined) return "alive";
  const idleMs = now - Math.max(pingedAt, connection.lastFrameAt);
  if (idleMs > DEAD_AFTER_MS) return "dead";
  return idleMs > AWAY_AFTER_MS ? "away" : "alive";
}

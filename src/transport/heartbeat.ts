/** How long a connection has been silent (SPEC LIVE-1, LIVE-2). */
import { AWAY_AFTER_MS, DEAD_AFTER_MS } from "../protocol/heartbeat.ts";
import type { Connection } from "./connections.ts";

/** When the platform last answered a heartbeat of the socket; null if it never did. */
export type LastPing = (socket: WebSocket) => Date | null;

/** A connection that never pinged counts as alive: its silence has no meaning. */
export type Liveness = "alive" | "away" | "dead";

/** The liveness of a connection at `now`, ms since 1970. */
export function livenessOf(connection: Connection, lastPing: LastPing, now: number): Liveness {
  const pingedAt = lastPing(connection.socket)?.getTime();
  if (pingedAt === undefined) return "alive";
  const idleMs = now - Math.max(pingedAt, connection.lastFrameAt);
  if (idleMs > DEAD_AFTER_MS) return "dead";
  return idleMs > AWAY_AFTER_MS ? "away" : "alive";
}

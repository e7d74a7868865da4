/** How long a connection has been silent (SPEC LIVE-1, LIVE-2). */
import { AWAY_AFTER_MS, DEAD_AFTER_MS } from "../protocol/heartbeat.ts";
import type { Connection } from "./connections.ts";

/** When the platform last answered a heartbeat of the socket; null if it never did. */
export type LastPing = (socket: WebSocket) => Date | null;

/**
 * JSON clients ping, so their join counts as the first ping: one that loses its network before that is silent too. In
 * plain text the silence of a connection that never pinged has no meaning, and it counts as alive.
 */
export type Liveness = "alive" | "away" | "dead";

/** The liveness of a connection at `now`, ms since 1970. */
export function livenessOf(connection: Connection, lastPing: LastPing, now: number): Liveness {
  const pingedAt = lastPing(connection.socket)?.getTime() ?? firstPing(connection);
  if (pingedAt === undefined) return "alive";
  const idleMs = now - Math.max(pingedAt, connection.lastFrameAt);
  if (idleMs > DEAD_AFTER_MS) return "dead";
  return idleMs > AWAY_AFTER_MS ? "away" : "alive";
}

function firstPing({ codec, joinedAt }: Connection): number | undefined {
  return codec === "json" ? joinedAt : undefined;
}

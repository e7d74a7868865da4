/** Looks for silent connections (SPEC LIVE-2, PRES-2): with what wakes the room, and never by waking it. */
import { livenessOf, type LastPing } from "../transport/heartbeat.ts";
import type { Connection, Connections } from "../transport/connections.ts";

/** Minimum time between two sweeps. */
const SWEEP_INTERVAL_MS = 15_000;

export interface LivenessSweepPorts {
  readonly connections: Connections;
  readonly lastPing: LastPing;
  /** ms since 1970 */
  readonly now: () => number;
  /** closes a connection that went silent */
  readonly onSilent: (connection: Connection) => void;
  /** called at the end of each sweep; `isActive` is whether a member has a connection that is not silent */
  readonly onSwept: (isActive: (member: string) => boolean) => void;
}

export class LivenessSweep {
  /** ms since 1970 */
  private sweptAt = 0;

  constructor(private readonly ports: LivenessSweepPorts) {}

  /** Sweeps, unless it did lately. `sender` has just sent a frame. Cheap to call at every wake. */
  run(sender?: WebSocket): void {
    const { connections, lastPing, now, onSilent, onSwept } = this.ports;
    const sweptAt = now();
    const active = sender && connections.of(sender);
    if (active !== undefined) active.lastFrameAt = sweptAt;
    if (sweptAt - this.sweptAt < SWEEP_INTERVAL_MS) return;
    this.sweptAt = sweptAt;
    const activeMembers = new Set<string>();
    for (const connection of connections.all()) {
      const liveness = livenessOf(connection, lastPing, sweptAt);
      if (liveness === "dead") onSilent(connection);
      else if (liveness === "alive") activeMembers.add(connection.session.member);
    }
    onSwept((member) => activeMembers.has(member));
  }
}

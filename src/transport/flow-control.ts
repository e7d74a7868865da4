/**
 * Sends frames to connections, and notices those that do not read them: a JSON client acknowledges what it has read, also
 * what waits in a proxy on its way, and is closed as slow if it does not (SPEC FLOW-1, FLOW-2). Others cannot: what counts
 * for them is what waits in the room (FLOW-3).
 */
import { encodeEvent } from "../protocol/encode.ts";
import { waitingBytesOf } from "./backlog.ts";
import type { Connection } from "./connections.ts";
import type { FanOutPorts } from "./fan-out-ports.ts";
import { flowBytesOf } from "./flow.ts";
import { sendFrame, type Frame } from "./frame.ts";

export type FlowControlPorts = Pick<
  FanOutPorts,
  "limits" | "connections" | "backlog" | "now" | "newId" | "onSlow"
>;

export class FlowControl {
  private readonly slow = new Set<Connection>();

  constructor(private readonly ports: FlowControlPorts) {}

  /** Sends a frame if the socket is open; a closing one is no error, as its close event follows. */
  send(connection: Connection, frame: Frame): void {
    if (this.slow.has(connection) || !sendFrame(connection.socket, frame)) return;
    connection.unackedBytes += frame.bytes;
    this.ports.backlog.add(connection, frame.bytes);
    if (connection.codec !== "json") this.measureUnread(connection);
    else if (connection.unackedBytes > this.ports.limits.slowBytes) this.slow.add(connection);
    else if (connection.pendingFlow === undefined && connection.unackedBytes > this.flowBytes)
      this.requestFlow(connection);
  }

  /** Handles the answer to the `flow` with this id: the connection has read everything sent before it. */
  acknowledge(connection: Connection, id: string): void {
    const { pendingFlow } = connection;
    if (pendingFlow === undefined || pendingFlow.id !== id) return;
    connection.unackedBytes -= pendingFlow.unackedBytes;
    connection.pendingFlow = undefined;
  }

  /** The readers who hold most are sent nothing more, and are closed by {@link closeSlow}. Call it before a round of sends. */
  markExcess(): void {
    const { backlog, now } = this.ports;
    if (!backlog.isMeasureDue) return;
    for (const connection of backlog.excess(now())) this.slow.add(connection);
  }

  /** Only after a round of sends, with an empty queue: closing a connection broadcasts presence. */
  closeSlow(): void {
    if (this.slow.size === 0) return;
    for (const connection of this.slow) {
      this.slow.delete(connection);
      this.ports.onSlow(connection);
    }
  }

  private get flowBytes(): number {
    return flowBytesOf(this.ports.connections.count, this.ports.limits);
  }

  /** Measures only when as much was sent as may wait. */
  private measureUnread(connection: Connection): void {
    const { slowBytes } = this.ports.limits;
    if (connection.unackedBytes <= slowBytes) return;
    connection.unackedBytes = waitingBytesOf(connection);
    if (connection.unackedBytes > slowBytes) this.slow.add(connection);
  }

  private requestFlow(connection: Connection): void {
    const id = this.ports.newId();
    connection.pendingFlow = { id, unackedBytes: connection.unackedBytes };
    connection.socket.send(encodeEvent({ type: "flow", id }));
  }
}

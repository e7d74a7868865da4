/** Sends events to connections: each event is encoded once for each codec that needs it, however many receive it. */
import { encodeEvent, joinEncoded } from "../protocol/encode.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { Limits } from "../protocol/limits.ts";
import { closeAs } from "./closing.ts";
import type { Connection } from "./connections.ts";
import { toLines } from "./plain-text.ts";

const FLOW_FRAME = encodeEvent({ type: "flow" });

/** An event in both codecs, each made when it is first needed. */
class EncodedEvent {
  private jsonText: string | undefined;
  private textLines: readonly string[] | undefined;

  constructor(private readonly event: RoomEvent) {}

  get json(): string {
    return (this.jsonText ??= encodeEvent(this.event));
  }

  get lines(): readonly string[] {
    return (this.textLines ??= toLines(this.event));
  }
}

export class FanOut {
  constructor(private readonly limits: Limits) {}

  /** Sends events to one connection, as one frame where its codec allows. */
  send(connection: Connection, events: readonly RoomEvent[]): void {
    if (events.length === 0) return;
    this.deliver(
      connection,
      events.map((event) => new EncodedEvent(event)),
    );
  }

  /** Sends an event to many. */
  broadcast(connections: Iterable<Connection>, event: RoomEvent): void {
    const encoded = [new EncodedEvent(event)];
    for (const connection of connections) this.deliver(connection, encoded);
  }

  private deliver(connection: Connection, events: readonly EncodedEvent[]): void {
    if (connection.codec === "text") {
      for (const line of events.flatMap(({ lines }) => lines)) push(connection, line);
      return;
    }
    push(connection, joinEncoded(events.map(({ json }) => json)));
    this.watchFlow(connection);
  }

  /** The runtime does not tell how much waits for a reader, so the reader is asked (SPEC FLOW-1, FLOW-2). */
  private watchFlow(connection: Connection): void {
    if (connection.unheard > this.limits.slowBytes) {
      closeAs(connection.socket, "slow");
    } else if (connection.unheard > this.limits.flowBytes && !connection.asked) {
      connection.asked = true;
      push(connection, FLOW_FRAME);
    }
  }
}

/** Sends a frame if the socket is open. A peer that is gone is no error: its close is on the way. */
function push(connection: Connection, frame: string): void {
  if (connection.socket.readyState !== WebSocket.OPEN) return;
  connection.socket.send(frame);
  connection.unheard += frame.length;
}

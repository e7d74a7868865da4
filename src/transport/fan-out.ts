/**
 * Sends events to connections. A send costs the same whatever its size, so frames are what is saved: the first event
 * goes at once and opens a window, and what comes while it is open goes as one frame a member at its end.
 */
import type { RoomEvent } from "../protocol/events.ts";
import type { Presence } from "../protocol/events/presence.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Codec } from "../protocol/subprotocols.ts";
import type { Connection, Connections } from "./connections.ts";
import { EncodedEvent } from "./encoded-event.ts";
import { answerFrames, frameOf, type Frame } from "./frame.ts";
import { PresenceDigest } from "./presence-digest.ts";
import { windowMs } from "./window.ts";

/** Which connections an event is for; undefined for all. */
export type Audience = ((connection: Connection) => boolean) | undefined;

export interface FanOutPorts {
  readonly limits: Limits;
  readonly connections: Connections;
  /** calls `run` once, after `ms` */
  readonly setTimer: (run: () => void, ms: number) => void;
  /** a connection reads too slowly, and must go */
  readonly onSlow: (connection: Connection) => void;
}

interface Queued {
  readonly event: EncodedEvent;
  readonly audience: Audience;
}

/** What waits for a window's end; past it nobody waits longer, so that no frame grows without bound. */
const MAX_QUEUED_CHARACTERS = 512 * 1024;

/** In a large room comings and goings ride with messages; alone they go at most so often. */
const PRESENCE_INTERVAL_MS = 1_000;

const FLOW = new EncodedEvent({ type: "flow" });

export class FanOut {
  private queue: Queued[] = [];
  private queuedCharacters = 0;
  private isWindowOpen = false;
  private readonly digest = new PresenceDigest();
  private isDigestDue = false;

  constructor(private readonly ports: FanOutPorts) {}

  /** A new connection: what was queued before it came is in its welcome already. */
  admit(connection: Connection): void {
    connection.taken = this.queue.length;
  }

  /** Answers one connection at once, after whatever is still queued for it, so that its order stays the room's. */
  send(connection: Connection, events: readonly RoomEvent[]): void {
    if (events.length === 0) return;
    const waiting = this.waitingFor(connection);
    connection.taken = this.queue.length;
    const encoded = [...waiting, ...events.map((event) => new EncodedEvent(event))];
    const frames = answerFrames(encoded, connection.codec);
    this.endSlow(frames.map((frame) => this.push(connection, frame)));
  }

  /** Sends an event to many: at once, or with the open window's frame. */
  broadcast(event: RoomEvent, audience?: Audience): void {
    if (event.type === "presence" && this.isLarge) {
      this.gather(event);
      return;
    }
    const encoded = new EncodedEvent(event);
    this.queue.push({ event: encoded, audience });
    this.queuedCharacters += encoded.json.length;
    if (!this.isWindowOpen || this.queuedCharacters > MAX_QUEUED_CHARACTERS) this.flush();
  }

  private get isLarge(): boolean {
    return this.ports.connections.count > this.ports.limits.presenceMembers;
  }

  private gather(presence: Presence): void {
    this.digest.add(presence);
    if (this.isDigestDue) return;
    this.isDigestDue = true;
    this.ports.setTimer(() => {
      this.isDigestDue = false;
      if (!this.digest.isEmpty) this.flush();
    }, PRESENCE_INTERVAL_MS);
  }

  /** Sends all that is queued and opens the next window. */
  private flush(): void {
    const presence = this.digest.take();
    if (presence !== undefined) this.queue.push({ event: new EncodedEvent(presence), audience: undefined });
    this.deliver();
    this.queue = [];
    this.queuedCharacters = 0;
    this.openWindow();
  }

  private openWindow(): void {
    const ms = windowMs(this.ports.connections.count);
    if (ms === 0 || this.isWindowOpen) return;
    this.isWindowOpen = true;
    this.ports.setTimer(() => {
      this.isWindowOpen = false;
      if (this.queue.length > 0) this.flush();
    }, ms);
  }

  private deliver(): void {
    const isForAll = this.queue.every(({ audience }) => audience === undefined);
    const shared = new Map<Codec, Frame | undefined>();
    const all = this.queue.map(({ event }) => event);
    const slow: (Connection | undefined)[] = [];
    for (const connection of this.ports.connections.all()) {
      const { codec, taken } = connection;
      if (!isForAll || taken > 0) {
        slow.push(this.push(connection, frameOf(this.waitingFor(connection), codec)));
        connection.taken = 0;
        continue;
      }
      if (!shared.has(codec)) shared.set(codec, frameOf(all, codec));
      slow.push(this.push(connection, shared.get(codec)));
    }
    this.endSlow(slow);
  }

  private waitingFor(connection: Connection): EncodedEvent[] {
    return this.queue
      .slice(connection.taken)
      .filter(({ audience }) => audience === undefined || audience(connection))
      .map(({ event }) => event);
  }

  /**
   * Sends a frame if the socket is open; a peer that is gone is no error, for its close is on the way. Returns the
   * connection if it now reads too slowly (SPEC FLOW-1 to FLOW-3): the runtime does not tell how much waits for a
   * reader, so the reader is asked.
   */
  private push(connection: Connection, frame: Frame | undefined): Connection | undefined {
    if (frame === undefined || connection.socket.readyState !== WebSocket.OPEN) return undefined;
    connection.socket.send(frame.text);
    connection.unheard += frame.bytes;
    const { flowBytes, slowBytes, muteBytes } = this.ports.limits;
    if (connection.unheard > (connection.codec === "json" ? slowBytes : muteBytes)) return connection;
    if (connection.codec === "json" && connection.unheard > flowBytes && !connection.asked) {
      connection.asked = true;
      connection.socket.send(FLOW.json);
    }
    return undefined;
  }

  /** Only after a round of sending: a connection that ends tells others, and must not do so in the middle of it. */
  private endSlow(slow: readonly (Connection | undefined)[]): void {
    for (const connection of new Set(slow)) if (connection !== undefined) this.ports.onSlow(connection);
  }
}

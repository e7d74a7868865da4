/**
 * Sends events to connections. A send costs the same whatever its size, so frames are what is saved: the first event
 * goes at once and opens a window, and what comes while it is open goes as one frame a member at its end.
 */
import { encodeEvent } from "../protocol/encode.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { Presence } from "../protocol/events/presence.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Codec } from "../protocol/subprotocols.ts";
import { TokenBucket } from "../room/rates/token-bucket.ts";
import type { Connection, Connections } from "./connections.ts";
import { EncodedEvent } from "./encoded-event.ts";
import { answerFrames, frameOf, type Frame } from "./frame.ts";
import { PresenceDigest } from "./presence-digest.ts";
import { SMALL_ROOM_FRAMES, windowMs } from "./window.ts";

/** Which connections an event is for; undefined for all. */
export type Recipients = ((connection: Connection) => boolean) | undefined;

export interface FanOutPorts {
  readonly limits: Limits;
  readonly connections: Connections;
  /** ms since the epoch */
  readonly now: () => number;
  /** calls `run` once, after `ms` */
  readonly setTimer: (run: () => void, ms: number) => void;
  /** an id that nobody can guess */
  readonly newId: () => string;
  /** a window ends: what is broadcast now goes with its frame */
  readonly onWindowEnd: () => void;
  /** a connection reads too slowly, and must go */
  readonly onSlow: (connection: Connection) => void;
}

interface Queued {
  readonly event: EncodedEvent;
  readonly recipients: Recipients;
}

/** What waits for a window's end; past it nobody waits longer, so that no frame grows without bound. */
const MAX_QUEUED_CHARACTERS = 512 * 1024;

/** In a large room comings and goings ride with messages; alone they go at most so often. */
const PRESENCE_INTERVAL_MS = 1_000;

export class FanOut {
  private queue: Queued[] = [];
  private queuedCharacters = 0;
  private isWindowOpen = false;
  private readonly digest = new PresenceDigest();
  private isDigestScheduled = false;
  private readonly slow = new Set<Connection>();
  /** of frames that need not wait for others in a small room */
  private readonly smallRoomFrames: TokenBucket;

  constructor(private readonly ports: FanOutPorts) {
    this.smallRoomFrames = new TokenBucket(SMALL_ROOM_FRAMES, ports.now());
  }

  /** A new connection: what was queued before it came is in its welcome already. */
  skipQueued(connection: Connection): void {
    connection.queueOffset = this.queue.length;
  }

  /** A connection has answered the `flow` with this id: it has read everything up to it. */
  acknowledgeFlow(connection: Connection, id: string): void {
    const { pendingFlow } = connection;
    if (pendingFlow === undefined || pendingFlow.id !== id) return;
    connection.unackedBytes -= pendingFlow.unackedBytes;
    connection.pendingFlow = undefined;
  }

  /** Answers one connection at once, after whatever is still queued for it, so that its order stays the room's. */
  send(connection: Connection, events: readonly RoomEvent[]): void {
    if (events.length === 0) return;
    const queued = this.queuedFor(connection);
    connection.queueOffset = this.queue.length;
    const encoded = [...queued, ...events.map((event) => new EncodedEvent(event))];
    for (const frame of answerFrames(encoded, connection.codec)) this.push(connection, frame);
    this.closeSlow();
  }

  /** Sends an event to many: at once, or with the open window's frame. */
  broadcast(event: RoomEvent, recipients?: Recipients): void {
    // Once gathering, it goes on until the digest is told: what is newer must not come before what is older.
    if (event.type === "presence" && (this.isLarge || !this.digest.isEmpty)) {
      this.addToDigest(event);
      return;
    }
    const encoded = new EncodedEvent(event);
    this.queue.push({ event: encoded, recipients });
    this.queuedCharacters += encoded.json.length;
    if (!this.isWindowOpen || this.queuedCharacters > MAX_QUEUED_CHARACTERS) this.flush();
  }

  /** True while what is broadcast waits for a window's end. */
  get isBatching(): boolean {
    return this.isWindowOpen;
  }

  private get isLarge(): boolean {
    return this.ports.connections.count > this.ports.limits.presenceMembers;
  }

  private addToDigest(presence: Presence): void {
    this.digest.add(presence);
    if (this.isDigestScheduled) return;
    this.isDigestScheduled = true;
    this.ports.setTimer(() => {
      this.isDigestScheduled = false;
      if (!this.isWindowOpen) this.flushIfDue();
    }, PRESENCE_INTERVAL_MS);
  }

  /** Sends all that is queued and opens the next window. */
  private flush(): void {
    const presence = this.digest.take();
    if (presence !== undefined) this.queue.push({ event: new EncodedEvent(presence), recipients: undefined });
    this.deliver();
    const frameBytes = this.queuedCharacters;
    this.queue = [];
    this.queuedCharacters = 0;
    this.openWindow(frameBytes);
    this.closeSlow();
  }

  private openWindow(frameBytes: number): void {
    const { count, weight } = this.ports.connections;
    const isFlooded = !this.smallRoomFrames.take(this.ports.now());
    const ms = windowMs({ connections: count, weight, frameBytes, isFlooded });
    if (ms === 0 || this.isWindowOpen) return;
    this.isWindowOpen = true;
    this.ports.setTimer(() => {
      this.ports.onWindowEnd();
      this.isWindowOpen = false;
      this.flushIfDue();
    }, ms);
  }

  private flushIfDue(): void {
    const isPresenceDue = !this.digest.isEmpty && !this.isDigestScheduled;
    if (this.queue.length > 0 || isPresenceDue) this.flush();
  }

  private deliver(): void {
    const isForEveryone = this.queue.every(({ recipients }) => recipients === undefined);
    const shared = new Map<Codec, Frame | undefined>();
    const all = this.queue.map(({ event }) => event);
    for (const connection of this.ports.connections.all()) {
      const { codec, queueOffset } = connection;
      if (!isForEveryone || queueOffset > 0) {
        this.push(connection, frameOf(this.queuedFor(connection), codec));
        connection.queueOffset = 0;
        continue;
      }
      if (!shared.has(codec)) shared.set(codec, frameOf(all, codec));
      this.push(connection, shared.get(codec));
    }
  }

  private queuedFor(connection: Connection): EncodedEvent[] {
    return this.queue
      .slice(connection.queueOffset)
      .filter(({ recipients }) => recipients === undefined || recipients(connection))
      .map(({ event }) => event);
  }

  /**
   * Sends a frame if the socket is open; a peer that is gone is no error, for its close is on the way. The runtime
   * does not tell how much waits for a reader, so the reader is asked, and ends if it does not answer (SPEC FLOW-1
   * to FLOW-3).
   */
  private push(connection: Connection, frame: Frame | undefined): void {
    if (frame === undefined || connection.socket.readyState !== WebSocket.OPEN) return;
    connection.socket.send(frame.text);
    connection.unackedBytes += frame.bytes;
    const { flowBytes, slowBytes, muteBytes } = this.ports.limits;
    if (connection.unackedBytes > (connection.codec === "json" ? slowBytes : muteBytes)) {
      this.slow.add(connection);
    } else if (
      connection.codec === "json" &&
      connection.unackedBytes > flowBytes &&
      connection.pendingFlow === undefined
    ) {
      this.requestFlow(connection);
    }
  }

  private requestFlow(connection: Connection): void {
    const id = this.ports.newId();
    connection.pendingFlow = { id, unackedBytes: connection.unackedBytes };
    connection.socket.send(encodeEvent({ type: "flow", id }));
  }

  /** Only after a round of sending, and with the queue empty: a connection that ends tells the others. */
  private closeSlow(): void {
    for (const connection of this.slow) {
      this.slow.delete(connection);
      this.ports.onSlow(connection);
    }
  }
}

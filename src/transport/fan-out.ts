/**
 * Sends events to connections (SPEC, "Fan-out"). A send of a few events costs hardly more than one of a single event, so
 * events are batched to save frames: the first event is sent at once and opens a window; events during the window are sent
 * as one frame a connection when it ends.
 */
import { isNumbered } from "../protocol/decode-events.ts";
import type { RoomEvent } from "../protocol/events.ts";
import { utf8Bytes } from "../text/lengths.ts";
import { BucketTable } from "../room/rates/bucket-table.ts";
import { TokenBucket } from "../room/rates/token-bucket.ts";
import {
  recipientGroupsOf,
  bytesOf,
  eventsFor,
  roundLengthOf,
  type RecipientGroup,
  type QueuedEvent,
  type Recipients,
} from "./recipient-groups.ts";
import type { Connection } from "./connections.ts";
import { DigestSchedule } from "./digest-schedule.ts";
import { EncodedEvent } from "./encoded-event.ts";
import { FlowControl } from "./flow-control.ts";
import { isBehind } from "./flow.ts";
import { frameOf, sizedFrame, type Frame } from "./frame.ts";
import type { FanOutPorts } from "./fan-out-ports.ts";
import { Lateness } from "./lateness.ts";
import { positionLine } from "./plain-text.ts";
import type { TakenDigest } from "./presence-digest.ts";
import { supersede } from "./supersede.ts";
import { SharedFrame } from "./shared-frame.ts";
import { SharedPage } from "./shared-page.ts";
import { Turns } from "./turns.ts";
import {
  MAX_QUEUED_BYTES,
  SCREEN_FRAME_MS,
  SENDER_FRAMES,
  SMALL_ROOM_CONNECTIONS,
  SMALL_ROOM_FRAMES,
  windowMs,
} from "./window.ts";

const EMPTY_FRAME: Frame = { data: "", bytes: 0 };

/** The text for a connection, if any. */
type FrameFor = (connection: Connection) => string | undefined;

export class FanOut {
  private queue: QueuedEvent[] = [];
  private queuedBytes = 0;
  /** how many of the queued events are being sent, which may take several turns */
  private roundLength = 0;
  /** of those sent to all at once */
  private largestFrameBytes = 0;
  private readonly turns: Turns;
  private isWindowOpen = false;
  private readonly lateness = new Lateness();
  private readonly digest: DigestSchedule;
  private readonly newestPage = new SharedPage();
  private readonly flow: FlowControl;
  /** limits the frames that a small room sends without a window */
  private readonly smallRoomFrames: TokenBucket;
  /** what each address has published, which distinguishes a flood from a conversation beside it */
  private readonly senders = new BucketTable(SENDER_FRAMES);

  constructor(private readonly ports: FanOutPorts) {
    this.flow = new FlowControl(ports);
    this.turns = new Turns(ports);
    this.digest = new DigestSchedule(ports, () => {
      if (!this.isWindowOpen) this.flushIfDue();
    });
    this.smallRoomFrames = new TokenBucket(SMALL_ROOM_FRAMES, ports.now());
  }

  /** Handles the answer to a `flow` of that connection. */
  acknowledgeFlow(connection: Connection, id: string): void {
    this.flow.acknowledge(connection, id);
  }

  /** Skips the queued events for a new connection: its welcome includes them. */
  skipQueued(connection: Connection): void {
    connection.queueOffset = this.queue.length;
    connection.digestOffset = this.digest.offset;
  }

  /** Sends events to one connection at once, after those queued for it, so that the room's order is preserved. */
  send(connection: Connection, events: readonly RoomEvent[]): void {
    if (events.length === 0) return;
    this.flow.markExcess();
    const queued = eventsFor(connection, this.queue);
    connection.queueOffset = this.queue.length;
    const encoded = [...queued, ...events.map((event) => this.newestPage.encode(event))];
    const frames = this.newestPage.framesOf(encoded, connection);
    for (const frame of frames) this.flow.send(connection, frame);
    if (frames.length > 0) this.pushPosition(connection, encoded);
    this.flow.closeSlow();
  }

  /**
   * Broadcasts an event to `recipients`: at once, or with the frame of the open window. `isBatched` is set for joins and
   * leaves that come too often to be announced each (SPEC PRES-4).
   */
  broadcast(event: RoomEvent, recipients?: Recipients, isBatched = false): void {
    if (event.type === "presence" && (isBatched || this.digestsPresence)) {
      this.digest.add(event, isBatched);
      return;
    }
    if (event.type === "delta") supersede(this.queue, event);
    this.enqueue(new EncodedEvent(event), event.type === "signal" ? this.upToDate(recipients) : recipients);
    if (this.queuedBytes > MAX_QUEUED_BYTES) this.flush();
    else if (!this.isWindowOpen) this.sendFirst();
  }

  /**
   * Sends each JSON connection the text that `frameFor` gives for it, if any: what may be lost (SPEC EPH-7). It is not asked
   * for a connection that has much to read already. Not to be called while {@link isSending}.
   */
  sendLossy(frameFor: FrameFor): void {
    const { list } = this.ports.connections;
    let sent = 0;
    this.turns.run(() => {
      sent = this.pushLossy(list, sent, frameFor);
      return sent === list.length;
    }, this.endTurns);
  }

  /** Returns the index of the first connection for which there is no place in this turn. */
  private pushLossy(connections: readonly Connection[], from: number, frameFor: FrameFor): number {
    this.flow.markExcess();
    // Most are sent the same.
    let frame = EMPTY_FRAME;
    for (let index = from; index < connections.length; index++) {
      if (this.isTurnFull) return index;
      const connection = connections[index]!;
      if (connection.codec !== "json" || isBehind(connection, this.ports.limits)) continue;
      const text = frameFor(connection);
      if (text === undefined) continue;
      if (text !== frame.data) frame = sizedFrame(text);
      this.flow.send(connection, frame);
    }
    return connections.length;
  }

  /**
   * Sends a signal to one connection at once, if that reads on (SPEC EPH-7), and unless much was sent in this turn already:
   * one member may have thousands of connections (FLOW-8).
   */
  sendSignal(connection: Connection, signal: RoomEvent): void {
    if (!this.isTurnFull && !isBehind(connection, this.ports.limits)) this.send(connection, [signal]);
  }

  /** Sends one connection a copy of its own of an event for all; false if too much was sent in this turn already (FLOW-8). */
  sendCopy(connection: Connection, event: RoomEvent): boolean {
    if (this.isTurnFull) return false;
    this.send(connection, [event]);
    return true;
  }

  /** True while something is being sent to all in several turns: what else is for all waits until it is sent. */
  get isSending(): boolean {
    return this.turns.isBusy;
  }

  /** True while a window is open, at whose end broadcasts are sent. */
  get isBatching(): boolean {
    return this.isWindowOpen;
  }

  /**
   * Counts a message that a connection publishes; true if it waits for the end of the open window (SPEC FAN-5). In a small
   * room, and beside a crowd of one address, only those of senders who flood it do.
   */
  delays(connection: Connection): boolean {
    const { address, member } = connection.session;
    const now = this.ports.now();
    this.lateness.read(now);
    const isWithinRate = this.senders.bucket(address ?? member, now).take(now);
    const isOfFew = this.isSmall || this.ports.connections.isFew(connection);
    return this.isWindowOpen && !(isOfFew && isWithinRate);
  }

  /** Sends what waits for the end of a small room's window; beside a crowd of one address to the others. */
  endDelay(): void {
    if (this.queue.length === 0) return;
    if (this.isSmall) this.flush();
    else this.sendToFew();
  }

  /** To all, but not to a crowd of one address, which waits for the end of a short window. */
  private sendFirst(): void {
    if (this.ports.connections.few.length === 0) return this.flush();
    this.openWindow(0, SCREEN_FRAME_MS);
    this.sendToFew();
  }

  /** The queue, which all others are sent at the end of the open window. */
  private sendToFew(): void {
    if (this.turns.isBusy) return;
    this.flow.markExcess();
    const length = this.queue.length;
    const few = this.ports.connections.few.filter(({ queueOffset }) => queueOffset < length);
    for (const group of recipientGroupsOf(this.queue, few)) this.deliverTo(group, length);
    this.flow.closeSlow();
  }

  private upToDate(recipients: Recipients): Recipients {
    return (connection) => !isBehind(connection, this.ports.limits) && recipients?.(connection) !== false;
  }

  private get isTurnFull(): boolean {
    const { bytesInTurn, turnBytes } = this.ports.backlog;
    return bytesInTurn >= turnBytes;
  }

  private get isSmall(): boolean {
    return this.ports.connections.count <= SMALL_ROOM_CONNECTIONS;
  }

  private get isLarge(): boolean {
    return this.ports.connections.count > this.ports.limits.presenceMembers;
  }

  /**
   * A digest is sent in front of the queue. So all presence goes one way: into the digest that is pending, or that a flood
   * of joins may begin before the window ends.
   */
  private get digestsPresence(): boolean {
    return this.isLarge || this.isWindowOpen || !this.digest.isEmpty;
  }

  private enqueue(event: EncodedEvent, recipients?: Recipients): void {
    const bytes = utf8Bytes(event.json);
    this.queue.push({ event, bytes, recipients });
    this.queuedBytes += bytes;
  }

  /** Sends the queue and the presence digest, and opens the next window. What comes during a round is sent after it. */
  private flush(): void {
    if (this.turns.isBusy) return;
    this.flushDigest();
    this.roundLength = roundLengthOf(this.queue);
    this.largestFrameBytes = 0;
    this.turns.run(
      () => this.deliver(),
      () => this.endRound(),
    );
  }

  /** Forgets what all have been sent. */
  private endRound(): void {
    let sentLength = this.queue.length;
    for (const { queueOffset } of this.ports.connections.all())
      sentLength = Math.min(sentLength, queueOffset);
    this.queuedBytes -= bytesOf(this.queue.splice(0, sentLength));
    for (const connection of this.ports.connections.all()) connection.queueOffset -= sentLength;
    this.openWindow(this.largestFrameBytes);
    this.endTurns();
  }

  /** Closes the connections that read too slowly, and sends what could not be sent meanwhile. */
  private readonly endTurns = (): void => {
    this.flow.closeSlow();
    if (this.queue.length > 0 && !(this.isWindowOpen && this.queuedBytes <= MAX_QUEUED_BYTES)) this.flush();
  };

  private flushDigest(): void {
    const taken = this.digest.take();
    if (taken === undefined) return;
    const sample = this.isLarge ? taken.sample() : undefined;
    if (sample !== undefined) this.enqueue(new EncodedEvent(sample.event, sample.shown));
    for (const connection of this.ports.connections.all()) {
      if (sample === undefined) this.deliverDigest(connection, taken);
      connection.digestOffset = 0;
    }
  }

  /** In a small room each connection gets exactly what it missed, so that its roster stays complete. */
  private deliverDigest(connection: Connection, taken: TakenDigest): void {
    const { session, digestOffset, codec } = connection;
    const { event, shown } = taken.eventFor(session.member, digestOffset);
    const frame = frameOf([new EncodedEvent(event, shown)], codec);
    if (frame !== undefined) this.flow.send(connection, frame);
  }

  private openWindow(frameBytes: number, maxMs = Infinity): void {
    const { count, weight } = this.ports.connections;
    const isFlooded = !this.smallRoomFrames.take(this.ports.now());
    const ms = Math.min(maxMs, windowMs({ connections: count, weight, frameBytes, isFlooded }));
    if (ms === 0 || this.isWindowOpen) return;
    this.isWindowOpen = true;
    const lengthMs = this.lateness.open(ms, this.ports.now());
    this.ports.setTimer(() => {
      this.lateness.end(this.ports.now());
      this.ports.onWindowEnd();
      this.isWindowOpen = false;
      this.flushIfDue();
    }, lengthMs);
  }

  private flushIfDue(): void {
    if (this.queue.length > 0 || this.digest.isDue) this.flush();
  }

  /** Sends the round's events to all who are still to be sent them; false if that is too much for one turn. */
  private deliver(): boolean {
    this.flow.markExcess();
    const isLeft = ({ queueOffset }: Connection) => queueOffset < this.roundLength;
    const left = [...this.ports.connections.all()].filter(isLeft);
    for (const group of recipientGroupsOf(this.queue.slice(0, this.roundLength), left))
      this.deliverTo(group, this.roundLength);
    return !left.some(isLeft);
  }

  /** @param length of the queue's part that is sent */
  private deliverTo({ codec, events, connections }: RecipientGroup, length: number): void {
    const text = frameOf(events, codec);
    const frame =
      text && new SharedFrame(text, connections.filter(({ deflates }) => deflates === true).length);
    for (const connection of connections) {
      if (this.isTurnFull) return;
      connection.queueOffset = length;
      if (frame === undefined) continue;
      const sent = frame.for(connection);
      this.largestFrameBytes = Math.max(this.largestFrameBytes, sent.bytes);
      this.flow.send(connection, sent);
      this.pushPosition(connection, events);
    }
  }

  /** Sends a plain-text connection its position behind `events`, if it asked for it and they changed it (SPEC TXT-8). */
  private pushPosition(connection: Connection, events: readonly EncodedEvent[]): void {
    if (connection.plain.positions !== true || connection.codec !== "text") return;
    const position = events.reduce<string | undefined>((behind, { event }) => {
      if (event.type === "welcome") return event.position;
      return isNumbered(event) ? this.ports.positionAt(event.seq) : behind;
    }, undefined);
    if (position !== undefined) this.flow.send(connection, sizedFrame(positionLine(position)));
  }
}

/** Batches the events of a long poll, and decides when it is answered (SPEC POLL-1 to POLL-4). Pure. */
import type { RoomEvent } from "../../protocol/events.ts";
import type { SignalEvent } from "../../protocol/events/signal.ts";
import { encodeEvent } from "../../protocol/encode.ts";
import { isNumbered } from "../../protocol/decode-events.ts";
import { formatPosition, parsePosition, EMPTY_POSITION } from "../../protocol/position.ts";
import { utf8Bytes } from "../../text/lengths.ts";

/** A room is busy if an event arrives before a poll is this old: then the poll waits for more of them. */
const BUSY_WITHIN_MS = 1_000;
/** In a busy room a poll is answered when it is this old; a crowd polls less often. */
const BATCH_WINDOW_MS = 500;
const CROWD_BATCH_WINDOW_MS = 1_000;
/** Presence, typing and what was read alone answer a poll only when it is this old. */
const EPHEMERAL_DELAY_MS = 1_000;
/** A signal is seldom alone, and what comes between two polls is lost: a burst of them comes with its first one. */
const SIGNAL_BATCH_MS = 250;
/**
 * If the room closes the socket, a poll is answered no sooner than this: a client that polls in a loop must not spin.
 */
const CLOSED_POLL_DELAY_MS = 1_000;

export interface PollOptions {
  readonly after: string;
  readonly waitMs: number;
  /** whether the answer includes the welcome */
  readonly wantsWelcome: boolean;
  readonly startedAt: number;
  /** of the events in an answer, except the welcome and the initial page, which are always complete */
  readonly maxBytes: number;
  /** asks for memory for bytes of events; false if all polls together have too many, and this one is answered */
  readonly reserve: (bytes: number) => boolean;
  /** a room with more members is a crowd */
  readonly crowdMembers: number;
}

/** The body of an answer; the events are already encoded as JSON. */
export interface PollResponseBody {
  readonly position: string;
  readonly recovered: boolean;
  readonly events: readonly string[];
  readonly more?: true;
  readonly older?: boolean;
}

export class PollBatch {
  private epoch = EMPTY_POSITION.epoch;
  private seq: number;
  private recovered = false;
  private older: boolean | undefined;
  private more = false;
  private events: string[] = [];
  /** where the newest of what replaces an older one is in `events` */
  private readonly places = new Map<string, number>();
  private bytes = 0;
  private reserved = 0;
  private isWelcomed = false;
  private isClosed = false;
  private hasReceived = false;
  private deferred = false;
  private due: number;
  private batchWindowMs = BATCH_WINDOW_MS;

  constructor(private readonly options: PollOptions) {
    this.seq = parsePosition(options.after)?.seq ?? 0;
    this.due = options.startedAt + options.waitMs;
  }

  /** When the answer is due, in ms since 1970; infinite until the room's position is known or the socket is closed. */
  get dueAt(): number {
    return this.isWelcomed || this.isClosed ? this.due : Number.POSITIVE_INFINITY;
  }

  /** True if the reader has read too much: the room did not read what they asked for (SPEC LIM-12). */
  get isDeferred(): boolean {
    return this.deferred;
  }

  /** Those that were asked for, to be given back. */
  get reservedBytes(): number {
    return this.reserved;
  }

  /** The answer; undefined while the room's position is unknown. */
  get response(): PollResponseBody | undefined {
    if (!this.isWelcomed) return undefined;
    return {
      position: formatPosition({ epoch: this.epoch, seq: this.seq }),
      recovered: this.recovered,
      events: this.events,
      ...(this.more ? { more: true } : {}),
      ...(this.older === undefined ? {} : { older: this.older }),
    };
  }

  /** Forgets the events: they were answered, and as long as the reader takes nothing the runtime keeps this batch. */
  clear(): void {
    this.events.length = 0;
  }

  /** Adds the events of one frame. */
  receive(events: readonly RoomEvent[], now: number): void {
    const isFirst = !this.hasReceived;
    this.hasReceived = true;
    for (const event of events) this.receiveEvent(event, now);
    // A replay, or an initial page, is answered at once.
    if (isFirst && (this.events.length > 0 || !this.recovered)) this.respondBy(now);
  }

  /** Sets the room's position, and whether the reader's position was recovered. Discards earlier events. */
  setPosition({ position, recovered }: { readonly position: string; readonly recovered: boolean }): void {
    this.isWelcomed = true;
    this.epoch = parsePosition(position)?.epoch ?? EMPTY_POSITION.epoch;
    this.recovered = recovered;
    this.events = [];
    this.places.clear();
    this.bytes = 0;
  }

  /** The room closed the socket of this poll. */
  close(now: number): void {
    this.isClosed = true;
    this.respondBy(Math.max(now, this.options.startedAt + CLOSED_POLL_DELAY_MS));
  }

  private receiveEvent(event: RoomEvent, now: number): void {
    switch (event.type) {
      case "welcome":
        this.setPosition(event);
        if (event.members.count > this.options.crowdMembers) this.batchWindowMs = CROWD_BATCH_WINDOW_MS;
        if (this.options.wantsWelcome) this.events.push(encodeEvent(event));
        return;
      case "page":
        // After a welcome, or when the room is created, whose epoch it has (SPEC READ-3).
        ({ epoch: this.epoch, seq: this.seq } = parsePosition(event.position) ?? EMPTY_POSITION);
        this.recovered = false;
        this.older = event.more;
        // It ends where it begins: nothing was looked through.
        this.deferred = event.before === this.seq + 1;
        this.events.push(...event.events.map(encodeEvent));
        return this.respondBy(now);
      case "more":
        this.more = true;
        this.deferred = event.after === this.seq && this.bytes === 0;
        return this.respondBy(now);
      case "presence":
      case "typing":
      case "read":
      case "echo":
        this.add(encodeEvent(event));
        return this.respondBy(Math.max(now, this.options.startedAt + EPHEMERAL_DELAY_MS));
      case "signal":
        this.addNewest(placeOf(event), encodeEvent(event));
        return this.respondWithBurst(now);
      case "delta":
        // Key by key: a change of several must not stand behind a later one of one of them.
        for (const entry of event.entries)
          this.addNewest(JSON.stringify(entry.key), encodeEvent({ ...event, entries: [entry] }));
        return this.respondWithBurst(now);
      default:
        this.receiveLive(event, now);
    }
  }

  private receiveLive(event: RoomEvent, now: number): void {
    const isOrdered = isNumbered(event);
    // After a replay that was cut off, the next poll fetches these events with the rest.
    if (isOrdered && (event.seq !== this.seq + 1 || this.more)) return;
    const isAdded = this.add(encodeEvent(event));
    if (isOrdered && isAdded) this.seq = event.seq;
    // The next poll fetches it; an ephemeral event may be lost.
    else if (isOrdered) this.more = true;
    const isBatching = isAdded && now - this.options.startedAt < BUSY_WITHIN_MS;
    this.respondBy(isBatching ? Math.max(now, this.options.startedAt + this.batchWindowMs) : now);
  }

  /** False if there is no room for the event; the first event is always added. */
  private add(json: string): boolean {
    const bytes = utf8Bytes(json);
    if (!this.reserve(bytes) && this.bytes > 0) return false;
    this.bytes += bytes;
    this.events.push(json);
    return true;
  }

  /** Adds an event in the place of an older one that it replaces, if there is room for it (SPEC EPH-4, STATE-5). */
  private addNewest(place: string | undefined, json: string): void {
    const index = place === undefined ? undefined : this.places.get(place);
    if (index === undefined) {
      if (this.add(json) && place !== undefined) this.places.set(place, this.events.length - 1);
      return;
    }
    const addedBytes = utf8Bytes(json) - utf8Bytes(this.events[index] ?? "");
    if (addedBytes > 0 && !this.reserve(addedBytes)) return;
    this.bytes += addedBytes;
    this.events[index] = json;
  }

  private reserve(bytes: number): boolean {
    const isReserved = this.bytes + bytes <= this.options.maxBytes && this.options.reserve(bytes);
    if (isReserved) this.reserved += bytes;
    return isReserved;
  }

  private respondWithBurst(now: number): void {
    this.respondBy(Math.max(now + SIGNAL_BATCH_MS, this.options.startedAt + this.batchWindowMs));
  }

  private respondBy(time: number): void {
    this.due = Math.min(this.due, time);
  }
}

/** Signals of the same place replace each other; undefined for one that replaces nothing. */
function placeOf({ from, key, to, role }: SignalEvent): string | undefined {
  return key === undefined ? undefined : JSON.stringify({ from: from.id, key, to, role });
}

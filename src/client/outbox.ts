/** The messages that the room has not confirmed, in the order in which they were written. Pure: no I/O, no timer. */
import type { CommandOf } from "../protocol/commands.ts";
import type { Message } from "../protocol/events/message.ts";
import type { Self } from "../protocol/member.ts";
import type { Position } from "../protocol/position.ts";
import { utf8Bytes } from "../text/lengths.ts";
import type { PendingMessage } from "./api.ts";
import { optionalFields } from "./check-message.ts";
import { clientError, foreseenError, type RoomError } from "./room-error.ts";

/** Above either limit a message is rejected with `outbox_full`. */
const MAX_OUTBOX_MESSAGES = 100;
const MAX_OUTBOX_BYTES = 64 * 1024;
/** A message that waited longer than this fails as `stale`, and is sent only if the user retries it. */
const STALE_AFTER_MS = 3_600_000;

/** The position and member when a message was first sent: the room needs both to detect a duplicate (SPEC PUB-3, PUB-5). */
export interface FirstSent {
  readonly epoch: string;
  readonly seq: number;
  readonly member: string;
}

/** A pending message with what is needed to send it again. */
export interface OutboxEntry extends PendingMessage {
  /** when the user last queued it, by `publish` or `retry`; ms since 1970 by the client's clock */
  readonly queuedAt: number;
  readonly firstSent?: FirstSent | undefined;
  /** when it was sent on the current link; only while `sent` */
  readonly sentAt?: number | undefined;
}

/** Who sends, when (ms since 1970), and from which position. */
export interface SendContext {
  readonly now: number;
  readonly self: string;
  readonly position: Position;
}

export class Outbox {
  #entries: readonly OutboxEntry[] = [];
  #epoch: string | undefined;

  get entries(): readonly OutboxEntry[] {
    return this.#entries;
  }

  /** The entries as the application sees them. */
  get pending(): readonly PendingMessage[] {
    return this.#entries.map(({ id, text, at, status, ...optional }) => ({
      id,
      text,
      ...optionalFields(optional),
      at,
      status,
    }));
  }

  /** How many messages wait for their reply. */
  get inFlight(): number {
    return this.#sent.length;
  }

  /** When the oldest message in flight was sent. */
  get oldestSentAt(): number | undefined {
    const times = this.#sent.map(({ sentAt }) => sentAt ?? 0);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  has(id: string): boolean {
    return this.#find(id) !== undefined;
  }

  /** True if a message waits to be sent. */
  get hasWaiting(): boolean {
    return this.#entries.some(({ status }) => status.name === "waiting");
  }

  /** Appends a message. Returns false if it does not fit. */
  add(entry: OutboxEntry): boolean {
    return this.#replaceAll([...this.#entries, entry]);
  }

  /** Inserts another tab's messages at the place of their time. Returns false, and takes none, if they do not fit. */
  adopt(entries: readonly OutboxEntry[]): boolean {
    const first = entries[0]?.at ?? 0;
    const insertAt = this.#entries.findIndex(({ at }) => at > first);
    return this.#replaceAll(
      this.#entries.toSpliced(insertAt < 0 ? this.#entries.length : insertAt, 0, ...entries),
    );
  }

  /** The room's log has this epoch. In another one than before, what a message replies to is gone: its seq is another's. */
  setLog(epoch: string): void {
    if (this.#epoch !== undefined && this.#epoch !== epoch) this.#entries = this.#entries.map(withoutReply);
    this.#epoch = epoch;
  }

  /** Everything before seq `before` was deleted: what a message replies to there is gone (SPEC LOG-8). */
  cleared(before: number): void {
    this.#entries = this.#entries.map((entry) =>
      (entry.replyTo ?? before) < before ? withoutReply(entry) : entry,
    );
  }

  /** Takes the next waiting message to send; it counts as sent from now on. */
  send({ now, self, position }: SendContext): CommandOf<"publish"> | undefined {
    const entry = this.#entries.find(({ status }) => status.name === "waiting");
    if (entry === undefined) return undefined;
    const previous = this.#sent.at(-1)?.id;
    const { id, text, replyTo, mentions, firstSent } = entry;
    // A new epoch has none of the old rows to search for a duplicate, and cannot contain this message.
    const isSameEpoch = firstSent?.epoch === position.epoch;
    const sent = isSameEpoch ? firstSent : { ...position, member: self };
    this.#replace({ ...entry, status: { name: "sent" }, firstSent: sent, sentAt: now });
    return { type: "publish", id, text, replyTo, mentions, since: sent.seq, previous };
  }

  /** Fails the waiting messages that must not be sent automatically. Returns their ids with the reason. */
  failStale({
    now,
    self,
  }: {
    now: number;
    self: string | undefined;
  }): { readonly id: string; readonly error: RoomError }[] {
    const failed = this.#entries
      .filter(({ status }) => status.name === "waiting")
      .flatMap(({ id, queuedAt, firstSent }) => {
        // The room detects duplicates per member: sent as another member, it could be stored twice in the same log.
        if (self !== undefined && firstSent && firstSent.epoch === this.#epoch && firstSent.member !== self) {
          return [{ id, error: foreseenError("outcome_unknown") }];
        }
        return now - queuedAt > STALE_AFTER_MS ? [{ id, error: clientError("stale") }] : [];
      });
    for (const { id, error } of failed) this.fail(id, error);
    return failed;
  }

  /** Removes and returns the entry that was stored as `message`, if it is one of this outbox. */
  confirm(message: Message, self: string | undefined): OutboxEntry | undefined {
    const entry = this.#find(message.id);
    const isOwn = message.from.id === self || message.from.id === entry?.firstSent?.member;
    return isOwn ? this.remove(message.id) : undefined;
  }

  /** Removes and returns the entry, if there is one. */
  remove(id: string): OutboxEntry | undefined {
    const entry = this.#find(id);
    if (entry !== undefined) this.#entries = this.#entries.filter((other) => other !== entry);
    return entry;
  }

  fail(id: string, { code, message }: RoomError): void {
    const entry = this.#find(id);
    if (entry !== undefined)
      this.#replace({ ...entry, sentAt: undefined, status: { name: "failed", code, message } });
  }

  /**
   * Queues a failed message again. If it is unknown whether the room stored it, it becomes a new message with a new id:
   * under the old id the answer would be the same.
   */
  retry(id: string, { now, newId }: { now: number; newId: string }): boolean {
    const entry = this.#find(id);
    if (entry?.status.name !== "failed") return false;
    const isUnknown = entry.status.code === "outcome_unknown";
    const requeued: OutboxEntry = { ...entry, queuedAt: now, status: { name: "waiting" } };
    this.#entries = this.#entries.with(
      this.#entries.indexOf(entry),
      isUnknown ? { ...requeued, id: newId, firstSent: undefined } : requeued,
    );
    return true;
  }

  /** Removes a failed message. True if there was one. */
  discard(id: string): boolean {
    return this.#find(id)?.status.name === "failed" && this.remove(id) !== undefined;
  }

  /** No message in flight will be answered: all are queued again. */
  requeue(): void {
    for (const entry of this.#sent)
      this.#replace({ ...entry, sentAt: undefined, status: { name: "waiting" } });
  }

  /** Restarts the timeout of the messages in flight. */
  renewSentAt(now: number): void {
    for (const entry of this.#sent) this.#replace({ ...entry, sentAt: now });
  }

  /** The largest message in flight. */
  largestSent(): OutboxEntry | undefined {
    return this.#sent.toSorted((a, b) => utf8Bytes(b.text) - utf8Bytes(a.text))[0];
  }

  get #sent(): readonly OutboxEntry[] {
    return this.#entries.filter(({ status }) => status.name === "sent");
  }

  #find(id: string): OutboxEntry | undefined {
    return this.#entries.find((entry) => entry.id === id);
  }

  #replaceAll(entries: readonly OutboxEntry[]): boolean {
    const bytes = entries.reduce((sum, { text }) => sum + utf8Bytes(text), 0);
    if (entries.length > MAX_OUTBOX_MESSAGES || bytes > MAX_OUTBOX_BYTES) return false;
    this.#entries = entries;
    return true;
  }

  #replace(entry: OutboxEntry): void {
    this.#entries = this.#entries.map((other) => (other.id === entry.id ? entry : other));
  }
}

function withoutReply(entry: OutboxEntry): OutboxEntry {
  const { replyTo: _, ...unrelated } = entry;
  return unrelated;
}

/** The message that the room made of an entry, as far as this client knows: sent by `self`, stored as `seq`. */
export function toMessage(
  { id, text, at, firstSent, ...optional }: OutboxEntry,
  seq: number,
  self: Self,
): Message {
  const from = { id: firstSent?.member ?? self.id, name: self.name };
  return { type: "message", seq, at, from, id, text, ...optionalFields(optional) };
}

/** The messages that the room has not confirmed, in the order in which they were written. Pure: no socket, no timer. */
import type { Publish } from "../protocol/commands/publish.ts";
import type { Message } from "../protocol/events/message.ts";
import type { Self } from "../protocol/member.ts";
import type { Position } from "../protocol/position.ts";
import { utf8Bytes } from "../text/lengths.ts";
import type { PendingMessage } from "./api.ts";
import { clientError, foreseenError, type RoomError } from "./room-error.ts";

/** Past either bound nothing is queued: `outbox_full`. */
export const MAX_OUTBOX_MESSAGES = 100;
export const MAX_OUTBOX_BYTES = 64 * 1024;
/** What waited longer than this goes out only when a person says so again. */
export const STALE_AFTER_MS = 3_600_000;

/** Where, and as whom, a message was first sent: what the room needs to know it again (SPEC PUB-3, PUB-5). */
export interface FirstSent {
  readonly epoch: string;
  readonly seq: number;
  readonly member: string;
}

export interface OutboxEntry extends PendingMessage {
  /** when it was last queued by a person's wish, by the client's clock */
  readonly queuedAt: number;
  readonly firstSent?: FirstSent | undefined;
  /** when it went out on the connection of now; only while `sent` */
  readonly sentAt?: number | undefined;
}

export interface SendContext {
  readonly now: number;
  readonly self: string;
  readonly position: Position;
}

export class Outbox {
  #entries: readonly OutboxEntry[] = [];

  get entries(): readonly OutboxEntry[] {
    return this.#entries;
  }

  get pending(): readonly PendingMessage[] {
    return this.#entries.map(({ id, text, replyTo, at, status }) => ({
      id,
      text,
      ...(replyTo === undefined ? {} : { replyTo }),
      at,
      status,
    }));
  }

  get inFlight(): number {
    return this.#sent.length;
  }

  /** When the oldest message that is still unanswered on this connection went out. */
  get oldestSentAt(): number | undefined {
    const times = this.#sent.map(({ sentAt }) => sentAt ?? 0);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  has(id: string): boolean {
    return this.#find(id) !== undefined;
  }

  get hasWaiting(): boolean {
    return this.#entries.some(({ status }) => status.name === "waiting");
  }

  /** Queues a message last. Returns false where it does not fit. */
  add(entry: OutboxEntry): boolean {
    return this.#replaceAll([...this.#entries, entry]);
  }

  /** Takes over what another tab had queued, at the place of its time. Returns false, and takes none, where it does not fit. */
  adopt(entries: readonly OutboxEntry[]): boolean {
    const first = entries[0]?.at ?? 0;
    const insertAt = this.#entries.findIndex(({ at }) => at > first);
    return this.#replaceAll(
      this.#entries.toSpliced(insertAt < 0 ? this.#entries.length : insertAt, 0, ...entries),
    );
  }

  /** The next message to send, if one waits; it counts as sent from now on. */
  send({ now, self, position }: SendContext): Publish | undefined {
    const entry = this.#entries.find(({ status }) => status.name === "waiting");
    if (entry === undefined) return undefined;
    const { id, text, replyTo, firstSent } = entry;
    // A log that began again has none of the old rows to look in, and does not have this message.
    const isSameEpoch = firstSent?.epoch === position.epoch;
    const sent = isSameEpoch ? firstSent : { ...position, member: self };
    this.#replace({ ...entry, status: { name: "sent" }, firstSent: sent, sentAt: now });
    return {
      type: "publish",
      id,
      text,
      ...(replyTo === undefined ? {} : { replyTo }),
      ...(isSameEpoch ? { since: firstSent.seq } : {}),
    };
  }

  /** Fails what waits and must not go out unasked. Returns those messages with the reason. */
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
        // The room knows a repeat by its member: sent by another, it would be a second message.
        if (self !== undefined && firstSent !== undefined && firstSent.member !== self) {
          return [{ id, error: foreseenError("outcome_unknown") }];
        }
        return now - queuedAt > STALE_AFTER_MS ? [{ id, error: clientError("stale") }] : [];
      });
    for (const { id, error } of failed) this.fail(id, error);
    return failed;
  }

  /** Takes out the message that `message` is, if it is one of these. */
  confirm(message: Message, self: string | undefined): OutboxEntry | undefined {
    const entry = this.#find(message.id);
    const isOwn = message.from.id === self || message.from.id === entry?.firstSent?.member;
    return isOwn ? this.remove(message.id) : undefined;
  }

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
   * Queues a failed message again. Where the room could not tell whether it was stored, this is a new message
   * with a new id: asked again under the old one it could only say the same.
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

  discard(id: string): boolean {
    return this.#find(id)?.status.name === "failed" && this.remove(id) !== undefined;
  }

  /** Nothing sent so far will be answered: it is all to be sent again. */
  requeue(): void {
    for (const entry of this.#sent)
      this.#replace({ ...entry, sentAt: undefined, status: { name: "waiting" } });
  }

  /** Lets the waiting for answers begin again. */
  renewSentAt(now: number): void {
    for (const entry of this.#sent) this.#replace({ ...entry, sentAt: now });
  }

  /** The largest message on its way. */
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

/** The message that the room made of an entry, as far as this client knows: sent by `self`, stored as `seq`. */
export function toMessage(
  { id, text, replyTo, at, firstSent }: OutboxEntry,
  seq: number,
  self: Self,
): Message {
  const from = { id: firstSent?.member ?? self.id, name: self.name };
  return { type: "message", seq, at, from, id, text, ...(replyTo === undefined ? {} : { replyTo }) };
}

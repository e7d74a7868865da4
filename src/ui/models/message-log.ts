/**
 * The part of the room's log that the page holds: a window of at most {@link MAX_MESSAGES}, because a list of
 * thousands makes every browser slow. Messages evicted at one end are fetched again when the reader scrolls there.
 */
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Page } from "../../protocol/events/page.ts";
import { parsePosition } from "../../protocol/position.ts";
import { BATCH_SIZE } from "./event-buffer.ts";
import { amend, isAmendment, messageAfter, type Amendment } from "../../client/amend.ts";

export const MAX_MESSAGES = 300;
/** Live messages evict old ones in small batches; a page of history evicts as many as it adds. */
export const TRIM_SLACK = 5;
/** How many amendments of messages outside the window are kept for a page that may be in flight. */
const MAX_ORPHANS = 100;

/** Messages that were skipped because they arrived faster than the page can draw them. */
export interface Gap {
  /** the seq of the last of them */
  readonly after: number;
  readonly count: number;
}

export class MessageLog {
  #messages: readonly Message[] = [];
  #older = false;
  #newestSeq = 0;
  #newer = false;
  #orphans: Amendment[] = [];
  #gap: Gap | undefined;
  #self: string | undefined;

  /** Oldest first. */
  get messages(): readonly Message[] {
    return this.#messages;
  }

  /** True if there are messages before the window. */
  get older(): boolean {
    return this.#older;
  }

  /** True if there are messages after the window: it does not reach the latest one. */
  get newer(): boolean {
    return this.#newer;
  }

  /** Where messages are left out in the middle of the window. */
  get gap(): Gap | undefined {
    return this.#gap;
  }

  get firstSeq(): number | undefined {
    return this.#messages[0]?.seq;
  }

  get lastSeq(): number {
    return this.#messages.at(-1)?.seq ?? 0;
  }

  /** The newest message known of, in the window or not. */
  get newestSeq(): number {
    return this.#newestSeq;
  }

  /** The member whose reactions are "mine". */
  set self(id: string | undefined) {
    this.#self = id;
  }

  /** Clears the window and starts from `events`. */
  reset(events: readonly DurableEvent[], older: boolean): void {
    this.#messages = [];
    this.#older = older;
    this.#newer = false;
    this.#newestSeq = 0;
    this.#orphans = [];
    this.#gap = undefined;
    this.applyAll(events, "follow");
  }

  /** Starts again from `events`, the latest ones of the same log. Earlier ones that adjoin them stay. */
  renew(events: readonly Message[], older: boolean): void {
    const first = events[0]?.seq ?? 0;
    const earlier = first > this.lastSeq ? [] : this.#messages.filter(({ seq }) => seq < first);
    this.reset([...earlier, ...events], older);
  }

  applyAll(events: readonly DurableEvent[], reader: "follow" | "read"): void {
    for (const event of events) this.apply(event, reader);
  }

  /**
   * Appends one event, in the order of seq. While the reader follows the latest message, old ones are evicted for it.
   * While they `read` further up, nothing moves: a full window stops at its end.
   */
  apply(event: DurableEvent, reader: "follow" | "read"): void {
    if (isAmendment(event)) this.#amend(event);
    else if (event.type === "message") this.#append(event, reader);
    else this.#messages = this.#messages.map((message) => messageAfter(message, event, this.#self));
  }

  /** Replaces the messages that the page has too by what the room has of them now (SPEC MOD-4). */
  refresh(page: Page): void {
    const fresh = new Map(this.#messagesOf(page).map((message) => [message.seq, message]));
    this.#messages = this.#messages.map((message) => fresh.get(message.seq) ?? message);
  }

  /**
   * Appends more than can be drawn. A reader who follows the latest message skips to the newest ones, which leaves a
   * gap; a reader further up stays there.
   */
  skip(events: readonly DurableEvent[], reader: "follow" | "read"): void {
    if (reader === "read") this.#newer = true;
    const { lastSeq } = this;
    const skipped = events
      .filter(({ type, seq }) => type === "message" && seq > lastSeq)
      .slice(0, -BATCH_SIZE);
    const after = skipped.at(-1)?.seq;
    if (after === undefined || this.#newer) return this.applyAll(events, reader);
    const { after: last = lastSeq, count = 0 } = this.#gap ?? {};
    const remaining = this.#messages.filter(({ seq }) => seq <= last);
    this.#gap = { after, count: count + this.#messages.length - remaining.length + skipped.length };
    this.#messages = remaining;
    this.#older ||= remaining.length === 0;
    const skippedSet = new Set(skipped);
    this.applyAll(
      events.filter((event) => !skippedSet.has(event)),
      reader,
    );
  }

  /** Drops the messages before the gap, so that history is fetched from there. */
  openGap(): void {
    const after = this.#gap?.after ?? 0;
    this.#messages = this.#messages.filter(({ seq }) => seq > after);
    this.#older = true;
  }

  /** Puts a page of history before the window. */
  prepend(page: Page): void {
    const first = this.firstSeq ?? Number.POSITIVE_INFINITY;
    this.#forgetGapOutside();
    const messages = this.#messagesOf(page).filter(({ seq }) => seq < first);
    this.#messages = [...messages, ...this.#messages];
    this.#older = page.more;
    if (this.#messages.length > MAX_MESSAGES) {
      this.#messages = this.#messages.slice(0, MAX_MESSAGES);
      this.#newer = true;
      this.#forgetGapOutside();
    }
  }

  /** Puts a page after the window: all messages before `before`. */
  extend(page: Page, before: number): void {
    const messages = this.#messagesOf(page).filter(({ seq }) => seq > this.lastSeq);
    this.#messages = [...this.#messages, ...messages];
    this.#newer = before <= this.#newestSeq;
    this.#trimOldest(0);
  }

  /** Replaces the window: by the newest page, or by a page around a message that the reader looks for. */
  show(page: Page): void {
    this.#messages = this.#messagesOf(page);
    this.#gap = undefined;
    this.#older = page.more;
    this.#newer = this.lastSeq < this.#newestSeq;
  }

  #append(message: Message, reader: "follow" | "read"): void {
    this.#newestSeq = Math.max(this.#newestSeq, message.seq);
    if (this.#newer || message.seq <= this.lastSeq) return;
    if (reader === "read" && this.#messages.length >= MAX_MESSAGES + TRIM_SLACK) {
      this.#newer = true;
      return;
    }
    this.#messages = [...this.#messages, message];
    this.#trimOldest();
  }

  #trimOldest(slack = TRIM_SLACK): void {
    if (this.#messages.length <= MAX_MESSAGES + slack) return;
    this.#messages = this.#messages.slice(-MAX_MESSAGES);
    this.#older = true;
    this.#forgetGapOutside();
  }

  /** A gap at an end of the window is no gap: its messages are fetched like any others. */
  #forgetGapOutside(): void {
    const { after = 0 } = this.#gap ?? {};
    if (after < (this.firstSeq ?? 0) || after >= this.lastSeq) this.#gap = undefined;
  }

  #amend(event: Amendment): void {
    const index = this.#messages.findIndex(({ seq }) => seq === event.target);
    const message = this.#messages[index];
    if (message === undefined) {
      this.#orphans = [...this.#orphans, event].slice(-MAX_ORPHANS);
      return;
    }
    this.#messages = this.#messages.with(index, amend(message, event, this.#self));
  }

  /** Applies the amendments that came after the page was read. */
  #messagesOf(page: Page): Message[] {
    const readAt = parsePosition(page.position)?.seq ?? 0;
    return page.events
      .filter((event) => event.type === "message")
      .map((message) =>
        this.#orphans
          .filter(({ target, seq }) => target === message.seq && seq > readAt)
          .reduce((amended, event) => amend(amended, event, this.#self), message),
      );
  }
}

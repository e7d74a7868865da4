/**
 * The part of the room's log that the page holds: a window of at most {@link MAX_MESSAGES}, because a list of
 * thousands makes every browser slow. What falls out of it at one end is fetched again when it is looked at.
 */
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Page } from "../../protocol/events/page.ts";
import { parsePosition } from "../../protocol/position.ts";
import { amend, isAmendment, type Amendment } from "./amend.ts";

export const MAX_MESSAGES = 300;
/** Trimming comes in strides, not with each message. */
export const SLACK = 20;
/** How many amendments of messages outside the window are remembered for a page that may be on its way. */
const MAX_STRAYS = 100;

export class MessageLog {
  #messages: readonly Message[] = [];
  #older = false;
  #newestSeq = 0;
  #newer = false;
  #strays: Amendment[] = [];
  #self: string | undefined;

  /** Oldest first. */
  get messages(): readonly Message[] {
    return this.#messages;
  }

  /** True if there are messages before the window. */
  get older(): boolean {
    return this.#older;
  }

  /** True if there are messages after the window: the window is not at the present. */
  get newer(): boolean {
    return this.#newer;
  }

  get firstSeq(): number | undefined {
    return this.#messages[0]?.seq;
  }

  get lastSeq(): number {
    return this.#messages.at(-1)?.seq ?? 0;
  }

  /** Whose reactions are "mine". */
  set self(id: string | undefined) {
    this.#self = id;
  }

  /** Forgets everything and starts from `events`. */
  reset(events: readonly DurableEvent[], older: boolean): void {
    this.#messages = [];
    this.#older = older;
    this.#newer = false;
    this.#newestSeq = 0;
    this.#strays = [];
    for (const event of events) this.apply(event, "follow");
  }

  /**
   * Takes one event, in the order of seq. While the reader follows the present, old messages make room for it;
   * while they `read` elsewhere, nothing moves: a full window lets the present go on without it.
   */
  apply(event: DurableEvent, reader: "follow" | "read"): void {
    if (isAmendment(event)) this.#amend(event);
    else if (event.type === "message") this.#append(event, reader);
  }

  /** Puts a page of history before the window. */
  prepend(page: Page): void {
    const first = this.firstSeq ?? Number.POSITIVE_INFINITY;
    const messages = this.#messagesOf(page).filter(({ seq }) => seq < first);
    this.#messages = [...messages, ...this.#messages];
    this.#older = page.more;
    if (this.#messages.length > MAX_MESSAGES + SLACK) {
      this.#messages = this.#messages.slice(0, MAX_MESSAGES);
      this.#newer = true;
    }
  }

  /** Puts a page after the window: all messages before `before`. */
  extend(page: Page, before: number): void {
    const messages = this.#messagesOf(page).filter(({ seq }) => seq > this.lastSeq);
    this.#messages = [...this.#messages, ...messages];
    this.#newer = before <= this.#newestSeq;
    this.#trimOldest();
  }

  /** Goes back to the present, of which `page` is the newest. */
  present(page: Page): void {
    this.#messages = this.#messagesOf(page);
    this.#older = page.more;
    this.#newer = this.lastSeq < this.#newestSeq;
  }

  #append(message: Message, reader: "follow" | "read"): void {
    this.#newestSeq = Math.max(this.#newestSeq, message.seq);
    if (this.#newer || message.seq <= this.lastSeq) return;
    if (reader === "read" && this.#messages.length >= MAX_MESSAGES + SLACK) {
      this.#newer = true;
      return;
    }
    this.#messages = [...this.#messages, message];
    this.#trimOldest();
  }

  #trimOldest(): void {
    if (this.#messages.length <= MAX_MESSAGES + SLACK) return;
    this.#messages = this.#messages.slice(-MAX_MESSAGES);
    this.#older = true;
  }

  #amend(event: Amendment): void {
    const index = this.#messages.findIndex(({ seq }) => seq === event.target);
    const message = this.#messages[index];
    if (message === undefined) {
      this.#strays = [...this.#strays, event].slice(-MAX_STRAYS);
      return;
    }
    this.#messages = this.#messages.with(index, amend(message, event, this.#self));
  }

  /** A page is as old as its position; what was amended since, in the same breath, is made good. */
  #messagesOf(page: Page): Message[] {
    const readAt = parsePosition(page.position)?.seq ?? 0;
    return page.events
      .filter((event) => event.type === "message")
      .map((message) =>
        this.#strays
          .filter(({ target, seq }) => target === message.seq && seq > readAt)
          .reduce((amended, event) => amend(amended, event, this.#self), message),
      );
  }
}

/** A part of a room's log without gaps, up to its end: messages as they are after all later events. */
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Page } from "../../protocol/events/page.ts";
import { parsePosition } from "../../protocol/position.ts";
import { messageAfter } from "../amend.ts";
import type { RoomClient } from "../room-client.ts";

/** This many live messages are kept, after those that were asked for: further ones remove the oldest. */
export const MAX_LIVE_MESSAGES = 1_000;

type HistoryClient = Pick<RoomClient, "history" | "self">;

/** A request for a page: events that come meanwhile may change its messages. */
interface PageRequest {
  readonly eventsSince: DurableEvent[];
}

export class LoadedMessages {
  readonly #room: HistoryClient;
  readonly #requests = new Set<PageRequest>();
  #messages: readonly Message[] = [];
  #hasOlder = false;
  #maxMessages = MAX_LIVE_MESSAGES;
  #loadingOlder: Promise<void> | undefined;
  /** replaced by a reset, after which the answers to earlier requests are ignored */
  #log = {};
  /** the messages from before the first event are there, or none are missing */
  isComplete = false;

  constructor(room: HistoryClient) {
    this.#room = room;
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }

  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  /** Starts again from these events. */
  reset(events: readonly DurableEvent[], hasOlder: boolean): void {
    this.#log = {};
    this.#requests.clear();
    this.#messages = [];
    this.#maxMessages = MAX_LIVE_MESSAGES;
    this.isComplete = true;
    for (const event of events) this.apply(event);
    this.#hasOlder = hasOlder;
  }

  /** One more event at the end of the log. */
  apply(event: DurableEvent): void {
    for (const { eventsSince } of this.#requests) eventsSince.push(event);
    this.#messages = this.#after(this.#messages, event);
    if (this.#messages.length <= this.#maxMessages) return;
    this.#messages = this.#messages.slice(-this.#maxMessages);
    this.#hasOlder = true;
  }

  /** Resolves with true once the newest page is there. Rejects with a `RoomError`. */
  loadNewest(): Promise<boolean> {
    return this.#load(undefined, (messages, more) => {
      // More came meanwhile than a page has.
      const [first] = messages;
      const before = this.#messages.filter(({ seq }) => first !== undefined && seq < first.seq);
      this.#messages = [...before, ...messages];
      this.#hasOlder = more;
      this.isComplete = true;
    });
  }

  loadOlder(): Promise<void> {
    this.#loadingOlder ??= this.#loadBeforeFirst().finally(() => {
      this.#loadingOlder = undefined;
    });
    return this.#loadingOlder;
  }

  async #loadBeforeFirst(): Promise<void> {
    const first = this.#messages[0];
    if (first === undefined || !this.#hasOlder) return;
    await this.#load(first.seq, (messages, more) => {
      const older = messages.filter(({ seq }) => seq < first.seq);
      this.#messages = [...older, ...this.#messages];
      this.#maxMessages = this.#messages.length + MAX_LIVE_MESSAGES;
      this.#hasOlder = more;
    });
  }

  async #load(
    before: number | undefined,
    add: (messages: readonly Message[], more: boolean) => void,
  ): Promise<boolean> {
    const log = this.#log;
    const request: PageRequest = { eventsSince: [] };
    this.#requests.add(request);
    try {
      const page = await this.#room.history(before === undefined ? {} : { before });
      if (log !== this.#log) return false;
      add(this.#current(page, request), page.more);
      return true;
    } finally {
      this.#requests.delete(request);
    }
  }

  /** The messages of a page, after the events that it does not include. */
  #current({ events, position }: Page, { eventsSince }: PageRequest): readonly Message[] {
    const included = parsePosition(position)?.seq ?? 0;
    return [...events, ...eventsSince.filter(({ seq }) => seq > included)].reduce<readonly Message[]>(
      (messages, event) => this.#after(messages, event),
      [],
    );
  }

  #after(messages: readonly Message[], event: DurableEvent): readonly Message[] {
    if (event.type === "message") return [...messages, event];
    let isChanged = false;
    const after = messages.map((message) => {
      const changed = messageAfter(message, event, this.#room.self?.id);
      isChanged ||= changed !== message;
      return changed;
    });
    return isChanged ? after : messages;
  }
}

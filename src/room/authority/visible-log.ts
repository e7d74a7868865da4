/**
 * The pages of a room's log as everyone may read them: messages of hidden members read as deleted (SPEC MOD-3). Every read
 * path goes through here, as the log that the rules see has no other pages.
 */
import type { DurableEvent, DurableEventOf } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Author } from "../../protocol/member.ts";
import type { LogReader, LogSearch, PageBounds, SearchResultPage, StoredPage } from "../store.ts";
import type { Sanctions } from "./sanctions.ts";

export class VisibleLog implements LogReader {
  constructor(
    private readonly log: LogReader,
    private readonly sanctions: Pick<Sanctions, "hides" | "hidesAny">,
  ) {}

  message(seq: number): Message | undefined {
    const message = this.log.message(seq);
    return message && this.visibleMessage(message);
  }

  /** Message `seq` as it is stored, hidden or not: only to delete it. */
  storedMessage(seq: number): Message | undefined {
    return this.log.message(seq);
  }

  messagesBefore(
    seq: number | undefined,
    limit: number,
    viewer: string | undefined,
    bounds?: PageBounds,
  ): StoredPage {
    return this.visiblePage(this.log.messagesBefore(seq, limit, viewer, bounds));
  }

  eventsAfter(seq: number, limit: number, viewer: string | undefined, bounds?: PageBounds): StoredPage {
    return this.visiblePage(this.log.eventsAfter(seq, limit, viewer, bounds));
  }

  search(request: LogSearch): SearchResultPage {
    const found = this.log.search(request);
    if (!this.sanctions.hidesAny) return found;
    return { ...found, events: found.events.filter(({ from, seq }) => !this.sanctions.hides(from.id, seq)) };
  }

  holdersAfter(seq: number, emoji: string, after: string, limit: number): Author[] {
    return this.log.holdersAfter(seq, emoji, after, limit);
  }

  private visiblePage(page: StoredPage): StoredPage {
    if (!this.sanctions.hidesAny) return page;
    return { ...page, events: page.events.map((event) => this.visible(event)) };
  }

  private visible(event: DurableEvent): DurableEvent {
    switch (event.type) {
      case "message":
        return this.visibleMessage(event);
      case "edit":
        return this.sanctions.hides(event.from.id, event.target) ? withoutText(event) : event;
      case "restore":
        return this.isHidden(event.target) ? withoutContent(event) : event;
      case "reaction":
        return this.isHidden(event.target) ? { ...event, count: 0 } : event;
      default:
        return event;
    }
  }

  private visibleMessage(message: Message): Message {
    return this.sanctions.hides(message.from.id, message.seq) ? removed(message) : message;
  }

  private isHidden(seq: number): boolean {
    if (!this.sanctions.hidesAny) return false;
    const message = this.log.message(seq);
    return message !== undefined && this.sanctions.hides(message.from.id, seq);
  }
}

function removed({ type, seq, at, from, id, replyTo }: Message): Message {
  const reply = replyTo === undefined ? {} : { replyTo };
  return { type, seq, at, from, id, text: "", ...reply, deleted: true, removed: true };
}

function withoutText({ mentions: _mentions, ...event }: DurableEventOf<"edit">): DurableEventOf<"edit"> {
  return { ...event, text: "" };
}

function withoutContent(event: DurableEventOf<"restore">): DurableEventOf<"restore"> {
  const { mentions: _mentions, editedAt: _editedAt, reactions: _reactions, ...rest } = event;
  return { ...rest, text: "" };
}

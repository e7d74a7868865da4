/**
 * Completes a stream: each durable event once and in order, with the position after it. Where the room cuts its replay
 * off (`more`), the rest is fetched in pages, and live durable events are dropped until the pages have caught up with
 * them (SPEC SSE-2). Pure.
 */
import type { CommandOf } from "../../protocol/commands.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import { isNumbered } from "../../protocol/decode-events.ts";
import type { ErrorEvent } from "../../protocol/events/error.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Page } from "../../protocol/events/page.ts";
import type { Welcome } from "../../protocol/events/welcome.ts";
import { formatPosition, parsePosition, EMPTY_POSITION } from "../../protocol/position.ts";

export type StreamStep =
  /** `position` is the reader's position after the event; undefined if the event does not change it */
  | { readonly kind: "send"; readonly event: RoomEvent; readonly position: string | undefined }
  /** the next page is requested after so long: too much was read */
  | { readonly kind: "wait"; readonly ms: number }
  /** an event is missing: the stream ends, and the reader recovers by reconnecting */
  | { readonly kind: "end" };

const PAGE_REQUEST_ID = "pull";
const END: StreamStep = { kind: "end" };

export class CatchUp {
  private epoch = EMPTY_POSITION.epoch;
  private seq: number;
  private isCatchingUp = false;
  private isPageRequested = false;

  constructor(
    startPosition: string | undefined,
    private readonly pageLimit: number,
  ) {
    this.seq = parsePosition(startPosition ?? "")?.seq ?? 0;
  }

  receive(event: RoomEvent): StreamStep[] {
    switch (event.type) {
      case "welcome":
        return this.onWelcome(event);
      case "page":
        return event.id === PAGE_REQUEST_ID ? this.onRequestedPage(event) : this.onInitialPage(event);
      case "more":
        this.isCatchingUp = true;
        return [];
      case "error":
        return this.isPageRequested ? [this.onRefusedPage(event)] : [sendStep(event)];
      default:
        if (!isNumbered(event)) return [sendStep(event)];
        // A live event during a catch-up is in one of the pages still to be fetched.
        return this.isCatchingUp ? [] : this.advance(event);
    }
  }

  /** The command that fetches the next page; undefined if none is due. Call it when the reader's buffer is empty. */
  nextPageRequest(): CommandOf<"history"> | undefined {
    if (!this.isCatchingUp || this.isPageRequested) return undefined;
    this.isPageRequested = true;
    return { type: "history", id: PAGE_REQUEST_ID, after: this.seq, limit: this.pageLimit };
  }

  /** Without the page the stream would wait for ever: it is requested again where that helps. */
  private onRefusedPage({ code, retryAfterMs }: ErrorEvent): StreamStep {
    if (code !== "rate_limited" || retryAfterMs === undefined) return END;
    this.isPageRequested = false;
    return { kind: "wait", ms: retryAfterMs };
  }

  private onWelcome(event: Welcome): StreamStep[] {
    this.epoch = parsePosition(event.position)?.epoch ?? EMPTY_POSITION.epoch;
    this.isCatchingUp = this.isPageRequested = false;
    return [sendStep(event)];
  }

  /** After a welcome, or when the room is created, whose epoch it has (SPEC READ-3). */
  private onInitialPage(page: Page): StreamStep[] {
    ({ epoch: this.epoch, seq: this.seq } = parsePosition(page.position) ?? EMPTY_POSITION);
    return [sendStep(page, page.position)];
  }

  private onRequestedPage({ events, more }: Page): StreamStep[] {
    this.isPageRequested = false;
    // What comes next is no longer in the log, or the room would have sent it (SPEC HIST-3).
    if (more && events.length === 0) return [END];
    this.isCatchingUp = more;
    return events.flatMap((event) => this.advance(event));
  }

  private advance(event: DurableEvent): StreamStep[] {
    if (event.seq <= this.seq) return [];
    // The events in between are no longer in the log.
    if (event.seq > this.seq + 1) return [END];
    this.seq = event.seq;
    return [sendStep(event, formatPosition({ epoch: this.epoch, seq: this.seq }))];
  }
}

function sendStep(event: RoomEvent, position?: string): StreamStep {
  return { kind: "send", event, position };
}

/**
 * Makes a stream whole: what a room tells a session, each durable event once and in order, with the position behind it.
 * Where the room stops its replay (`more`), the rest is asked for, and live events wait in the room (SPEC SSE-2). Pure.
 */
import type { RoomEvent } from "../../protocol/events.ts";
import { isNumbered } from "../../protocol/decode-events.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Page } from "../../protocol/events/page.ts";
import type { Welcome } from "../../protocol/events/welcome.ts";
import type { History } from "../../protocol/commands/history.ts";
import { formatPosition, parsePosition, EMPTY_POSITION } from "../../protocol/position.ts";

export type StreamStep =
  /** `position` is where the reader stands behind it; undefined where it does not move them */
  | { readonly kind: "send"; readonly event: RoomEvent; readonly position: string | undefined }
  /** cannot be made whole: the reader comes back, and is told so */
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
        // A page that does not come would be waited for in vain.
        return this.isPageRequested ? [END] : [sendStep(event)];
      default:
        if (!isNumbered(event)) return [sendStep(event)];
        // What comes live while earlier events are fetched is fetched with them.
        return this.isCatchingUp ? [] : this.advance(event);
    }
  }

  /** The command that fetches on, if that is due. Ask when the reader has room for a page. */
  nextPageRequest(): History | undefined {
    if (!this.isCatchingUp || this.isPageRequested) return undefined;
    this.isPageRequested = true;
    return { type: "history", id: PAGE_REQUEST_ID, after: this.seq, limit: this.pageLimit };
  }

  private onWelcome(event: Welcome): StreamStep[] {
    this.epoch = parsePosition(event.position)?.epoch ?? EMPTY_POSITION.epoch;
    this.isCatchingUp = this.isPageRequested = false;
    return [sendStep(event)];
  }

  private onInitialPage(page: Page): StreamStep[] {
    this.seq = parsePosition(page.position)?.seq ?? 0;
    return [sendStep(page, page.position)];
  }

  private onRequestedPage({ events, more }: Page): StreamStep[] {
    this.isPageRequested = false;
    this.isCatchingUp = more;
    return events.flatMap((event) => this.advance(event));
  }

  private advance(event: DurableEvent): StreamStep[] {
    if (event.seq <= this.seq) return [];
    // The room no longer keeps what is in between.
    if (event.seq > this.seq + 1) return [END];
    this.seq = event.seq;
    return [sendStep(event, formatPosition({ epoch: this.epoch, seq: this.seq }))];
  }
}

function sendStep(event: RoomEvent, position?: string): StreamStep {
  return { kind: "send", event, position };
}

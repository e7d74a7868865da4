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

export type Step =
  /** `position` is where the reader stands behind it; undefined where it does not move them */
  | { readonly do: "tell"; readonly event: RoomEvent; readonly position: string | undefined }
  /** cannot be made whole: the reader comes back, and is told so */
  | { readonly do: "end" };

const PULL_ID = "pull";
const END: Step = { do: "end" };

export class Following {
  private epoch = EMPTY_POSITION.epoch;
  private seq: number;
  private isCatchingUp = false;
  private isPulling = false;

  constructor(
    asked: string | undefined,
    private readonly pageLimit: number,
  ) {
    this.seq = parsePosition(asked ?? "")?.seq ?? 0;
  }

  take(event: RoomEvent): Step[] {
    switch (event.type) {
      case "welcome":
        return this.welcomed(event);
      case "page":
        return event.id === PULL_ID ? this.pulled(event) : this.startsAfresh(event);
      case "more":
        this.isCatchingUp = true;
        return [];
      case "error":
        // A page that does not come would be waited for in vain.
        return this.isPulling ? [END] : [tell(event)];
      default:
        if (!isNumbered(event)) return [tell(event)];
        // What comes live while earlier events are fetched is fetched with them.
        return this.isCatchingUp ? [] : this.advance(event);
    }
  }

  /** The command that fetches on, if that is due. Ask when the reader has room for a page. */
  pull(): History | undefined {
    if (!this.isCatchingUp || this.isPulling) return undefined;
    this.isPulling = true;
    return { type: "history", id: PULL_ID, after: this.seq, limit: this.pageLimit };
  }

  private welcomed(event: Welcome): Step[] {
    this.epoch = parsePosition(event.position)?.epoch ?? EMPTY_POSITION.epoch;
    this.isCatchingUp = this.isPulling = false;
    return [tell(event)];
  }

  private startsAfresh(page: Page): Step[] {
    this.seq = parsePosition(page.position)?.seq ?? 0;
    return [tell(page, page.position)];
  }

  private pulled({ events, more }: Page): Step[] {
    this.isPulling = false;
    this.isCatchingUp = more;
    return events.flatMap((event) => this.advance(event));
  }

  private advance(event: DurableEvent): Step[] {
    if (event.seq <= this.seq) return [];
    // The room no longer keeps what is in between.
    if (event.seq > this.seq + 1) return [END];
    this.seq = event.seq;
    return [tell(event, formatPosition({ epoch: this.epoch, seq: this.seq }))];
  }
}

function tell(event: RoomEvent, position?: string): Step {
  return { do: "tell", event, position };
}

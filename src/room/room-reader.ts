/** Reading a room without joining it. Nothing here writes. */
import type { Failure } from "../protocol/errors.ts";
import type { Message } from "../protocol/events/message.ts";
import type { Members } from "../protocol/events/welcome.ts";
import { formatPosition } from "../protocol/position.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import type { Result } from "../text/result.ts";
import { searchMembers, type MemberSearchRequest } from "./member-search.ts";
import { fitBytes } from "./page-bytes.ts";
import { recover, type Recovery } from "./recovery.ts";
import type { RoomCore } from "./room-core.ts";
import { searchMessages, type RoomSearchRequest } from "./search.ts";
import type { StoredPage } from "./store.ts";

/** A room's state at a glance (SPEC HTTP-2). */
export interface RoomView {
  /** false until a first join or publish creates the room */
  readonly born: boolean;
  readonly position: string;
  readonly members: number;
}

/** The events that followed a position: a page, or durable events and perhaps `more`. */
export interface Peek extends Recovery {
  /** the room's newest position */
  readonly position: string;
}

export class RoomReader {
  constructor(private readonly core: RoomCore) {}

  view(): RoomView {
    const { state, roster } = this.core;
    return { born: state !== undefined, position: this.position(), members: roster.count };
  }

  /** The position behind the event with that seq. */
  positionAt(seq: number): string {
    return formatPosition({ ...this.core.position(), seq });
  }

  /** The count of all members, and the first of them. */
  members(): Members {
    const { roster, ports } = this.core;
    return { count: roster.count, list: roster.list(ports.limits.memberList) };
  }

  /** The count of all members, and those whose names begin with a prefix (SPEC HTTP-16). */
  searchMembers(request: MemberSearchRequest): Result<Members, Failure> {
    const { state, roster, throttle, ports } = this.core;
    return searchMembers({ state, roster, throttle, now: ports.clock.now() }, request);
  }

  /** At most `limit` messages before `seq` (the newest where undefined), oldest first, bounded in bytes (SPEC HIST-2). */
  messagesBefore(seq: number | undefined, limit: number): StoredPage {
    const { state, ports } = this.core;
    const page = state?.stored.log.messagesBefore(seq, limit, undefined);
    return page === undefined
      ? { events: [], more: false }
      : fitBytes(page, ports.limits.recoveryBytes, "last");
  }

  /** Message `seq`, without `mine` on its reactions; undefined if that seq is not a message or no longer stored. */
  messageAt(seq: number): Message | undefined {
    const [event] = this.core.state?.stored.log.messagesBefore(seq + 1, 1, undefined).events ?? [];
    return event?.type === "message" && event.seq === seq ? event : undefined;
  }

  /** What followed `position`, an `EPOCH.SEQ`, for an anonymous reader. */
  peek(position: string): Peek {
    return { position: this.position(), ...recover(this.core.state, position, "") };
  }

  /** A page of messages that match (SPEC SEARCH-1 to SEARCH-5). */
  search(request: RoomSearchRequest): Result<SearchPage, Failure> {
    const { state, throttle, ports } = this.core;
    const { limits, clock } = ports;
    return searchMessages({ state, position: this.position(), limits, throttle, now: clock.now() }, request);
  }

  private position(): string {
    return formatPosition(this.core.position());
  }
}

/** Reading a room without joining it, for a reader who may ({@link Room.read}). Nothing here writes. */
import type { AuditPage } from "../protocol/audit.ts";
import type { Failure } from "../protocol/errors.ts";
import type { StateEntry } from "../protocol/events/state.ts";
import type { Members } from "../protocol/events/welcome.ts";
import type { HolderPage } from "../protocol/holder-page.ts";
import { formatPosition } from "../protocol/position.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import type { RoomSettings } from "../protocol/settings.ts";
import type { Result } from "../text/result.ts";
import { readAudit } from "./authority/read-audit.ts";
import { searchMembers } from "./member-search.ts";
import { fitBytes, pageBounds } from "./page-bytes.ts";
import { ratedRead } from "./rated-read.ts";
import type { SearchKeys } from "./rates/throttle.ts";
import { readPastGaps } from "./read-past-gaps.ts";
import type { AdmittedReader } from "./reader.ts";
import { reactionHolders, type HolderRequest } from "./reaction-holders.ts";
import { recover, type Recovery } from "./recovery.ts";
import type { RoomCore } from "./room-core.ts";
import { searchMessages, type RoomSearchRequest } from "./search.ts";
import type { StoredPage } from "./store.ts";

/** A room's state at a glance (SPEC HTTP-2). */
export interface RoomView {
  /** false until the room is created (SPEC ROOM-2) */
  readonly born: boolean;
  readonly position: string;
  readonly members: number;
  readonly settings: RoomSettings;
}

/** The shared state of a room (SPEC STATE-7). */
export interface SharedStateView {
  readonly position: string;
  readonly entries: readonly StateEntry[];
  /** true if there are keys behind the last one */
  readonly more: boolean;
}

/** The events that followed a position: a page, or durable events and perhaps `more`. */
export interface Peek extends Recovery {
  /** the room's newest position */
  readonly position: string;
}

export class RoomReader {
  constructor(
    private readonly core: RoomCore,
    private readonly reader: AdmittedReader,
  ) {}

  /** Counts a read (SPEC LIM-12), and makes it if that is not one too many. */
  rated<Value>(read: () => Value): Result<Value, Failure> {
    return ratedRead(this.core, { member: undefined, address: this.reader.address }, read);
  }

  view(): RoomView {
    const { created, roster } = this.core;
    return {
      born: created !== undefined,
      position: this.position(),
      members: roster.count,
      settings: created?.authority.settings ?? {},
    };
  }

  /** The count of all members, and the first of them. */
  members(): Members {
    const { roster, ports } = this.core;
    return { count: roster.count, list: roster.list(ports.limits.memberList) };
  }

  /** The count of all members, and those whose names begin with a prefix (SPEC HTTP-16). */
  searchMembers(prefix: string): Result<Members, Failure> {
    const { state, roster, throttle, ports } = this.core;
    const { searcher } = this;
    return searchMembers({ state, searcher, roster, throttle, now: ports.clock.now() }, prefix);
  }

  /** At most `limit` messages before `seq` (the newest where undefined), oldest first, bounded in bytes (SPEC HIST-2). */
  messagesBefore(seq: number | undefined, limit: number): StoredPage {
    const { state, ports } = this.core;
    if (state === undefined) return { events: [], more: false };
    const bounds = pageBounds(ports.limits);
    const read = (before?: number) => state.visible.messagesBefore(before, limit, undefined, bounds);
    return fitBytes(readPastGaps(read, seq), ports.limits.recoveryBytes, "last");
  }

  /** A page of the members who hold an emoji on a message (SPEC REACT-4). */
  reactionHolders(request: HolderRequest): Result<HolderPage, Failure> {
    return reactionHolders(this.core.state, request);
  }

  /** A page of the keys that are set, in their order, behind `after` (SPEC STATE-7). */
  state(after = ""): SharedStateView {
    const { recoveryBytes } = this.core.ports.limits;
    const page = this.core.created?.shared.page(after, recoveryBytes) ?? { entries: [], more: false };
    return { position: this.position(), ...page };
  }

  /** A key of the shared state; undefined if it is not set. */
  key(key: string): StateEntry | undefined {
    return this.core.created?.shared.get(key);
  }

  /** A page of the audit log (SPEC MOD-9). */
  audit(before: number | undefined): Result<AuditPage, Failure> {
    return readAudit(this.core, this.reader, before);
  }

  /** What followed `position`, an `EPOCH.SEQ`, for an anonymous reader. */
  peek(position: string): Peek {
    return { position: this.position(), ...recover(this.core.created, position, "") };
  }

  /** A page of messages that match (SPEC SEARCH-1 to SEARCH-5). */
  search(request: RoomSearchRequest): Result<SearchPage, Failure> {
    const { state, throttle, ports } = this.core;
    const { limits, clock } = ports;
    const { searcher } = this;
    const context = { state, searcher, position: this.position(), limits, throttle, now: clock.now() };
    return searchMessages(context, request);
  }

  /** Tokens are free, so that a member's address counts too. */
  private get searcher(): SearchKeys {
    const { identity, address } = this.reader;
    return { member: identity?.member, address };
  }

  private position(): string {
    return formatPosition(this.core.position());
  }
}

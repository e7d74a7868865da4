/** The storage port. Every method is synchronous, so that no other command runs between a decision and its write. */
import type { DurableType } from "../protocol/traits.ts";
import type { DurableEvent, DurableEventOf } from "../protocol/events/durable.ts";
import type { Message, MessageState } from "../protocol/events/message.ts";
import type { SearchTerm } from "../text/search-terms.ts";

/** What is fixed when a room is created. */
export interface NewRoom {
  readonly name: string;
  readonly epoch: string;
  /** signs the guests' tokens; 32 bytes, secret */
  readonly key: Uint8Array;
  readonly at: number;
}

/** The storage of one room. */
export interface RoomStore {
  /**
   * The stored room, or undefined if it was never created. Migrates an older schema; writes nothing else.
   * @throws NewerSchemaError if the schema is newer than this code.
   */
  open(): StoredRoom | undefined;
  /** Writes schema, epoch and key in one transaction (SPEC ROOM-2). Call it only where `open` found nothing. */
  create(create: NewRoom): StoredRoom;
  /** Size of the room's database in bytes. */
  sizeBytes(): number;
}

export interface StoredRoom {
  readonly epoch: string;
  readonly key: Uint8Array;
  readonly log: Log;
}

/** Fields of durable events that are computed when read, not stored with the event (SPEC LOG-3). */
type CurrentField = keyof MessageState | "count";

/** A durable event to be stored, with the id of its command. The log assigns its `seq`. */
export type NewEntryOf<Type extends DurableType> = Omit<DurableEventOf<Type>, "seq" | "id" | CurrentField> & {
  readonly commandId: string;
};

export type NewEntry = { [Type in DurableType]: NewEntryOf<Type> }[DurableType];

export interface StoredPage<Event extends DurableEvent = DurableEvent> {
  readonly events: Event[];
  /** true if there is more in the direction that was read */
  readonly more: boolean;
}

export interface LogSearch {
  readonly terms: readonly SearchTerm[];
  /** messages before this seq; the newest where undefined */
  readonly before: number | undefined;
  /** at most this many rows are scanned */
  readonly maxRows: number;
  /** and at most this many bytes of their texts, but at least one row */
  readonly maxBytes: number;
  readonly limit: number;
}

/** The messages found, newest first. */
export interface SearchResultPage extends StoredPage<Message> {
  /** the cursor: everything from this seq on was scanned; the next page continues before it, if there is more */
  readonly before: number;
}

/** Which command caused a stored event. */
export interface StoredCommand {
  /** the event's type */
  readonly type: DurableType;
  readonly member: string;
  /** the command's id */
  readonly id: string;
  readonly seq: number;
}

/** What a retention step may delete: everything before `beforeSeq`, and what is older than `beforeAt`, oldest first. */
export interface PruneRequest {
  readonly beforeSeq: number;
  readonly beforeAt: number;
  readonly maxRows: number;
}

/** The numbered events of a room. Seqs are contiguous from `oldest` to `newest`. */
export interface Log {
  /** the seq of the newest row, 0 where there is none; the next event gets the one after it */
  readonly newest: number;
  /** the seq of the oldest stored row, 0 where there is none */
  readonly oldest: number;
  /** when the oldest row was stored, or undefined where there is none */
  oldestAt(): number | undefined;
  /** Stores an event and what it changes, atomically, and returns its seq. A message costs one row. */
  append(entry: NewEntry): number;
  /** Message `seq` as it is now, without its reactions; undefined if that seq is not a message or no longer stored. */
  message(seq: number): Message | undefined;
  /** How many members reacted with `emoji` to message `seq`, whether `member` did, and how many other emoji it has. */
  reactionsOn(
    seq: number,
    emoji: string,
    member: string,
  ): { count: number; mine: boolean; otherEmoji: number };
  /** Messages before `seq` (the newest where undefined), oldest first, with their reactions as `viewer` sees them. */
  messagesBefore(seq: number | undefined, limit: number, viewer: string | undefined): StoredPage;
  /** Durable events after `seq`, oldest first, without edits and reactions of pruned messages (SPEC LOG-6). */
  eventsAfter(seq: number, limit: number, viewer: string | undefined): StoredPage;
  /** True if all events after `seq` are stored, with the messages that edits and reactions among them are about. */
  isWholeAfter(seq: number): boolean;
  /** Messages that match every term (SPEC SEARCH-2), without their reactions. Scans within the request's bounds. */
  search(request: LogSearch): SearchResultPage;
  /** Who caused the rows from `afterSeq + 1` to `untilSeq`, and with which command, oldest first. */
  commandsBetween(afterSeq: number, untilSeq: number): StoredCommand[];
  /** Deletes the oldest rows, never the newest one. Returns how many were deleted. */
  prune(request: PruneRequest): number;
}

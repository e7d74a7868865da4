/** The port to storage. Every method is synchronous: what a command decides and stores is one breath. */
import type { DurableType } from "../protocol/event-traits.ts";
import type { DurableEvent, DurableEventOf } from "../protocol/events/durable.ts";
import type { Message } from "../protocol/events/message.ts";
import type { SearchTerm } from "../text/search-terms.ts";

/** What a room is given at its birth and keeps. */
export interface NewRoom {
  readonly name: string;
  readonly epoch: string;
  /** signs the guests' tokens; 32 bytes, never told */
  readonly key: Uint8Array;
  readonly at: number;
}

/** A room's memory. */
export interface RoomStore {
  /**
   * The room that is stored, or undefined if it was never born. Migrates an older schema; writes nothing else.
   * @throws NewerSchemaError if the schema is newer than this code.
   */
  open(): StoredRoom | undefined;
  /** Writes schema, epoch and key in one transaction (SPEC ROOM-2). Call it only where `open` found nothing. */
  create(create: NewRoom): StoredRoom;
  /** Bytes that the room's database takes. */
  sizeBytes(): number;
}

export interface StoredRoom {
  readonly epoch: string;
  readonly key: Uint8Array;
  readonly log: Log;
}

/** Fields of durable events that are read from where they stand today, and not stored with the event (SPEC LOG-3). */
type CurrentField = "editedAt" | "deleted" | "reactions" | "count";

/** A durable event about to be stored, with the id of its command. The log gives it its `seq`. */
export type NewEntryOf<Type extends DurableType> = Omit<DurableEventOf<Type>, "seq" | "id" | CurrentField> & {
  readonly commandId: string;
};

export type NewEntry = { [Type in DurableType]: NewEntryOf<Type> }[DurableType];

/** A message as a command needs it: who said it, and what it says unless it was deleted. */
export interface StoredMessage {
  readonly member: string;
  readonly text: string | undefined;
}

export interface StoredPage<Event extends DurableEvent = DurableEvent> {
  readonly events: Event[];
  /** true if there is more in the direction that was read */
  readonly more: boolean;
}

export interface LogSearch {
  readonly terms: readonly SearchTerm[];
  /** messages before this seq; the newest where undefined */
  readonly before: number | undefined;
  /** at most so many rows are looked through */
  readonly maxRows: number;
  /** and at most so many bytes of what they say, but always one row */
  readonly maxBytes: number;
  readonly limit: number;
}

/** Messages that were found, newest first. */
export interface SearchResultPage extends StoredPage<Message> {
  /** everything from this seq on was looked through: where to go on, if there is more */
  readonly before: number;
}

/** What a retention run may take: everything before `beforeSeq`, and what is older than `beforeAt`, oldest first. */
export interface PruneRequest {
  readonly beforeSeq: number;
  readonly beforeAt: number;
  readonly maxRows: number;
}

/** The numbered events of a room. Seqs are contiguous from `oldest` to `newest`. */
export interface Log {
  /** the seq of the newest row, 0 where there is none; the next event takes the one after it */
  readonly newest: number;
  /** the seq of the oldest row that is kept, 0 where there is none */
  readonly oldest: number;
  /** when the oldest row was stored, or undefined where there is none */
  oldestAt(): number | undefined;
  /** Stores an event with all it changes, atomically, and returns its seq. A message costs one row. */
  append(entry: NewEntry): number;
  message(seq: number): StoredMessage | undefined;
  /** How many hold `emoji` on message `seq`, whether `member` does, and how many other emoji it has. */
  reactionsOn(
    seq: number,
    emoji: string,
    member: string,
  ): { count: number; mine: boolean; otherEmoji: number };
  /** Messages before `seq` (the newest where undefined), oldest first, with their reactions as `viewer` sees them. */
  messagesBefore(seq: number | undefined, limit: number, viewer: string | undefined): StoredPage;
  /** Durable events after `seq`, oldest first. */
  eventsAfter(seq: number, limit: number, viewer: string | undefined): StoredPage;
  /** Messages that hold every term (SPEC SEARCH-2), without their reactions. Looks no further than it may. */
  search(request: LogSearch): SearchResultPage;
  /** The seq of the message that `member` published with command `id`, among the rows after `afterSeq`. */
  findCommand(member: string, id: string, afterSeq: number): number | undefined;
  /** Deletes from the old end; never the newest row. Returns how many rows went. */
  prune(request: PruneRequest): number;
}

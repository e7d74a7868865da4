/** The storage port. Every method is synchronous, so that no other command runs between a decision and its write. */
import type { DurableType } from "../protocol/traits.ts";
import type { DurableEvent, DurableEventOf } from "../protocol/events/durable.ts";
import type { Message, MessageState, ReactionSummary } from "../protocol/events/message.ts";
import type { StateEntry } from "../protocol/events/state.ts";
import type { Mentions } from "../protocol/fields.ts";
import type { Author } from "../protocol/member.ts";
import type { AuthorityStore, NewOwnership } from "./authority/store.ts";
import type { SearchTerm } from "../text/search-terms.ts";

/** What is drawn for a room before it is stored. */
export interface RoomSeed {
  readonly epoch: string;
  /** signs the guests' tokens; 32 bytes, secret */
  readonly key: Uint8Array;
}

/** What is fixed when a room is created. */
export interface NewRoom extends RoomSeed {
  readonly name: string;
  readonly at: number;
  /** undefined for a room without an owner */
  readonly ownership?: NewOwnership | undefined;
}

/** The room was deleted for good, and its name is not free (SPEC OWN-9). */
export class DeletedRoomError extends Error {
  override readonly name = "DeletedRoomError";

  /** @param isFresh true if it was deleted just now, and its content is still to be deleted */
  constructor(readonly isFresh = false) {
    super("the room was deleted");
  }
}

/** The storage of one room. */
export interface RoomStore {
  /**
   * The stored room, or undefined if it was never created. Migrates an older schema; writes nothing else.
   * @throws NewerSchemaError if the schema is newer than this code.
   * @throws DeletedRoomError if the room was deleted for good.
   */
  open(): StoredRoom | undefined;
  /** Writes schema, epoch, key and owner in one transaction (SPEC ROOM-2). Call it only where `open` found nothing. */
  create(create: NewRoom): StoredRoom;
  /** Also of a room that is not created yet: it has none, but its first creates the room. */
  readonly revocations: Revocations;
  /** Of a room that is not created yet it has nothing. */
  readonly authority: AuthorityStore;
  /** Of a room that is not created yet it has nothing. */
  readonly state: StateStore;
  /** Stores that the room was deleted for good: it cannot be opened any more (SPEC OWN-9). */
  markDeleted(at: number): void;
  /** Size of the room's database in bytes. */
  sizeBytes(): number;
}

export interface StoredRoom extends RoomSeed {
  /** when it was created, in ms since 1970 */
  readonly createdAt: number;
  readonly log: Log;
  readonly revocations: Revocations;
  readonly authority: AuthorityStore;
  readonly state: StateStore;
}

/** A key as it is stored. */
export interface StoredKey {
  readonly entry: StateEntry;
  /** of an ephemeral key whose member is away: until when it stays, in ms since 1970 */
  readonly until?: number | undefined;
}

/** The keys of the shared state. A room without any stores nothing for them. What is replaced or removed is overwritten. */
export interface StateStore {
  load(): StoredKey[];
  save(key: StoredKey): void;
  remove(key: string): void;
  clear(): void;
  /** Runs `work` as one transaction. */
  transaction<Value>(work: () => Value): Value;
}

/** The members whose tokens were revoked. A room without any stores nothing for it. Times in seconds since 1970. */
export interface Revocations {
  /** Tokens of `member` from this time or earlier are revoked; undefined if none are. */
  revokedUntil(member: string): number | undefined;
  /**
   * Revokes the tokens of `member` up to `until`.
   * @returns false if the room keeps as many as it may, in all or from that place
   */
  revoke(member: string, until: number, options: RevokeOptions): boolean;
}

export interface RevokeOptions {
  /** revocations from before this time need not be kept: those tokens have expired */
  readonly expiredBefore: number;
  /** a hash of where it came from; undefined where that is not known */
  readonly place?: string | undefined;
  /** keeps it even if the room keeps as many as it may */
  readonly mayExceed?: boolean;
}

export interface HeldEmoji {
  readonly emoji: string;
  readonly member: string;
}

/** A member who holds an emoji on a message, since event `seq`. */
export interface ReactionHolder extends HeldEmoji {
  readonly name: string;
  readonly seq: number;
}

/** What a deletion erases of a message. */
export interface MessageContent {
  readonly text: string;
  readonly mentions?: Mentions;
  /** when it was last edited, in ms since 1970 */
  readonly editedAt?: number;
  /** undefined where they are so many that they stay stored until it cannot be restored any more (SPEC DEL-6) */
  readonly holders: readonly ReactionHolder[] | undefined;
}

/** What a deletion does about the message's reactions. */
interface Deletion {
  /** deletes them from then on, in ms since 1970; at once where undefined */
  readonly keepReactionsUntil?: number | undefined;
}

/** Fields of durable events that are computed when read, not stored with the event (SPEC LOG-3). */
type CurrentField = keyof MessageState | "count";

/** A durable event to be stored, with the id of its command. The log assigns its `seq`. */
export type NewEntryOf<Type extends DurableType> = Omit<DurableEventOf<Type>, "seq" | "id" | CurrentField> & {
  readonly commandId: string;
} & (Type extends "restore" ? MessageContent : unknown) &
  (Type extends "delete" ? Deletion : unknown);

export type NewEntry = { [Type in DurableType]: NewEntryOf<Type> }[DurableType];

export interface StoredPage<Event extends DurableEvent = DurableEvent> {
  readonly events: Event[];
  /** true if there is more in the direction that was read */
  readonly more: boolean;
  /** where a page of messages continues, if not before its first event: rows from this seq on were looked through */
  readonly before?: number;
}

/** What a page may cost; it has at least one event, if there is one within its rows. */
export interface PageBounds {
  /** rows of the log and of reactions that are looked through: at most a message's reactions more */
  readonly maxRows: number;
  /** bytes of the events, past which no more are read */
  readonly maxBytes: number;
}

export interface LogSearch {
  readonly terms: readonly SearchTerm[];
  /** messages before this seq; the newest where undefined */
  readonly before: number | undefined;
  /** at most this many rows are scanned */
  readonly maxRows: number;
  /** and at most this many bytes of their texts, but at least one row */
  readonly maxBytes: number;
  /** and at most this many characters of theirs are compared, once for each spelling of each term, but at least one row */
  readonly maxComparisons: number;
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
  readonly name: string;
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

/** The reads of a room's log that show its messages. */
export interface LogReader {
  /** Message `seq` as it is now, without its reactions; undefined if that seq is not a message or no longer stored. */
  message(seq: number): Message | undefined;
  /** At most `limit` members who hold `emoji` on message `seq`, by id, those after the id `after`. */
  holdersAfter(seq: number, emoji: string, after: string, limit: number): Author[];
  /** Messages before `seq` (the newest where undefined), oldest first, with their reactions as `viewer` sees them. */
  messagesBefore(
    seq: number | undefined,
    limit: number,
    viewer: string | undefined,
    bounds?: PageBounds,
  ): StoredPage;
  /** Durable events after `seq`, oldest first, without edits and reactions of pruned messages (SPEC LOG-6). */
  eventsAfter(seq: number, limit: number, viewer: string | undefined, bounds?: PageBounds): StoredPage;
  /** Messages that match every term (SPEC SEARCH-2), without their reactions. Scans within the request's bounds. */
  search(request: LogSearch): SearchResultPage;
}

/** The numbered events of a room. Seqs are contiguous from `oldest` to `newest`. */
export interface Log extends LogReader, LogWriter {}

/** Everything about a log but its pages. */
export interface LogWriter {
  /** the seq of the newest event, 0 where there never was one; the next event gets the one after it */
  readonly newest: number;
  /** the seq of the oldest stored row; 0 where there never was one, and the one after `newest` where all are deleted */
  readonly oldest: number;
  /**
   * what its pages have cost since it was opened: rows looked through, and one more for every 128 bytes; and its messages by
   * themselves, for every 32 characters
   */
  readonly work: number;
  /** when the oldest row was stored, or undefined where there is none */
  oldestAt(): number | undefined;
  /** when the newest row was stored, or undefined where there is none */
  newestAt(): number | undefined;
  /** true if one of the newest 1,000 rows was stored at `at` or later; reads one row where the newest was */
  hasEventsSince(at: number): boolean;
  /** when {@link erase} has something to do, in ms since 1970, 0 for at once; undefined where it has nothing */
  readonly eraseDueAt: number | undefined;
  /** Stores an event and what it changes, atomically, and returns its seq. A message costs one row. */
  append(entry: NewEntry): number;
  /** How many members reacted with `emoji` to message `seq`, whether `member` did, and how many other emoji it has. */
  reactionsOn(
    seq: number,
    emoji: string,
    member: string,
  ): { count: number; mine: boolean; otherEmoji: number };
  /** Who holds which emoji on message `seq`, in the order in which they reacted; at most `limit`. */
  reactionHolders(seq: number, limit: number): ReactionHolder[];
  /** Which of these emoji each of these members holds on message `seq`. */
  heldBy(seq: number, emoji: readonly string[], members: readonly string[]): HeldEmoji[];
  /** The authors of the newest `limit` messages, as far as those are among the newest `maxRows` rows, the oldest first. */
  newestAuthors(limit: number, maxRows: number): { readonly member: string; readonly name: string }[];
  /** The reactions on message `seq`, none of them as `mine`. */
  reactionsTo(seq: number): readonly ReactionSummary[];
  /** Who caused the rows from `afterSeq + 1` to `untilSeq`, and with which command, oldest first. */
  commandsBetween(afterSeq: number, untilSeq: number): StoredCommand[];
  /** Prunes the oldest rows, never the newest one: they can no longer be read, and are overwritten. Returns how many. */
  prune(request: PruneRequest): number;
  /** Prunes every row. `newest` stays what it was, so that no seq is used twice. */
  clear(): void;
  /** Overwrites the oldest rows that a `clear` event deleted, at most `maxRows`; else deletes reactions that are no longer shown at `now`, in ms since 1970. */
  erase(maxRows: number, now: number): void;
  /** Deletes overwritten rows. What `prune`, `clear` and `erase` have overwritten has to be committed before. */
  sweep(): void;
}

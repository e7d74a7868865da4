/** The log of a room that is not stored: empty, until its first event creates the room (SPEC ROOM-2). */
import type { NewOwnership } from "./authority/store.ts";
import type {
  Log,
  LogSearch,
  NewEntry,
  PageBounds,
  PruneRequest,
  SearchResultPage,
  StoredCommand,
  StoredPage,
} from "./store.ts";

const NO_EVENTS: StoredPage = { events: [], more: false };

export class UnwrittenLog implements Log {
  private log: Log | undefined;

  /** `create` stores the room, at a time in ms since 1970, with its owner if it has one, and returns its log */
  constructor(private readonly create: (at: number, ownership?: NewOwnership) => Log) {}

  get isWritten(): boolean {
    return this.log !== undefined;
  }

  /** Stores the room, if it is not. From then on this is the stored log. */
  write(at: number, ownership?: NewOwnership): Log {
    return (this.log ??= this.create(at, ownership));
  }

  get newest(): number {
    return this.log?.newest ?? 0;
  }

  get oldest(): number {
    return this.log?.oldest ?? 0;
  }

  get work(): number {
    return this.log?.work ?? 0;
  }

  oldestAt(): number | undefined {
    return this.log?.oldestAt();
  }

  newestAt(): number | undefined {
    return this.log?.newestAt();
  }

  hasEventsSince(at: number): boolean {
    return this.log?.hasEventsSince(at) ?? false;
  }

  append(entry: NewEntry): number {
    return this.write(entry.at).append(entry);
  }

  message(seq: number) {
    return this.log?.message(seq);
  }

  reactionsOn(seq: number, emoji: string, member: string) {
    return this.log?.reactionsOn(seq, emoji, member) ?? { count: 0, mine: false, otherEmoji: 0 };
  }

  reactionHolders(seq: number, limit: number) {
    return this.log?.reactionHolders(seq, limit) ?? [];
  }

  heldBy(seq: number, emoji: readonly string[], members: readonly string[]) {
    return this.log?.heldBy(seq, emoji, members) ?? [];
  }

  newestAuthors(limit: number, maxRows: number) {
    return this.log?.newestAuthors(limit, maxRows) ?? [];
  }

  holdersAfter(seq: number, emoji: string, after: string, limit: number) {
    return this.log?.holdersAfter(seq, emoji, after, limit) ?? [];
  }

  reactionsTo(seq: number) {
    return this.log?.reactionsTo(seq) ?? [];
  }

  messagesBefore(
    seq: number | undefined,
    limit: number,
    viewer: string | undefined,
    bounds?: PageBounds,
  ): StoredPage {
    return this.log?.messagesBefore(seq, limit, viewer, bounds) ?? NO_EVENTS;
  }

  eventsAfter(seq: number, limit: number, viewer: string | undefined, bounds?: PageBounds): StoredPage {
    return this.log?.eventsAfter(seq, limit, viewer, bounds) ?? NO_EVENTS;
  }

  search(request: LogSearch): SearchResultPage {
    return this.log?.search(request) ?? { events: [], more: false, before: 0 };
  }

  commandsBetween(afterSeq: number, untilSeq: number): StoredCommand[] {
    return this.log?.commandsBetween(afterSeq, untilSeq) ?? [];
  }

  prune(request: PruneRequest): number {
    return this.log?.prune(request) ?? 0;
  }

  clear(): void {
    this.log?.clear();
  }

  get eraseDueAt(): number | undefined {
    return this.log?.eraseDueAt;
  }

  erase(maxRows: number, now: number): void {
    this.log?.erase(maxRows, now);
  }

  sweep(): void {
    this.log?.sweep();
  }
}

/** Who caused the newest rows, and with which commands, so that each row is read once at most (SPEC PUB-3 to PUB-6, MOD-1). */
import { repeatKey } from "./identity/ids.ts";
import type { Log, StoredCommand } from "./store.ts";

/** Above this many, or as many as are searched, the oldest is evicted, and read from the log again where it is needed. */
export const MAX_RECENT = 5_000;

/** Two commands with the same key are the same command, sent twice (SPEC PUB-3). */
export type CommandKey = Omit<StoredCommand, "seq">;

/** A member's newest row, and the name in it. */
type NewestRow = Pick<StoredCommand, "name" | "seq">;

export class RecentCommands {
  private seqs = new Map<string, number>();
  /** by member, those with the oldest rows first */
  private authors = new Map<string, NewestRow>();
  /** every row after this seq is in memory; rows before it are read when they are searched */
  private completeAfter: number;

  /** @param searchedRows among so many of the newest rows repeats and members are looked for */
  constructor(
    private readonly log: Pick<Log, "newest" | "oldest" | "commandsBetween">,
    private readonly searchedRows = MAX_RECENT,
  ) {
    this.completeAfter = log.newest;
  }

  /** The seq under which the command is stored, if it is in memory or among the rows after `afterSeq`. */
  find(command: CommandKey, afterSeq: number): number | undefined {
    const key = keyOf(command);
    if (!this.seqs.has(key) && afterSeq < this.completeAfter) this.load(afterSeq);
    const seq = this.seqs.get(key);
    this.evict();
    return seq;
  }

  /** The seq under which the command is stored, if it is in memory. */
  seqOf(command: CommandKey): number | undefined {
    return this.seqs.get(keyOf(command));
  }

  /** The name under which a member last wrote one of the newest rows; undefined if they did not. */
  nameOf(member: string): string | undefined {
    const { log, searchedRows } = this;
    const oldest = Math.max(1, log.oldest, log.newest - searchedRows + 1);
    if (!this.authors.has(member) && oldest <= this.completeAfter) this.load(oldest - 1);
    const row = this.authors.get(member);
    this.evict();
    return row !== undefined && row.seq >= oldest ? row.name : undefined;
  }

  add(command: StoredCommand): void {
    this.seqs.set(keyOf(command), command.seq);
    noteAuthor(this.authors, command.member, command);
    this.evict();
  }

  private load(afterSeq: number): void {
    const earlier = this.log.commandsBetween(afterSeq, this.completeAfter);
    this.seqs = new Map([...earlier.map((command) => [keyOf(command), command.seq] as const), ...this.seqs]);
    const later = this.authors;
    this.authors = new Map();
    for (const command of earlier) noteAuthor(this.authors, command.member, command);
    for (const [member, row] of later) noteAuthor(this.authors, member, row);
    this.completeAfter = afterSeq;
  }

  /** The maps are in the order of seq, so their first entries are the oldest rows. */
  private evict(): void {
    const kept = Math.max(MAX_RECENT, this.searchedRows);
    for (const [key, seq] of this.seqs) {
      if (this.seqs.size <= kept) break;
      this.seqs.delete(key);
      this.completeAfter = Math.max(this.completeAfter, seq);
    }
    for (const [member, { seq }] of this.authors) {
      if (seq > this.completeAfter) return;
      this.authors.delete(member);
    }
  }
}

function noteAuthor(authors: Map<string, NewestRow>, member: string, { name, seq }: NewestRow): void {
  authors.delete(member);
  authors.set(member, { name, seq });
}

/** Neither types nor ids hold a space; a sender may. */
function keyOf({ type, member, name, id }: CommandKey): string {
  return `${type} ${repeatKey(member, name)} ${id}`;
}

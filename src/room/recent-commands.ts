/** The commands of the newest rows by their keys, so that deduplication reads each row once at most (SPEC PUB-3 to PUB-6). */
import type { Log, StoredCommand } from "./store.ts";

/** Above this many the oldest is evicted, and read from the log again where it is needed. */
export const MAX_RECENT = 5_000;

/** Two commands with the same key are the same command, sent twice (SPEC PUB-3). */
export type CommandKey = Omit<StoredCommand, "seq">;

export class RecentCommands {
  private seqs = new Map<string, number>();
  /** every row after this seq is in memory; rows before it are read when they are searched */
  private completeAfter: number;

  constructor(private readonly log: Pick<Log, "newest" | "commandsBetween">) {
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

  add(command: StoredCommand): void {
    this.seqs.set(keyOf(command), command.seq);
    this.evict();
  }

  private load(afterSeq: number): void {
    const earlier = this.log.commandsBetween(afterSeq, this.completeAfter);
    this.seqs = new Map([...earlier.map((command) => [keyOf(command), command.seq] as const), ...this.seqs]);
    this.completeAfter = afterSeq;
  }

  /** The map is in the order of seq, so its first entries are the oldest rows. */
  private evict(): void {
    for (const [key, seq] of this.seqs) {
      if (this.seqs.size <= MAX_RECENT) return;
      this.seqs.delete(key);
      this.completeAfter = Math.max(this.completeAfter, seq);
    }
  }
}

/** Neither types nor ids hold a space; a sender may. */
function keyOf({ type, sender, id }: CommandKey): string {
  return `${type} ${sender} ${id}`;
}

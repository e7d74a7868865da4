/** Recently executed commands by (member, command id), so that deduplication needs no search (SPEC PUB-6). */

/** Above this many the oldest is evicted; only a resend with `since` can find that one in the log. */
const MAX_RECENT = 4_096;

export class RecentCommands {
  private readonly seqs = new Map<string, number>();

  seqOf(member: string, id: string): number | undefined {
    return this.seqs.get(key(member, id));
  }

  add(member: string, id: string, seq: number): void {
    this.seqs.set(key(member, id), seq);
    if (this.seqs.size <= MAX_RECENT) return;
    const oldest = this.seqs.keys().next().value;
    if (oldest !== undefined) this.seqs.delete(oldest);
  }
}

/** Member ids hold no space. */
function key(member: string, id: string): string {
  return `${member} ${id}`;
}

/** The commands a room has just carried out, by (member, command id), so that a repeat costs no search (SPEC PUB-6). */

/** Bounded: past it the oldest is forgotten, and only a resend with `since` can find it. */
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

/** The seqs of messages that arrived while the page was in the background and are still unread. */

/** Past this the oldest are not counted. */
export const MAX_UNREAD = 10_000;

export class UnreadMessages {
  /** in the order in which they came: a page may be in the background for a day of a busy room */
  readonly #seqs = new Set<number>();

  get count(): number {
    return this.#seqs.size;
  }

  /** Adds message `seq`. */
  add(seq: number): void {
    this.#seqs.add(seq);
    if (this.#seqs.size <= MAX_UNREAD) return;
    for (const oldest of this.#seqs) {
      this.#seqs.delete(oldest);
      return;
    }
  }

  /** Removes message `seq`, which was deleted. */
  remove(seq: number): void {
    this.#seqs.delete(seq);
  }

  /** Removes all messages up to `seq`, which were read in this tab or another one. */
  markReadUpTo(seq: number): void {
    for (const other of this.#seqs) if (other <= seq) this.#seqs.delete(other);
  }

  clear(): void {
    this.#seqs.clear();
  }
}

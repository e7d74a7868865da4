/** The seqs of messages that arrived while the page was in the background and are still unread. */

export class UnreadMessages {
  #seqs: readonly number[] = [];

  get count(): number {
    return this.#seqs.length;
  }

  /** Adds message `seq`. */
  add(seq: number): void {
    if (!this.#seqs.includes(seq)) this.#seqs = [...this.#seqs, seq];
  }

  /** Removes message `seq`, which was deleted. */
  remove(seq: number): void {
    this.#seqs = this.#seqs.filter((other) => other !== seq);
  }

  /** Removes all messages up to `seq`, which were read in this tab or another one. */
  markReadUpTo(seq: number): void {
    this.#seqs = this.#seqs.filter((other) => other > seq);
  }

  clear(): void {
    this.#seqs = [];
  }
}

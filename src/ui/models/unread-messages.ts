/** What came while the reader was elsewhere, until they have read it. */

export class UnreadMessages {
  #seqs: readonly number[] = [];

  get count(): number {
    return this.#seqs.length;
  }

  /** Message `seq` came, or was among what came. */
  add(seq: number): void {
    if (!this.#seqs.includes(seq)) this.#seqs = [...this.#seqs, seq];
  }

  /** Message `seq` was taken back. */
  remove(seq: number): void {
    this.#seqs = this.#seqs.filter((other) => other !== seq);
  }

  /** All up to message `seq` was read, here or in another tab. */
  markReadUpTo(seq: number): void {
    this.#seqs = this.#seqs.filter((other) => other > seq);
  }

  clear(): void {
    this.#seqs = [];
  }
}

/**
 * How many nodes a parser may still make. A text with more is shown as typed, so the rest of it need not be parsed: what a
 * text costs is bounded by that, whatever it consists of.
 */
export class NodeBudget {
  #left: number;

  constructor(nodes = Infinity) {
    this.#left = nodes;
  }

  /** Counts a node that stays in the tree, or what takes as long. Not for text, which may still be joined with other text. */
  take(nodes = 1): void {
    this.#left -= nodes;
  }

  /** True if there are more nodes than allowed. */
  get isSpent(): boolean {
    return this.#left < 0;
  }
}

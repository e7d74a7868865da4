/**
 * Room at the top of a list for the oldest rows that have gone. While it is kept nothing else moves, so nothing is
 * painted anew: on a slow phone that is most of what their going would cost.
 */
export class TopSpacer {
  readonly #list: HTMLElement;
  #px = 0;
  #oldest: { readonly message: Element; readonly endPx: number } | undefined;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** How much room is kept. */
  get px(): number {
    return this.#px;
  }

  /** To be called before older messages than `message` go. */
  beforeChange(message: Element): void {
    this.#oldest = { message, endPx: this.#endOf(message) };
  }

  /** Keeps the room of those that have gone. The oldest of the rest may have grown: it says now who speaks. */
  afterChange(): void {
    if (this.#oldest === undefined) return;
    const { message, endPx } = this.#oldest;
    this.#oldest = undefined;
    this.#keep(Math.max(0, this.#px + endPx - this.#endOf(message)));
  }

  /** Gives the room up: all rows move up by as much. */
  close(): void {
    this.#keep(0);
  }

  #endOf(message: Element): number {
    return message.getBoundingClientRect().bottom - this.#list.getBoundingClientRect().top;
  }

  #keep(px: number): void {
    if (px === this.#px) return;
    this.#px = px;
    // Padding, not a margin: rows that stay then keep their place in the list too.
    this.#list.style.paddingBlockStart = `${px}px`;
  }
}

/**
 * Room at the top of a list for the oldest rows that have gone. While it is kept nothing else moves, so nothing is
 * painted anew: on a slow phone that is most of what their going would cost.
 */
export class TopSpacer {
  readonly #list: HTMLElement;
  #heightPx = 0;
  #oldest: { readonly message: Element; readonly bottomPx: number } | undefined;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** How much room is kept. */
  get heightPx(): number {
    return this.#heightPx;
  }

  /** To be called before older messages than `message` go. */
  beforeChange(message: Element): void {
    this.#oldest = { message, bottomPx: this.#bottomOf(message) };
  }

  /** Keeps the room of those that have gone. The oldest of the rest may have grown: it says now who speaks. */
  afterChange(): void {
    if (this.#oldest === undefined) return;
    const { message, bottomPx } = this.#oldest;
    this.#oldest = undefined;
    this.#setHeight(Math.max(0, this.#heightPx + bottomPx - this.#bottomOf(message)));
  }

  /** Gives the room up: all rows move up by as much. */
  collapse(): void {
    this.#setHeight(0);
  }

  #bottomOf(message: Element): number {
    return message.getBoundingClientRect().bottom - this.#list.getBoundingClientRect().top;
  }

  #setHeight(heightPx: number): void {
    if (heightPx === this.#heightPx) return;
    this.#heightPx = heightPx;
    // Padding, not a margin: rows that stay then keep their place in the list too.
    this.#list.style.paddingBlockStart = `${heightPx}px`;
  }
}

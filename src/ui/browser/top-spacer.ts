/**
 * Spacer at the top of a list, as high as the oldest rows that were removed. While it stays, the other rows keep their
 * place in the list, so nothing is laid out or painted again: on a slow phone that is most of the cost of a removal.
 */
import type { Timers } from "../timers.ts";

/** In a busy room rows are removed more often than this; in a pause the spacer collapses. */
const IDLE_MS = 2_000;
/** A higher spacer would make the scrollbar suggest much that is not there. */
const MAX_HEIGHT_PX = 20_000;

export interface TopSpacerParts {
  readonly list: HTMLElement;
  readonly timers: Pick<Timers, "after">;
  /** called when the spacer is due to collapse: the owner calls {@link TopSpacer.collapse} and scrolls back */
  readonly onIdle: () => void;
}

export class TopSpacer {
  readonly #parts: TopSpacerParts;
  #heightPx = 0;
  #oldest: { readonly message: Element; readonly bottomPx: number } | undefined;
  #cancelCollapse: (() => void) | undefined;

  constructor(parts: TopSpacerParts) {
    this.#parts = parts;
  }

  get heightPx(): number {
    return this.#heightPx;
  }

  /** To be called before messages older than `message` are removed. */
  beforeChange(message: Element): void {
    this.#oldest = { message, bottomPx: this.#bottomOf(message) };
  }

  /**
   * Takes the place of the rows that were removed. It is measured by the bottom of the oldest row that stays, which may
   * have grown: it is the first of its group now, and shows a name.
   */
  afterChange(): void {
    if (this.#oldest === undefined) return;
    const { message, bottomPx } = this.#oldest;
    this.#oldest = undefined;
    const heightPx = Math.max(0, this.#heightPx + bottomPx - this.#bottomOf(message));
    if (heightPx === this.#heightPx) return;
    this.#setHeight(heightPx);
    // Also when it is too high in a task of its own: together with a render it would be a long one.
    this.collapseAfter(heightPx > MAX_HEIGHT_PX ? 0 : IDLE_MS);
  }

  /** Calls `onIdle` after `ms`, unless there is no spacer, or a later call or removal puts it off. */
  collapseAfter(ms: number): void {
    this.#cancelCollapse?.();
    this.#cancelCollapse =
      this.#heightPx === 0 ? undefined : this.#parts.timers.after(ms, this.#parts.onIdle);
  }

  /** Removes the spacer: all rows move up by its height. */
  collapse(): void {
    this.stop();
    this.#setHeight(0);
  }

  /** Cancels the collapse that is due. */
  stop(): void {
    this.#cancelCollapse?.();
    this.#cancelCollapse = undefined;
  }

  #bottomOf(message: Element): number {
    return message.getBoundingClientRect().bottom - this.#parts.list.getBoundingClientRect().top;
  }

  #setHeight(heightPx: number): void {
    this.#heightPx = heightPx;
    // Padding, not a margin: rows that stay keep their place in the list too.
    this.#parts.list.style.paddingBlockStart = `${heightPx}px`;
  }
}

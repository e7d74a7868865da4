/**
 * Scroll anchoring: the list stays at the bottom while the reader follows it, and otherwise on the message they look at,
 * whatever is added or removed above or below.
 */
import type { Timers } from "../timers.ts";
import { TopSpacer } from "./top-spacer.ts";

/** Within this distance of the bottom the reader follows the latest message. */
const NEAR_BOTTOM_PX = 100;
/** A scroll is over after this pause. Before, setting the position would stop momentum scrolling on iOS. */
const SCROLL_END_MS = 150;

/** An event in the list, before which it grows by request: it then does not follow its end. */
export const STAY = "stay";

export interface ScrollAnchorParts {
  readonly scroller: HTMLElement;
  readonly content: HTMLElement;
  readonly timers: Pick<Timers, "after">;
  /** false while the bottom of the list is not the latest message */
  readonly canFollow: () => boolean;
  readonly onReaderChange: (reader: "follow" | "read") => void;
}

export class ScrollAnchor {
  readonly #parts: ScrollAnchorParts;
  readonly #spacer: TopSpacer;
  readonly #hasNativeAnchoring = CSS.supports("overflow-anchor", "auto");
  #isFollowing = true;
  #lastTop = 0;
  #lastScrollAt = 0;
  /** what must not move: the bottom, for above it a name goes when an earlier message of the group is added */
  #anchor: { readonly element: Element; readonly bottom: number } | undefined;
  #deferredPx = 0;
  #cancelDeferred: (() => void) | undefined;

  constructor(parts: ScrollAnchorParts) {
    this.#parts = parts;
    const { content, timers } = parts;
    this.#spacer = new TopSpacer({ list: content, timers, onIdle: () => this.#collapseSpacer() });
  }

  /** Returns the function that stops. */
  start(): () => void {
    const { scroller, content } = this.#parts;
    const observer = new ResizeObserver(() => this.#scrollToBottom());
    observer.observe(scroller);
    observer.observe(content);
    scroller.addEventListener("scroll", this.#onScroll, { passive: true });
    scroller.addEventListener(STAY, this.#stay);
    this.#scrollToBottom();
    return () => {
      observer.disconnect();
      this.#cancelDeferred?.();
      this.#spacer.stop();
      scroller.removeEventListener("scroll", this.#onScroll);
      scroller.removeEventListener(STAY, this.#stay);
    };
  }

  /** Call before rows change. `first` is the oldest message that stays, if any does. */
  beforeChange(first: Element | undefined): void {
    // A scroll in the current frame has no event yet: without this the change would scroll back to the bottom.
    if (this.#isFollowing && this.#hasScrolledUp()) this.#setFollowing(false);
    if (this.#isPinned && first !== undefined) this.#spacer.beforeChange(first);
    const element = this.#isFollowing ? undefined : this.#firstVisible();
    this.#anchor =
      element === undefined ? undefined : { element, bottom: element.getBoundingClientRect().bottom };
  }

  /** Call after rows changed. */
  afterChange(): void {
    this.#spacer.afterChange();
    if (this.#isPinned) this.#scrollToBottom();
    else this.#restore();
  }

  /** Scrolls to the end of the list and follows it. */
  followBottom(): void {
    this.#setFollowing(true);
    this.#scrollToBottom();
  }

  /**
   * Scrolls `element` into the middle of the view, or its start to the top if it is higher, and stops following the end
   * of the list, unless that is in view.
   */
  scrollTo(element: Element): void {
    const { scroller } = this.#parts;
    this.#setFollowing(false);
    // Not `scrollIntoView`, which also scrolls the page around a frame.
    scroller.scrollTop += Math.min(middleOf(element) - middleOf(scroller), topOf(element) - topOf(scroller));
    this.#lastTop = scroller.scrollTop;
    // A list that does not scroll has no scroll event that would say so.
    if (this.#isNearBottom) this.#setFollowing(this.#parts.canFollow());
  }

  readonly #onScroll = (): void => {
    const hasScrolledUp = this.#hasScrolledUp();
    this.#lastTop = this.#parts.scroller.scrollTop;
    this.#lastScrollAt = performance.now();
    if (this.#isNearBottom) this.#setFollowing(this.#parts.canFollow());
    else if (hasScrolledUp) this.#setFollowing(false);
    // Deferred: it must not interrupt a reader who scrolls up.
    if (!this.#isFollowing) this.#spacer.collapseAfter(SCROLL_END_MS);
  };

  readonly #stay = (): void => this.#setFollowing(false);

  get #isNearBottom(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.#parts.scroller;
    return scrollHeight - scrollTop - clientHeight <= NEAR_BOTTOM_PX;
  }

  /** Not so where the list became shorter: then the bottom is near. */
  #hasScrolledUp(): boolean {
    return this.#parts.scroller.scrollTop < this.#lastTop - 1 && !this.#isNearBottom;
  }

  get #isPinned(): boolean {
    return this.#isFollowing && this.#parts.canFollow();
  }

  #setFollowing(isFollowing: boolean): void {
    if (isFollowing === this.#isFollowing) return;
    this.#isFollowing = isFollowing;
    this.#parts.onReaderChange(isFollowing ? "follow" : "read");
  }

  #collapseSpacer(): void {
    const { scroller, content } = this.#parts;
    const { bottom } = content.getBoundingClientRect();
    this.#spacer.collapse();
    scroller.scrollTop += content.getBoundingClientRect().bottom - bottom;
    this.#lastTop = scroller.scrollTop;
  }

  #scrollToBottom(): void {
    if (!this.#isFollowing) return;
    const { scroller } = this.#parts;
    scroller.scrollTop = scroller.scrollHeight;
    this.#lastTop = scroller.scrollTop;
  }

  #restore(): void {
    const anchor = this.#anchor;
    this.#anchor = undefined;
    if (anchor === undefined || !anchor.element.isConnected) return;
    this.#scrollBy(anchor.element.getBoundingClientRect().bottom - anchor.bottom);
  }

  #scrollBy(px: number): void {
    this.#deferredPx += px;
    if (this.#deferredPx === 0) return;
    const remainingMs = SCROLL_END_MS - (performance.now() - this.#lastScrollAt);
    if (this.#hasNativeAnchoring || remainingMs <= 0) {
      this.#parts.scroller.scrollTop += this.#deferredPx;
      this.#deferredPx = 0;
      return;
    }
    this.#cancelDeferred?.();
    this.#cancelDeferred = this.#parts.timers.after(remainingMs, () => this.#scrollBy(0));
  }

  #firstVisible(): Element | undefined {
    const { top } = this.#parts.scroller.getBoundingClientRect();
    // Only messages: a day separator may be removed by the change.
    return Array.from(this.#parts.content.querySelectorAll("[data-message]")).find(
      (message) => message.getBoundingClientRect().bottom > top,
    );
  }
}

function topOf(element: Element): number {
  return element.getBoundingClientRect().top;
}

function middleOf(element: Element): number {
  const { top, bottom } = element.getBoundingClientRect();
  return (top + bottom) / 2;
}

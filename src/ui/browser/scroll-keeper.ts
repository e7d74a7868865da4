/**
 * Keeps the list where the reader left it: at the bottom while they follow it, and otherwise on the message they
 * look at, whatever is added above or below.
 */
import { TopSpacer } from "./top-spacer.ts";

/** Within this distance of the bottom a reader follows the conversation. */
const NEAR_BOTTOM_PX = 100;
/** A scroll that paused this long is over; before, moving the list would stop a finger's momentum on iOS. */
const SETTLED_MS = 150;
/** Rows go so often only in a busy room; where it pauses, the room kept for them is given up. */
const PAUSED_MS = 2_000;
/** More room would make the scrollbar tell of much that is not there. */
const MAX_SPACER_PX = 20_000;

export interface ScrollKeeperParts {
  readonly scroller: HTMLElement;
  readonly content: HTMLElement;
  /** false while the bottom of the list is not the present */
  readonly mayFollow: () => boolean;
  readonly onReader: (reader: "follow" | "read") => void;
}

export class ScrollKeeper {
  readonly #parts: ScrollKeeperParts;
  readonly #spacer: TopSpacer;
  readonly #anchorsItself = CSS.supports("overflow-anchor", "auto");
  #following = true;
  #lastTop = 0;
  #lastScrollAt = 0;
  #anchor: { readonly element: Element; readonly top: number } | undefined;
  #owedPx = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: ScrollKeeperParts) {
    this.#parts = parts;
    this.#spacer = new TopSpacer(parts.content);
  }

  /** Starts; returns the function that stops. */
  start(): () => void {
    const { scroller, content } = this.#parts;
    const resized = new ResizeObserver(() => this.#pin());
    resized.observe(scroller);
    resized.observe(content);
    scroller.addEventListener("scroll", this.#onScroll, { passive: true });
    this.#pin();
    return () => {
      resized.disconnect();
      clearTimeout(this.#settling);
      scroller.removeEventListener("scroll", this.#onScroll);
    };
  }

  /** To be called before rows change. `first` is the oldest message that will stay, if any does. */
  beforeChange(first: Element | undefined): void {
    if (this.#isPinned && first !== undefined) this.#makeRoom(first);
    const element = this.#following ? undefined : this.#firstVisible();
    this.#anchor = element === undefined ? undefined : { element, top: element.getBoundingClientRect().top };
  }

  /** To be called after rows changed. */
  afterChange(): void {
    this.#spacer.afterChange();
    if (this.#isPinned) this.#pin();
    else this.#restore();
  }

  /** Goes to the end of the list and follows it from there. */
  follow(): void {
    this.#setFollowing(true);
    this.#pin();
  }

  /** Brings `element` into the middle of the view; whoever is shown something does not follow the end of the list. */
  show(element: Element): void {
    this.#setFollowing(false);
    element.scrollIntoView({ block: "center" });
    this.#lastTop = this.#parts.scroller.scrollTop;
  }

  readonly #onScroll = (): void => {
    const { scroller, mayFollow } = this.#parts;
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    const wentUp = scrollTop < this.#lastTop - 1;
    this.#lastTop = scrollTop;
    this.#lastScrollAt = performance.now();
    if (scrollHeight - scrollTop - clientHeight <= NEAR_BOTTOM_PX) this.#setFollowing(mayFollow());
    else if (wentUp) this.#setFollowing(false);
    // Not at once: whoever goes up must not be stopped.
    if (!this.#following && this.#spacer.px > 0) this.#settleIn(SETTLED_MS);
  };

  get #isPinned(): boolean {
    return this.#following && this.#parts.mayFollow();
  }

  #setFollowing(following: boolean): void {
    if (following === this.#following) return;
    this.#following = following;
    this.#parts.onReader(following ? "follow" : "read");
  }

  #makeRoom(first: Element): void {
    this.#spacer.beforeChange(first);
    // In a task of its own: together with a draw it would be a long one.
    if (this.#spacer.px > 0) this.#settleIn(this.#spacer.px > MAX_SPACER_PX ? 0 : PAUSED_MS);
  }

  #settleIn(ms: number): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#closeSpacer();
      this.#move(0);
    }, ms);
  }

  #closeSpacer(): void {
    if (this.#spacer.px === 0) return;
    const { scroller, content } = this.#parts;
    const { bottom } = content.getBoundingClientRect();
    this.#spacer.close();
    scroller.scrollTop += content.getBoundingClientRect().bottom - bottom;
    this.#lastTop = scroller.scrollTop;
  }

  #pin(): void {
    if (!this.#following) return;
    const { scroller } = this.#parts;
    scroller.scrollTop = scroller.scrollHeight;
    this.#lastTop = scroller.scrollTop;
  }

  #restore(): void {
    const anchor = this.#anchor;
    this.#anchor = undefined;
    if (anchor === undefined || !anchor.element.isConnected) return;
    this.#move(anchor.element.getBoundingClientRect().top - anchor.top);
  }

  #move(px: number): void {
    this.#owedPx += px;
    if (this.#owedPx === 0) return;
    const restMs = SETTLED_MS - (performance.now() - this.#lastScrollAt);
    if (this.#anchorsItself || restMs <= 0) {
      this.#parts.scroller.scrollTop += this.#owedPx;
      this.#owedPx = 0;
      return;
    }
    this.#settleIn(restMs);
  }

  #firstVisible(): Element | undefined {
    const { top } = this.#parts.scroller.getBoundingClientRect();
    // Only messages: a line between days may be gone after the change.
    return Array.from(this.#parts.content.querySelectorAll("[data-message]")).find(
      (message) => message.getBoundingClientRect().bottom > top,
    );
  }
}

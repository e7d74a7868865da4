/** What the room has sent and the page has not shown yet. A room may say more than any page can draw. */
import type { DurableEvent } from "../../protocol/events/durable.ts";

/** So many messages are shown at once: a slow phone draws them without keeping its reader waiting. */
export const BATCH_SIZE = 3;
/** A page that is further behind than this, by nearly all that it keeps, skips to the newest {@link BATCH_SIZE}. Less is drawn whole: it is what a reader missed who was away. */
export const MAX_BACKLOG = 250;
/** At so many events the page takes them, frame or no frame. */
export const MAX_BUFFERED = 500;

export interface EventBatch {
  readonly events: readonly DurableEvent[];
  /** true if they are more than can be shown */
  readonly isSkip: boolean;
}

export class EventBuffer {
  #events: DurableEvent[] = [];
  /** how many may wait before they are skipped */
  #skipThreshold = MAX_BACKLOG;

  add(event: DurableEvent): void {
    this.#events.push(event);
  }

  get count(): number {
    return this.#events.length;
  }

  /**
   * Takes what comes next: up to the first message beyond a portion, and everything where nobody sees it drawn. What
   * comes after a skip is skipped sooner, for as long as it floods: catching up with what is long past only to skip
   * again would be drawn for nobody.
   */
  takeBatch(isPageVisible: boolean): EventBatch {
    const messages = this.#events.filter(({ type }) => type === "message");
    const isSkip = messages.length > (isPageVisible ? this.#skipThreshold : MAX_BACKLOG);
    this.#skipThreshold = isSkip ? BATCH_SIZE : Math.min(2 * this.#skipThreshold, MAX_BACKLOG);
    const firstBeyond = isPageVisible && !isSkip ? messages[BATCH_SIZE] : undefined;
    const end = firstBeyond === undefined ? this.count : this.#events.indexOf(firstBeyond);
    return { events: this.#events.splice(0, end), isSkip };
  }
}

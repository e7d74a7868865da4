/** Backpressure between the room and the page: events that were received and are not drawn yet. */
import type { DurableEvent } from "../../protocol/events/durable.ts";

/** Messages that are drawn at once: as many as a slow phone draws without a noticeable pause. */
export const BATCH_SIZE = 3;
/**
 * With more messages waiting than this, nearly as many as the page holds, it skips to the newest {@link BATCH_SIZE}.
 * Fewer are all drawn: they are what a reader missed while they were away.
 */
export const MAX_BACKLOG = 250;
/** With so many events waiting the buffer is flushed at once, without waiting for a frame. */
export const MAX_BUFFERED = 500;

export interface EventBatch {
  readonly events: readonly DurableEvent[];
  /** true if messages before these are skipped */
  readonly isSkip: boolean;
}

export class EventBuffer {
  /** in order */
  readonly events: DurableEvent[] = [];
  /** how many messages may wait before they are skipped */
  #skipThreshold = MAX_BACKLOG;

  add(event: DurableEvent): void {
    this.events.push(event);
  }

  /**
   * Removes and returns the next batch: up to the first message beyond {@link BATCH_SIZE}, or everything while the page
   * is hidden. After a skip the threshold is lower for as long as the flood lasts: messages drawn just before the next
   * skip would be drawn for nothing.
   */
  takeBatch(isPageVisible: boolean): EventBatch {
    const messages = this.events.filter(({ type }) => type === "message");
    const isSkip = messages.length > (isPageVisible ? this.#skipThreshold : MAX_BACKLOG);
    this.#skipThreshold = isSkip ? BATCH_SIZE : Math.min(2 * this.#skipThreshold, MAX_BACKLOG);
    const firstBeyond = isPageVisible && !isSkip ? messages[BATCH_SIZE] : undefined;
    const end = firstBeyond === undefined ? this.events.length : this.events.indexOf(firstBeyond);
    return { events: this.events.splice(0, end), isSkip };
  }
}

/** What the room has sent and the page has not shown yet. A room may say more than any page can draw. */
import type { DurableEvent } from "../../protocol/events/durable.ts";

/** So many messages are shown at once: a slow phone draws them without keeping its reader waiting. */
export const PORTION = 3;
/** A page that is further behind than this, by nearly all that it keeps, skips to the newest {@link PORTION}. Less is drawn whole: it is what a reader missed who was away. */
export const MAX_BEHIND = 250;
/** At so many events the page takes them, frame or no frame. */
export const MAX_WAITING = 500;

export interface Taken {
  readonly events: readonly DurableEvent[];
  /** true if they are more than can be shown */
  readonly skips: boolean;
}

export class Arrivals {
  #events: DurableEvent[] = [];
  /** how many may wait before they are skipped */
  #bound = MAX_BEHIND;

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
  take(isSeen: boolean): Taken {
    const messages = this.#events.filter(({ type }) => type === "message");
    const skips = messages.length > (isSeen ? this.#bound : MAX_BEHIND);
    this.#bound = skips ? PORTION : Math.min(2 * this.#bound, MAX_BEHIND);
    const beyond = isSeen && !skips ? messages[PORTION] : undefined;
    const end = beyond === undefined ? this.count : this.#events.indexOf(beyond);
    return { events: this.#events.splice(0, end), skips };
  }
}

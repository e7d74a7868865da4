/** What the room has sent and the page has not shown yet. A room may say more than any page can draw. */
import type { DurableEvent } from "../../protocol/events/durable.ts";

/** So many messages are shown at once: a slow phone draws them without keeping its reader waiting. */
export const PORTION = 10;
/** A page that is further behind than this, by nearly all that it keeps, skips to the newest {@link PORTION}. Less is drawn whole: it is what a reader missed who was away. */
export const MAX_BEHIND = 250;
/** At so many events the page takes them, frame or no frame. */
export const MAX_WAITING = 500;

export class Arrivals {
  #events: DurableEvent[] = [];

  add(event: DurableEvent): void {
    this.#events.push(event);
  }

  get count(): number {
    return this.#events.length;
  }

  get isFarBehind(): boolean {
    return this.#events.filter(isMessage).length > MAX_BEHIND;
  }

  /** The oldest, up to the first message beyond a portion. */
  takePortion(): DurableEvent[] {
    const next = this.#events.filter(isMessage)[PORTION];
    return next === undefined ? this.takeAll() : this.#events.splice(0, this.#events.indexOf(next));
  }

  takeAll(): DurableEvent[] {
    return this.#events.splice(0);
  }
}

function isMessage({ type }: DurableEvent): boolean {
  return type === "message";
}

/** Keeps the events of a replaced link from reaching, and corrupting, its successor. */
import type { LinkEvents } from "./link.ts";

/** Passes on the events of the newest link only; those of any other are ignored, however late they are reported. */
export class LinkEventGate {
  readonly #target: LinkEvents;
  #current: LinkEvents | undefined;

  /** @param target with functions that need no `this` */
  constructor(target: LinkEvents) {
    this.#target = target;
  }

  /** Makes the events of a new link; from now on all those made before are ignored. */
  open(): LinkEvents {
    const ifCurrent =
      <Detail>(report: (detail: Detail) => void) =>
      (detail: Detail): void => {
        if (this.#current === events) report(detail);
      };
    const { frame, activity, closed } = this.#target;
    const events: LinkEvents = {
      frame: ifCurrent(frame),
      activity: ifCurrent<void>(activity),
      closed: ifCurrent(closed),
    };
    this.#current = events;
    return events;
  }

  /** Ignores everything until the next {@link open}. */
  close(): void {
    this.#current = undefined;
  }
}

/** In a window only the last change of an ephemeral key is sent (SPEC STATE-5). */
import type { DeltaEvent } from "../protocol/events/state.ts";
import type { QueuedEvent } from "./recipient-groups.ts";

const NO_RECIPIENTS = () => false;

/** Leaves out the queued changes of keys that `newer` is about. They keep their places, which connections count by. */
export function supersede(queue: QueuedEvent[], newer: DeltaEvent): void {
  const keys = new Set(newer.entries.map(({ key }) => key));
  for (const [index, { event: older, bytes }] of queue.entries()) {
    const { event } = older;
    if (event.type === "delta" && event.entries.every(({ key }) => keys.has(key)))
      queue[index] = { event: older, bytes, recipients: NO_RECIPIENTS };
  }
}

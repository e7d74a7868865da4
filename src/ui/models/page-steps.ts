/**
 * Splits a page of history into steps, which are drawn one after another from where the reader is. Drawn at once, it
 * would block a slow phone for more than 100 ms.
 */
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Page } from "../../protocol/events/page.ts";
import type { MessageLog } from "./message-log.ts";

export type LogStep = (log: MessageLog) => void;

const CHUNK_EVENTS = 17;

/** Steps that put a page before the window, its newest messages first. */
export function stepsBefore(page: Page): LogStep[] {
  const chunks = chunksOf(page.events.toReversed());
  return chunks.map((events, index) => {
    const more = index < chunks.length - 1 || page.more;
    return (log) => log.prepend({ ...page, events: events.toReversed(), more });
  });
}

/** Steps that put a page, which ends before seq `before`, after the window. */
export function stepsAfter(page: Page, before: number): LogStep[] {
  const chunks = chunksOf(page.events);
  return chunks.map((events, index) => {
    const next = chunks[index + 1]?.[0];
    return (log) => log.extend({ ...page, events }, next?.seq ?? before);
  });
}

/** At least one step: an empty page also changes what is known of the log. */
function chunksOf(events: readonly DurableEvent[]): DurableEvent[][] {
  const count = Math.max(1, Math.ceil(events.length / CHUNK_EVENTS));
  return Array.from({ length: count }, (_, index) =>
    events.slice(index * CHUNK_EVENTS, (index + 1) * CHUNK_EVENTS),
  );
}

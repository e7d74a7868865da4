/**
 * How a page of history is put into the window: by and by, from where the reader is. All of it at once keeps a slow
 * phone from answering for more than a tenth of a second.
 */
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Page } from "../../protocol/events/page.ts";
import type { MessageLog } from "./message-log.ts";

export type LogStep = (log: MessageLog) => void;

const CHUNK_EVENTS = 17;

/** Puts a page before the window, its newest first. */
export function stepsBefore(page: Page): LogStep[] {
  const chunks = chunksOf(page.events.toReversed());
  return chunks.map((events, index) => {
    const more = index < chunks.length - 1 || page.more;
    return (log) => log.prepend({ ...page, events: events.toReversed(), more });
  });
}

/** Puts a page, which holds what there is before seq `before`, after the window. */
export function stepsAfter(page: Page, before: number): LogStep[] {
  const chunks = chunksOf(page.events);
  return chunks.map((events, index) => {
    const next = chunks[index + 1]?.[0];
    return (log) => log.extend({ ...page, events }, next?.seq ?? before);
  });
}

/** At least one: that a page holds nothing is to be learned too. */
function chunksOf(events: readonly DurableEvent[]): DurableEvent[][] {
  const count = Math.max(1, Math.ceil(events.length / CHUNK_EVENTS));
  return Array.from({ length: count }, (_, index) =>
    events.slice(index * CHUNK_EVENTS, (index + 1) * CHUNK_EVENTS),
  );
}

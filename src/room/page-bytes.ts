/** Bounds pages by bytes too: a page of the longest messages must not make its reader count as slow (SPEC HIST-2). */
import { encodeEvent } from "../protocol/encode.ts";
import type { DurableEvent } from "../protocol/events/durable.ts";
import { utf8Bytes } from "../text/lengths.ts";
import type { Limits } from "../protocol/limits.ts";
import type { PageBounds, StoredPage } from "./store.ts";

/** What one page may cost (SPEC HIST-2, HIST-5). */
export function pageBounds({
  pageRows,
  recoveryBytes,
}: Pick<Limits, "pageRows" | "recoveryBytes">): PageBounds {
  return { maxRows: pageRows, maxBytes: recoveryBytes };
}

/** The page, cut to `maxBytes` of encoded events; `more` is true if events were cut. */
export function fitBytes<Event extends DurableEvent>(
  page: StoredPage<Event>,
  maxBytes: number,
  keep: "first" | "last",
): StoredPage<Event> {
  const ordered = keep === "first" ? page.events : page.events.toReversed();
  const fittingCount = countFitting(ordered, maxBytes);
  if (fittingCount === page.events.length) return page;
  const events = keep === "first" ? page.events.slice(0, fittingCount) : page.events.slice(-fittingCount);
  return { events, more: true };
}

/** How many of the events fit; at least one, so that every page makes progress. */
function countFitting(events: readonly DurableEvent[], maxBytes: number): number {
  let bytes = 0;
  for (const [index, event] of events.entries()) {
    bytes += utf8Bytes(encodeEvent(event));
    if (bytes > maxBytes) return Math.max(1, index);
  }
  return events.length;
}

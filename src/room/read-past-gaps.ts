import type { StoredPage } from "./store.ts";

/** The most pages that are read to answer one request. */
const MAX_PAGES = 3;

/**
 * The page that `read` reads before a seq, or where that has no message the next one that has, within {@link MAX_PAGES}: a
 * client that cannot request the next page would see an empty room behind rows that are no messages (SPEC HIST-5).
 */
export function readPastGaps(
  read: (before: number | undefined) => StoredPage,
  before: number | undefined,
): StoredPage {
  let page = read(before);
  for (let pages = 1; pages < MAX_PAGES && page.events.length === 0; pages++) {
    if (page.before === undefined) break;
    page = read(page.before);
  }
  return page;
}

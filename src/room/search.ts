/** Full-text search over the room's messages, for members and anonymous readers (SPEC SEARCH-1 to SEARCH-5). */
import { failure, type Failure } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { parseSearch, type SearchFailure, type SearchTerm } from "../text/search-terms.ts";
import type { RoomState } from "./context.ts";
import { fitBytes } from "./page-bytes.ts";
import { rateFailure } from "./limit-failures.ts";
import type { SearchKeys, Throttle } from "./rates/throttle.ts";

export interface RoomSearchRequest {
  readonly query: string;
  readonly before: number | undefined;
}

interface SearchContext {
  readonly state: RoomState | undefined;
  readonly searcher: SearchKeys;
  readonly position: string;
  readonly limits: Limits;
  readonly throttle: Throttle;
  readonly now: number;
}

export function searchMessages(room: SearchContext, request: RoomSearchRequest): Result<SearchPage, Failure> {
  const { state, searcher, position, limits, throttle, now } = room;
  const terms = parseSearch(request.query, limits);
  if (!terms.ok) return fail(failure("bad_request", searchErrorMessage(terms.failure, limits)));
  if (state === undefined) return ok({ position, events: [], more: false });
  const verdict = throttle.search(searcher, now);
  if (verdict.kind !== "admitted") return fail(rateFailure(verdict));
  return ok({ position, ...find(state, limits, terms.value, request.before) });
}

function find(
  { visible }: RoomState,
  limits: Limits,
  terms: readonly SearchTerm[],
  before: number | undefined,
): Omit<SearchPage, "position"> {
  const { searchRows: maxRows, searchBytes: maxBytes, searchComparisons: maxComparisons } = limits;
  const { searchPage: limit, recoveryBytes } = limits;
  const found = visible.search({ terms, before, maxRows, maxBytes, maxComparisons, limit });
  const { events, more } = fitBytes(found, recoveryBytes, "first");
  if (!more) return { events, more };
  const isCut = events.length < found.events.length;
  return { events, more, before: (isCut ? events.at(-1)?.seq : undefined) ?? found.before };
}

function searchErrorMessage(failed: SearchFailure, { searchQueryBytes, searchTerms }: Limits): string {
  switch (failed) {
    case "no_words":
      return '"q" holds what to look for: words, of which all must occur, or "a phrase".';
    case "too_long":
      return `"q" has at most ${searchQueryBytes} bytes of UTF-8.`;
    case "too_many_terms":
      return `"q" has at most ${searchTerms} words and phrases.`;
  }
}

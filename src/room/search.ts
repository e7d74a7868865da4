/** Full-text search over the room's messages, for members and anonymous readers (SPEC SEARCH-1 to SEARCH-5). */
import { failure, type Failure } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { parseSearch, type SearchFailure, type SearchTerm } from "../text/search-terms.ts";
import type { RoomState } from "./context.ts";
import { fitBytes } from "./page-bytes.ts";
import { rateFailure } from "./limit-failures.ts";
import type { Throttle } from "./rates/throttle.ts";
import { searcherKey, type Searcher } from "./searcher.ts";

export interface RoomSearchRequest extends Searcher {
  readonly query: string;
  readonly before: number | undefined;
}

interface SearchContext {
  readonly state: RoomState | undefined;
  readonly position: string;
  readonly limits: Limits;
  readonly throttle: Throttle;
  readonly now: number;
}

export function searchMessages(room: SearchContext, request: RoomSearchRequest): Result<SearchPage, Failure> {
  const { state, position, limits, throttle, now } = room;
  const terms = parseSearch(request.query, limits);
  if (!terms.ok) return fail(failure("bad_request", searchErrorMessage(terms.failure, limits)));
  if (state === undefined) return ok({ position, events: [], more: false });
  const searcher = searcherKey(state, request, now);
  if (!searcher.ok) return searcher;
  const verdict = throttle.search(searcher.value, now);
  if (verdict.kind !== "admitted") return fail(rateFailure(verdict));
  return ok({ position, ...find(state, limits, terms.value, request.before) });
}

function find(
  { stored }: RoomState,
  limits: Limits,
  terms: readonly SearchTerm[],
  before: number | undefined,
): Omit<SearchPage, "position"> {
  const { searchRows: maxRows, searchBytes: maxBytes, searchPage: limit, recoveryBytes } = limits;
  const found = stored.log.search({ terms, before, maxRows, maxBytes, limit });
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

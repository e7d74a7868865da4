/** Parses search queries (SPEC SEARCH-2): one parser for the room, which searches, and the page, which highlights. */
import { foldedWords } from "./folded-words.ts";
import { exceedsBytes } from "./lengths.ts";
import { fail, ok, type Result } from "./result.ts";

/** The spellings of a term, one of which must match: words after a space, and before one if the last must be whole. */
export type SearchTerm = readonly string[];

export interface SearchLimits {
  readonly searchQueryBytes: number;
  readonly searchTerms: number;
}

export type SearchFailure = "no_words" | "too_long" | "too_many_terms";

/** A phrase in quotation marks, or a run without spaces. A phrase that is still being typed has no closing mark. */
const TERM = /["“”„«»]([^"“”„«»]*)(["“”„«»]?)|[^\s"“”„«»]+/gu;

/** Prefixes that Arabic joins to the next word: the article, "and", "by the", "for the". */
const ARABIC_PREFIXES = ["ال", "و", "وال", "فال", "بال", "لل"] as const;
const STARTS_WITH_ARABIC = /^\p{Script=Arabic}/u;

/** The terms of `query`, all of which a text must contain, or why the query is refused. */
export function parseSearch(
  query: string,
  { searchQueryBytes, searchTerms }: SearchLimits,
): Result<readonly SearchTerm[], SearchFailure> {
  if (exceedsBytes(query, searchQueryBytes)) return fail("too_long");
  const terms = [...query.matchAll(TERM)].flatMap(([term, phrase, closing = ""]) => {
    const words = foldedWords(phrase ?? term);
    return words === "" ? [] : [spellings(words, closing === "" ? "" : " ")];
  });
  if (terms.length === 0) return fail("no_words");
  return terms.length > searchTerms ? fail("too_many_terms") : ok(terms);
}

/**
 * True if a text with these {@link foldedWords} contains every term. Most texts do not contain the bare words of one, and
 * then its other spellings are not looked for.
 */
export function matchesTerms(words: string, terms: readonly SearchTerm[]): boolean {
  const padded = ` ${words} `;
  return terms.every(
    (term) => words.includes(term[0]?.trim() ?? "") && term.some((spelling) => padded.includes(spelling)),
  );
}

function spellings(words: string, end: string): SearchTerm {
  const prefixes = STARTS_WITH_ARABIC.test(words) ? ["", ...ARABIC_PREFIXES] : [""];
  return prefixes.map((prefix) => ` ${prefix}${words}${end}`);
}

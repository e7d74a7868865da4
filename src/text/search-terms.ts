/** What a search asks for (SPEC SEARCH-2): one reading of it for the room, which finds, and for the page, which shows where. */
import { foldedWords } from "./folded-words.ts";
import { exceedsBytes } from "./lengths.ts";
import { fail, ok, type Result } from "./result.ts";

/** Ways to spell one term, any of which is enough: words with a space before them, and one behind where the last must end. */
export type SearchTerm = readonly string[];

export interface SearchLimits {
  readonly searchQueryBytes: number;
  readonly searchTerms: number;
}

export type SearchFailure = "no_words" | "too_long" | "too_many_terms";

/** A phrase between quotation marks, or what stands between spaces. A phrase that is still being typed has no end yet. */
const TERM = /["“”„«»]([^"“”„«»]*)(["“”„«»]?)|[^\s"“”„«»]+/gu;

/** Arabic writes these together with the word that follows: the article, "and", "by the", "for the". */
const ARABIC_PREFIXES = ["ال", "و", "وال", "فال", "بال", "لل"] as const;
const STARTS_WITH_ARABIC = /^\p{Script=Arabic}/u;

/** All terms of `query`, each of which a text must hold, or why it is no search. */
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

/** True if a text with these {@link foldedWords} holds every term. */
export function matchesTerms(words: string, terms: readonly SearchTerm[]): boolean {
  const padded = ` ${words} `;
  return terms.every((term) => term.some((spelling) => padded.includes(spelling)));
}

function spellings(words: string, end: string): SearchTerm {
  const prefixes = STARTS_WITH_ARABIC.test(words) ? ["", ...ARABIC_PREFIXES] : [""];
  return prefixes.map((prefix) => ` ${prefix}${words}${end}`);
}

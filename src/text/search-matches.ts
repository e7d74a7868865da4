/** Finds the matches of a search in a text, so that a page can highlight them. */
import { fold } from "./folding.ts";
import { WORD } from "./folded-words.ts";
import { graphemes } from "./lengths.ts";
import type { SearchTerm } from "./search-terms.ts";

/** From `start` up to, not including, `end`, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Folded words, and for each of their characters its origin in the text; a space has none. */
interface FoldedText {
  readonly words: string;
  readonly spans: readonly (Span | undefined)[];
}

/**
 * The parts of `text` that match, in order, without overlaps. They consist of whole graphemes: a letter is highlighted
 * together with its tashkeel. A prefix that Arabic joins to a word is not part of the match.
 */
export function findMatches(text: string, terms: readonly SearchTerm[]): Span[] {
  const { words, spans } = foldWithOrigins(text);
  const found: Span[] = [];
  for (const term of terms) {
    const plain = term[0]?.trim() ?? "";
    for (const spelling of term) {
      for (let at = words.indexOf(spelling); at >= 0; at = words.indexOf(spelling, at + 1)) {
        const first = at + spelling.trimEnd().length - plain.length;
        for (const span of spans.slice(first, first + plain.length)) if (span !== undefined) found.push(span);
      }
    }
  }
  return mergeSpans(found, text);
}

/** Folds grapheme by grapheme, to keep the origin of each folded character. */
function foldWithOrigins(text: string): FoldedText {
  const origins: Span[] = [];
  let folded = "";
  let start = 0;
  for (const grapheme of graphemes(text)) {
    const end = start + grapheme.length;
    const piece = fold(grapheme);
    for (let unit = 0; unit < piece.length; unit++) origins.push({ start, end });
    folded += piece;
    start = end;
  }
  let words = " ";
  const spans: (Span | undefined)[] = [undefined];
  for (const { 0: word, index } of folded.matchAll(WORD)) {
    words += `${word} `;
    for (let unit = 0; unit < word.length; unit++) spans.push(origins[index + unit]);
    spans.push(undefined);
  }
  return { words, spans };
}

/** Merges spans that overlap, or that only space (in a phrase) or characters that folding drops separate. */
function mergeSpans(spans: readonly Span[], text: string): Span[] {
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  const merged: Span[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && fold(text.slice(last.end, span.start)).trim() === "") {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else merged.push(span);
  }
  return merged;
}

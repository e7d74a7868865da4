/** Where a text holds what is searched for, so that a page can mark it. */
import { fold } from "./folding.ts";
import { WORD } from "./folded-words.ts";
import { graphemes } from "./lengths.ts";
import type { SearchTerm } from "./search-terms.ts";

/** From `start` up to, not including, `end`, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Folded words, and for each of their characters the part of the text that it came from; a space came from none. */
interface FoldedText {
  readonly words: string;
  readonly spans: readonly (Span | undefined)[];
}

/**
 * The parts of `text` that match, in order and apart. They hold whole characters as a reader sees them: a letter is
 * marked together with its tashkeel. What Arabic attaches before a word is not.
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

/** Folds character by character, so that it is known which came of which. */
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

/** Overlapping spans are one, and so are those that only space parts (the words of a phrase) or what folding drops. */
function mergeSpans(spans: readonly Span[], text: string): Span[] {
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  const mergedSpans: Span[] = [];
  for (const span of sorted) {
    const last = mergedSpans.at(-1);
    if (last !== undefined && fold(text.slice(last.end, span.start)).trim() === "") {
      mergedSpans[mergedSpans.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else mergedSpans.push(span);
  }
  return mergedSpans;
}

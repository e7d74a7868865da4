/** Finds the matches of a search in a text, so that a page can highlight them. */
import { fold } from "./folding.ts";
import { maxFoldedUnits, WORD } from "./folded-words.ts";
import { graphemes } from "./lengths.ts";
import { memoize } from "./memoize.ts";
import type { SearchTerm } from "./search-terms.ts";

/** From `start` up to, not including, `end`, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The parts of `text` that match, in order, without overlaps. They consist of whole graphemes: a letter is highlighted
 * together with its tashkeel. A prefix that Arabic joins to a word is not part of the match.
 */
export function findMatches(text: string, terms: readonly SearchTerm[]): Span[] {
  const folded = foldGraphemes(text);
  const { words, origins } = wordsOf(folded);
  const isFound = new Uint8Array(words.length);
  for (const term of terms) {
    const plain = term[0]?.trim() ?? "";
    for (const spelling of term) {
      const { length } = spelling.trimEnd();
      // After a match from its end: where matches overlap, as of "a a" in "a a a a", each is compared once.
      for (let at = words.indexOf(spelling); at >= 0; at = words.indexOf(spelling, at + length))
        isFound.fill(1, at + length - plain.length, at + length);
    }
  }
  return spansOf(
    origins.filter((_, unit) => isFound[unit] === 1),
    folded,
  );
}

/** The graphemes of a text, numbered from 0. Numbers only: a text has thousands. */
interface FoldedGraphemes {
  readonly text: string;
  /** in UTF-16 units, and at the end the end of the last one */
  readonly starts: readonly number[];
  /** how many graphemes before each are neither space nor dropped by folding */
  readonly visibleBefore: readonly number[];
  /** for each unit of the folded text the grapheme that it comes from */
  readonly origins: readonly number[];
}

const foldGrapheme = memoize((grapheme) => fold(grapheme));

/** Folds grapheme by grapheme, to keep the origin of each folded character. */
function foldGraphemes(source: string): FoldedGraphemes {
  const maxUnits = maxFoldedUnits(source);
  const starts = [0];
  const visibleBefore = [0];
  const origins: number[] = [];
  let text = "";
  let start = 0;
  let visible = 0;
  for (const grapheme of graphemes(source)) {
    const folded = foldGrapheme(grapheme);
    for (let unit = 0; unit < folded.length; unit++) origins.push(starts.length - 1);
    if (folded.trim() !== "") visible++;
    text += folded;
    start += grapheme.length;
    starts.push(start);
    visibleBefore.push(visible);
    if (text.length > maxUnits) break;
  }
  return { text, starts, visibleBefore, origins };
}

/** Folded words, each between spaces, and for each of their characters its grapheme; a space has none: -1. */
function wordsOf({ text, origins }: FoldedGraphemes): { words: string; origins: number[] } {
  let words = " ";
  const wordOrigins = [-1];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    words += `${word} `;
    for (let unit = 0; unit < word.length; unit++) wordOrigins.push(origins[index + unit] ?? -1);
    wordOrigins.push(-1);
  }
  return { words, origins: wordOrigins };
}

/** The spans of graphemes, in order. Those between which nothing is visible are one, like the words of a phrase. */
function spansOf(found: readonly number[], { starts, visibleBefore }: FoldedGraphemes): Span[] {
  const spans: Span[] = [];
  let last = -1;
  for (const grapheme of found) {
    if (grapheme < 0) continue;
    const end = starts[grapheme + 1] ?? 0;
    const isNext = last >= 0 && visibleBefore[grapheme] === visibleBefore[last + 1];
    const before = isNext || grapheme === last ? spans.pop() : undefined;
    spans.push({ start: before?.start ?? starts[grapheme] ?? 0, end });
    last = grapheme;
  }
  return spans;
}

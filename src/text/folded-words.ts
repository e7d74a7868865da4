/** The folded words of a text, which a search compares. */
import { fold } from "./folding.ts";
import { UNSPACED_SCRIPTS } from "./scripts.ts";

/** A word: a letter of those scripts with its marks, a run of letters and digits, or a symbol (an emoji, `+`). */
export const WORD = new RegExp(
  `[${UNSPACED_SCRIPTS}]\\p{M}*|(?:(?![${UNSPACED_SCRIPTS}])[\\p{L}\\p{M}\\p{N}])+|\\p{S}`,
  "gu",
);

/** Folding can turn one letter into eighteen (U+FDFA). Ordinary texts grow far less than this; others are truncated. */
const MAX_GROWTH = 2;
const MAX_GROWTH_CHARACTERS = 1_000;
/** Until its marks are dropped a text is longer, in languages up to four times: ᾂ is a letter with three marks. */
const MAX_DECOMPOSED_GROWTH = 2;

/** The longest folded form of `text` that is searched, in UTF-16 units. */
export function maxFoldedUnits(text: string): number {
  return text.length * MAX_GROWTH + MAX_GROWTH_CHARACTERS;
}

/** The words of `text`, folded, with one space between them. */
export function foldedWords(text: string): string {
  const max = maxFoldedUnits(text);
  const words = (fold(text, max * MAX_DECOMPOSED_GROWTH).match(WORD) ?? []).join(" ");
  return words.length <= max ? words : words.slice(0, words.lastIndexOf(" ", max));
}

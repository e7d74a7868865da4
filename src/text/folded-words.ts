/** The words of a text, folded: what a search compares. */
import { fold } from "./folding.ts";

/** In these scripts no space says where a word ends, so every letter counts as one. */
const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";

/** A letter of those scripts with its marks, or a run of letters and digits, or one symbol (an emoji, `+`). Never punctuation. */
export const WORD = new RegExp(
  `[${UNSPACED}]\\p{M}*|(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}])+|\\p{S}`,
  "gu",
);

/** Folding may make eighteen letters of one (U+FDFA). No honest text comes near this, and a dishonest one is cut. */
const MAX_GROWTH = 2;
const MAX_GROWTH_CHARACTERS = 1_000;

/** The words of `text`, folded, with one space between them. */
export function foldedWords(text: string): string {
  const words = (fold(text).match(WORD) ?? []).join(" ");
  const max = text.length * MAX_GROWTH + MAX_GROWTH_CHARACTERS;
  return words.length <= max ? words : words.slice(0, words.lastIndexOf(" ", max));
}

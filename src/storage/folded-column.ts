import { foldedWords } from "../text/folded-words.ts";

/** The value of the column `folded` for a text (SPEC SEARCH-2): NULL if the text is its own folded words. */
export function foldedColumn(messageText: string): string | null {
  const words = foldedWords(messageText);
  return words === messageText ? null : words;
}

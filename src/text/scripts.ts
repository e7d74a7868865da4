/** Scripts in which a word may stand beside another without a space. */

/** Scripts without spaces between words: a search counts every letter of theirs as a word. */
export const UNSPACED_SCRIPTS =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";

/**
 * Letters and marks after which, and before which, a name or an address may stand without a space: those of scripts
 * without spaces, the marks that they share (`ー`), and Hangul, whose particles follow a name directly.
 */
export const SELF_DELIMITING =
  "\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}";

/** Combining marks: how many a letter may have, and what to do with more ("zalgo"). */

/**
 * Marks on one letter of a message. The tallest stacks of Tibetan have nine, Hebrew with points and cantillation six. It
 * bounds a text's cost: to normalize it sorts the marks of a letter, in quadratic time.
 */
export const MAX_MARKS = 16;

/** The half-width sound marks of Katakana are letters by category, and decompose into marks. */
const MARKS = String.raw`[\p{M}\uff9e\uff9f]`;
/** Without any width, and no mark where it is one by category: what it separates is still on one letter. */
const IGNORABLE = String.raw`\p{Default_Ignorable_Code_Point}`;
const MARK = `(?:[${MARKS}--${IGNORABLE}]${IGNORABLE}*)`;

/** Matches more than `max` marks on one letter, everywhere; its first group are the first `max`. */
export function excessMarks(max: number): RegExp {
  return new RegExp(`(${MARK}{${max}})${MARK}+`, "gv");
}

const EXCESS = excessMarks(MAX_MARKS);

/**
 * The only runs in which there can be excess marks: Latin and Arabic letters are none. To look for them takes a fifth of the
 * time that {@link EXCESS} takes.
 */
const LONG_RUN = /[^\0-\xac\u0621-\u064a\u0671-\u06d5]{16,}/g;

/** `text` without the marks beyond the {@link MAX_MARKS}th of a letter. */
export function cutMarks(text: string): string {
  return text.replace(LONG_RUN, (run) => run.replace(EXCESS, "$1"));
}

/** The index of the first mark beyond the {@link MAX_MARKS}th of a letter; undefined if there is none. */
export function indexOfExcessMark(text: string): number | undefined {
  for (const { index, 1: first = "" } of text.matchAll(EXCESS)) return index + first.length;
  return undefined;
}

/** `text` in a Unicode normalization form, without excess marks: so it takes linear time. */
export function normalize(text: string, form: "NFC" | "NFKC" | "NFKD"): string {
  return cutMarks(text).normalize(form);
}

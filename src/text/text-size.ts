/** How much of the view a text takes: one that may be higher than it is folded. */

/** What is shorter is lower than the view in any window. */
const MIN_UNITS = 200;
const MIN_LINES = 8;
/** Letters as wide as a word, or several lines high: `﷽`, cuneiform. */
const LARGE_LETTER = /[\ufdfa-\ufdfd\u{12000}-\u{1254f}]/u;

/** What is longer is higher than the view in all but huge windows, and takes long to draw. */
const FAR_UNITS = 1_500;
const FAR_LINES = 60;

/** `short`: never folded. `far`: laid out only near the view. */
export type TextSize = "short" | "long" | "far";

/** The size of a text by its characters and lines; see {@link TextSize}. Reads no layout. */
export function sizeOf(text: string): TextSize {
  const lines = text.split("\n").length;
  if (text.length >= FAR_UNITS || lines >= FAR_LINES) return "far";
  return text.length >= MIN_UNITS || lines >= MIN_LINES || LARGE_LETTER.test(text) ? "long" : "short";
}

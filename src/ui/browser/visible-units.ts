/** The part of the view's height that a folded text has, as in the styles. */
export const FOLDED_PART = 0.6;

/** Of narrow letters: a text of wider ones is cut below the part that is seen. */
const LETTER_PX = 8;
const LINE_PX = 22;
const MAX_LINE_PX = 620;
/** Beside a text in a narrow window. */
const MARGIN_PX = 64;

let units: number | undefined;

/** How many letters of a folded text are seen at most, about. */
export function visibleUnits(): number {
  if (units === undefined) addEventListener("resize", () => (units = measureUnits()));
  return (units ??= measureUnits());
}

/** To read the size of the window takes a layout. */
function measureUnits(): number {
  const lettersInLine = Math.min(innerWidth - MARGIN_PX, MAX_LINE_PX) / LETTER_PX;
  return Math.ceil(lettersInLine * ((innerHeight * FOLDED_PART) / LINE_PX));
}

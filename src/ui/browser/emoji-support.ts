/** Which emoji the device's fonts can draw. Measured once for each emoji, when it is first shown. */

const SAMPLE = "\u{1f600}";
/** An emoji font draws it as one, as wide as the sample; a text font has both characters beside each other, or neither. */
const TONED = "\u{1f44d}\u{1f3fd}";
/** No font has a glyph for a noncharacter: its width is that of the placeholder for missing ones. */
const MISSING = "\u{10ffff}";
/** A sequence that the font does not know is drawn as its parts, side by side. */
const SPLIT_RATIO = 1.5;
const FONT = '40px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif';

const known = new Map<string, boolean>();
let measure: ((text: string) => number) | undefined;

/** Widths in the font of the emoji picker. */
export interface EmojiWidths {
  readonly emoji: number;
  /** of an emoji that every emoji font has */
  readonly sample: number;
  /** of one with a skin tone */
  readonly toned: number;
  /** of a character that no font has */
  readonly missing: number;
}

/** Whether an emoji of this width is drawn. Without an emoji font all count as drawn: the picker would be empty. */
export function isDrawnAs({ emoji, sample, toned, missing }: EmojiWidths): boolean {
  const hasEmojiFont = toned === sample && missing !== sample;
  return !hasEmojiFont || (emoji <= sample * SPLIT_RATIO && emoji !== missing);
}

/** True if the device can draw `emoji`. */
export function canDraw(emoji: string): boolean {
  const before = known.get(emoji);
  if (before !== undefined) return before;
  const width = (measure ??= createMeasure());
  const drawn = isDrawnAs({
    emoji: width(emoji),
    sample: width(SAMPLE),
    toned: width(TONED),
    missing: width(MISSING),
  });
  known.set(emoji, drawn);
  return drawn;
}

function createMeasure(): (text: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return () => 0;
  context.font = FONT;
  return (text) => context.measureText(text).width;
}

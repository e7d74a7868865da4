/** The base direction of a text. */
export const LETTER = /\p{L}/u;

export type Direction = "auto" | undefined;

/**
 * The `dir` of a block of text. A text without any letter (digits, emoji) has none and inherits the interface's
 * direction, since `auto` would align it to the left.
 */
export function plainDirection(text: string): Direction {
  return LETTER.test(text) ? "auto" : undefined;
}

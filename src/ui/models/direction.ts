/** Which way a text reads. */
import type { TextPart } from "./text-parts.ts";

const LETTER = /\p{L}/u;

/**
 * The `dir` of a block of text. A text without any letter (digits, emoji) has none and inherits the interface's
 * direction, where `auto` would throw it to the left. Addresses do not count: they are `ltr` by themselves.
 */
export function directionOf(parts: readonly TextPart[]): "auto" | undefined {
  return parts.some(({ kind, text }) => kind === "text" && LETTER.test(text)) ? "auto" : undefined;
}

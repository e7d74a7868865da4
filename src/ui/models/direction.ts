/** Which way a text reads. */
import type { Inline } from "../../text/markdown-tree.ts";

const LETTER = /\p{L}/u;

type Direction = "auto" | undefined;

/**
 * The `dir` of a block of text. A text without any letter (digits, emoji) has none and inherits the interface's
 * direction, where `auto` would throw it to the left.
 */
export function plainDirection(text: string): Direction {
  return LETTER.test(text) ? "auto" : undefined;
}

/** The same for text with markup. Addresses, code and names do not count: they have a direction by themselves. */
export function directionOf(inlines: readonly Inline[]): Direction {
  return inlines.some(hasLetter) ? "auto" : undefined;
}

function hasLetter(inline: Inline): boolean {
  if ("children" in inline) return inline.children.some(hasLetter);
  return inline.kind === "text" && LETTER.test(inline.text);
}

/** The base direction of a text. */
import type { Inline } from "../../text/markdown-tree.ts";

const LETTER = /\p{L}/u;

type Direction = "auto" | undefined;

/**
 * The `dir` of a block of text. A text without any letter (digits, emoji) has none and inherits the interface's
 * direction, since `auto` would align it to the left.
 */
export function plainDirection(text: string): Direction {
  return LETTER.test(text) ? "auto" : undefined;
}

/** The same for text with markup. URLs, code and names do not count: each has its own direction. */
export function directionOf(inlines: readonly Inline[]): Direction {
  return inlines.some(hasLetter) ? "auto" : undefined;
}

function hasLetter(inline: Inline): boolean {
  if ("children" in inline) return inline.children.some(hasLetter);
  return inline.kind === "text" && LETTER.test(inline.text);
}

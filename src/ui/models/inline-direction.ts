import type { Inline } from "../../text/markdown-tree.ts";
import { plainDirection, type Direction } from "./direction.ts";

/** `plainDirection` for text with markup. URLs, code and names do not count: each has its own direction. */
export function directionOf(inlines: readonly Inline[]): Direction {
  return inlines.some(hasLetter) ? "auto" : undefined;
}

function hasLetter(inline: Inline): boolean {
  if ("children" in inline) return inline.children.some(hasLetter);
  return inline.kind === "text" && plainDirection(inline.text) !== undefined;
}

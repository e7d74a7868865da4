import type { Block, Inline, ListItem } from "../../text/markdown-tree.ts";
import { RIGHT_TO_LEFT } from "../../text/right-to-left.ts";
import { LETTER, type Direction } from "./direction.ts";

/** `plainDirection` for text with markup. URLs, code and names do not count: each has its own direction. */
export function directionOf(inlines: readonly Inline[]): Direction {
  return firstLetter(inlines) === undefined ? undefined : "auto";
}

/** The `dir` of a text of several blocks: that of its first letter. Blocks without any, as an address alone, inherit it. */
export function directionOfBlocks(blocks: readonly Block[]): "ltr" | "rtl" | undefined {
  const letter = firstLetter(blocks);
  if (letter === undefined) return undefined;
  return RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr";
}

function firstLetter(nodes: readonly (Block | ListItem | Inline)[]): string | undefined {
  for (const node of nodes) {
    const letter = letterIn(node);
    if (letter !== undefined) return letter;
  }
  return undefined;
}

function letterIn(node: Block | ListItem | Inline): string | undefined {
  if ("children" in node) return firstLetter(node.children);
  if (node.kind === "list") return firstLetter(node.items);
  return node.kind === "text" ? LETTER.exec(node.text)?.[0] : undefined;
}

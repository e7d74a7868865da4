/** Whether a text has a link, as a page would show it. */
import type { Block, Inline, ListItem } from "./markdown-tree.ts";
import { parseMarkdown } from "./markdown.ts";

export function hasLink(text: string): boolean {
  return containsLink(parseMarkdown(text));
}

function containsLink(nodes: readonly (Block | Inline | ListItem)[]): boolean {
  return nodes.some((node) => {
    if ("kind" in node && node.kind === "link") return true;
    if ("children" in node) return containsLink(node.children);
    return "items" in node && containsLink(node.items);
  });
}

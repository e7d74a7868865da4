/** What the parts of a text with markdown cost to draw, and where they can be cut. */
import type { Block, Inline, ListItem } from "../../text/markdown-tree.ts";
import { cutText, unitsOf, type SliceCost, type SliceRules } from "./slices.ts";

/** Elements of an address, and of a block of code with its button. */
const LINK_NODES = 4;
const CODE_BLOCK_NODES = 20;

export const INLINE_SLICES: SliceRules<Inline> = {
  costOf: inlineCost,
  cut: (inline, units) => {
    const halves = inline.kind === "text" ? cutText(inline.text, units) : undefined;
    return (
      halves && [
        { kind: "text", text: halves[0] },
        { kind: "text", text: halves[1] },
      ]
    );
  },
};

export const ITEM_SLICES: SliceRules<ListItem> = {
  costOf: ({ children }) => total(children.map(inlineCost), 1),
};

export const BLOCK_SLICES: SliceRules<Block> = { costOf: blockCost };

/** Of the words and spaces of code in a line: the words with hyphens are elements. */
export const WORD_SLICES: SliceRules<string> = {
  costOf: (word) => ({ units: word.length, nodes: word.includes("-") ? 1 : 0 }),
  cut: cutText,
};

function blockCost(block: Block): SliceCost {
  switch (block.kind) {
    case "paragraph":
      return total(block.children.map(inlineCost), 1);
    case "fence":
      return { units: unitsOf(block.text), nodes: CODE_BLOCK_NODES };
    case "quote":
      return total(block.children.map(blockCost), 1);
    case "list":
      return total(block.items.map(ITEM_SLICES.costOf), 1);
  }
}

function inlineCost(inline: Inline): SliceCost {
  switch (inline.kind) {
    case "text":
      return { units: unitsOf(inline.text), nodes: 0 };
    case "bold":
    case "italic":
    case "strike":
      return total(inline.children.map(inlineCost), 1);
    case "code":
    case "mention":
      return { units: inline.text.length, nodes: 1 };
    case "link":
      return { units: inline.text.length, nodes: LINK_NODES };
  }
}

function total(costs: readonly SliceCost[], nodes: number): SliceCost {
  return costs.reduce((sum, cost) => ({ units: sum.units + cost.units, nodes: sum.nodes + cost.nodes }), {
    units: 0,
    nodes,
  });
}

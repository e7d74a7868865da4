/** The tree of a parsed message. */

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: Emphasis; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string }
  | Mention;

export interface Mention {
  readonly kind: "mention";
  /** `@` and the name, as typed */
  readonly text: string;
  /** the name, folded; empty if it is none of the known names */
  readonly name: string;
  /** the members who are mentioned; empty: everyone of that name */
  readonly ids: readonly string[];
}

export type Emphasis = "bold" | "italic" | "strike";

export type Block =
  /** lines of text, with the line breaks in it */
  | { readonly kind: "paragraph"; readonly children: readonly Inline[] }
  | { readonly kind: "fence"; readonly language: string; readonly text: string }
  | { readonly kind: "quote"; readonly children: readonly Block[] }
  | { readonly kind: "list"; readonly items: readonly ListItem[] };

export interface ListItem {
  /** as typed, `1.` or `١)`; empty for a bullet */
  readonly number: string;
  readonly children: readonly Inline[];
}

/** The text of the blocks without markup, as lines. */
export function plainTextOf(blocks: readonly Block[]): string {
  return blocks.map(textOfBlock).join("\n");
}

function textOfBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return textOfInlines(block.children);
    case "fence":
      return block.text;
    case "quote":
      return plainTextOf(block.children);
    case "list":
      return block.items
        .map(({ number, children }) => `${number} ${textOfInlines(children)}`.trim())
        .join("\n");
  }
}

function textOfInlines(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => ("children" in inline ? textOfInlines(inline.children) : inline.text))
    .join("");
}

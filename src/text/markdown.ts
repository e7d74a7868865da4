/**
 * Parses the markup of a message into a tree: bold, italic, strike, code, quotes, flat lists, links, mentions.
 *
 * The tree never contains HTML, and no text is lost: what is not markup stays as typed. Parsing is linear, as each
 * character is read a bounded number of times: quotes nest three deep, each kind of emphasis is open at most once, and
 * a failed search for a closing marker is not repeated.
 */
import { closingFence, longestFence, openingFence, type FenceClosing, type FenceOpening } from "./fences.ts";
import { parseInline } from "./markdown-inline.ts";
import { isPlain } from "./plain-markdown.ts";
import type { Block, Inline, ListItem } from "./markdown-tree.ts";
import type { MentionNames } from "./mentions.ts";
import { NodeBudget } from "./node-budget.ts";
import { SELF_DELIMITING } from "./scripts.ts";

const MAX_QUOTES = 3;

/** A text with more nodes, or more `@`, than any ordinary message is shown as typed, because each is read by itself. */
const MAX_NODES = 500;

/** The blocks of `text`; `names` are those that it may mention, the first have precedence. Never throws. */
export function parseMarkdown(text: string, names: readonly MentionNames[] = []): Block[] {
  if (text === "") return [];
  const asTyped: Block[] = [{ kind: "paragraph", children: [{ kind: "text", text }] }];
  if (isPlain(text)) return asTyped;
  const budget = new NodeBudget(MAX_NODES);
  const blocks = parseBlocks(text.split("\n"), { quotes: 0, names, budget });
  return budget.isSpent || countNodes(blocks) > MAX_NODES ? asTyped : blocks;
}

function countNodes(nodes: readonly (Block | Inline | ListItem)[]): number {
  let count = nodes.length;
  for (const node of nodes) {
    if ("children" in node) count += countNodes(node.children);
    else if ("items" in node) count += countNodes(node.items);
  }
  return count;
}

/**
 * `> said`, `>said`; not a face (`>_<`, `>:(`, `>o<`), nor a comparison (`>5`): without a space after `>` a word follows.
 */
const QUOTE = new RegExp(
  String.raw`^ {0,3}>(?: |$|(?=>|(?:\*\*|["“«„])?(?:\p{L}[\p{L}\p{M}'’]|[aAI] |[${SELF_DELIMITING}])))`,
  "u",
);
const ITEM = /^ {0,8}([-*]|[\d\u0660-\u0669]{1,4}[.)]) +(?=\S)/u;

interface BlockContext {
  /** how many quotes the lines are in */
  readonly quotes: number;
  /** undefined in a quote, which mentions no member again */
  readonly names: readonly MentionNames[] | undefined;
  /** when it is spent, the rest of the text is not parsed */
  readonly budget: NodeBudget;
}

/** Parses blocks in order; each reader returns its block and the line after it. */
function parseBlocks(source: readonly string[], context: BlockContext): Block[] {
  const lines = [...source];
  const fences = new FenceReader(lines);
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    const block = paragraphOf(paragraph, context);
    if (block !== undefined) blocks.push(block);
    paragraph = [];
  };

  for (let at = 0; at < lines.length && !context.budget.isSpent;) {
    const next = readQuote(lines, at, context) ?? fences.read(at) ?? readList(lines, at, context);
    if (next === undefined) {
      paragraph.push(lines[at] ?? "");
      at++;
    } else {
      if (next.before !== undefined) paragraph.push(next.before);
      endParagraph();
      context.budget.take();
      blocks.push(next.block);
      at = next.end;
    }
  }
  endParagraph();
  return blocks;
}

interface ParsedBlock {
  readonly block: Block;
  /** text on the block's first line that precedes it */
  readonly before?: string;
  /** the line after it */
  readonly end: number;
}

/** Reads fences. Without a closing one there is no code; a failed search for it is not repeated. */
class FenceReader {
  readonly #lines: string[];
  /** the shortest fence of each character that has no closing one in the rest of the lines */
  readonly #unclosed = { "`": Infinity, "~": Infinity };

  /** the longest run of a fence's character in each line: no longer fence can be closed on it */
  readonly #runs: number[];

  /** Replaces lines by what follows a fence on them. */
  constructor(lines: string[]) {
    this.#lines = lines;
    this.#runs = lines.map(longestFence);
  }

  read(start: number): ParsedBlock | undefined {
    const line = this.#lines[start] ?? "";
    const opening = openingFence(line);
    if (opening === undefined || ITEM.test(line) || opening.length >= this.#unclosed[opening.character])
      return undefined;
    for (let at = start + 1; at < this.#lines.length; at++) {
      if ((this.#runs[at] ?? 0) < opening.length) continue;
      const closing = closingFence(this.#lines[at] ?? "", opening);
      if (closing !== undefined) return this.#block(opening, closing, start, at);
    }
    this.#unclosed[opening.character] = opening.length;
    return undefined;
  }

  #block(opening: FenceOpening, { lastLine, after }: FenceClosing, start: number, end: number): ParsedBlock {
    const { before, language, firstLine } = opening;
    const code = [firstLine, ...this.#lines.slice(start + 1, end), lastLine];
    const text = code.filter((line) => line !== undefined).join("\n");
    if (after !== "") this.#lines[end] = after;
    const block = { kind: "fence", language, text } as const;
    return { block, ...(before.trim() === "" ? {} : { before }), end: after === "" ? end + 1 : end };
  }
}

function readQuote(
  lines: readonly string[],
  start: number,
  { quotes, budget }: BlockContext,
): ParsedBlock | undefined {
  if (quotes === MAX_QUOTES) return undefined;
  let end = start;
  while (end < lines.length && QUOTE.test(lines[end] ?? "")) end++;
  if (end === start) return undefined;
  const inner = lines.slice(start, end).map((line) => line.replace(QUOTE, ""));
  const children = parseBlocks(inner, { quotes: quotes + 1, names: undefined, budget });
  return { block: { kind: "quote", children }, end };
}

function readList(lines: readonly string[], start: number, context: BlockContext): ParsedBlock | undefined {
  const items: ListItem[] = [];
  let end = start;
  for (; end < lines.length && !context.budget.isSpent; end++) {
    const line = lines[end] ?? "";
    const marker = ITEM.exec(line);
    if (marker === null) break;
    const number = /[-*]/u.test(marker[1] ?? "") ? "" : (marker[1] ?? "");
    context.budget.take();
    items.push({ number, children: parseInline(line.slice(marker[0].length), context) });
  }
  return items.length === 0 ? undefined : { block: { kind: "list", items }, end };
}

/** The paragraph without its leading and trailing empty lines; undefined if there is nothing else. */
function paragraphOf(lines: readonly string[], context: BlockContext): Block | undefined {
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first === -1) return undefined;
  const last = lines.findLastIndex((line) => line.trim() !== "");
  const children = lines.slice(first, last + 1).flatMap((line, index) => {
    const inlines = parseInline(line, context);
    return index === 0 ? inlines : [BREAK, ...inlines];
  });
  return { kind: "paragraph", children: joinTexts(children) };
}

const BREAK: Inline = { kind: "text", text: "\n" };

function joinTexts(inlines: readonly Inline[]): Inline[] {
  const joined: Inline[] = [];
  for (const inline of inlines) {
    const before = joined.at(-1);
    if (inline.kind === "text" && before?.kind === "text")
      joined[joined.length - 1] = { kind: "text", text: before.text + inline.text };
    else joined.push(inline);
  }
  return joined;
}

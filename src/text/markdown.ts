/**
 * Parses the markup of a message into a tree: bold, italic, strike, code, quotes, flat lists, links, mentions.
 *
 * The tree never contains HTML, and no text is lost: what is not markup stays as typed. Parsing is linear, as each
 * character is read a bounded number of times: quotes nest three deep, each kind of emphasis is open at most once, and
 * a failed search for a closing marker is not repeated.
 */
import { parseInline } from "./markdown-inline.ts";
import { isPlain } from "./plain-markdown.ts";
import type { Block, Inline, ListItem } from "./markdown-tree.ts";

const MAX_QUOTES = 3;

/** A text with more nodes than any ordinary message is shown as typed, because each node is rendered by itself. */
const MAX_NODES = 500;

/** The blocks of `text`. Never throws. */
export function parseMarkdown(text: string): Block[] {
  if (text === "") return [];
  if (isPlain(text)) return [{ kind: "paragraph", children: [{ kind: "text", text }] }];
  const blocks = parseBlocks(text.split("\n"), 0);
  return countNodes(blocks) > MAX_NODES
    ? [{ kind: "paragraph", children: [{ kind: "text", text }] }]
    : blocks;
}

function countNodes(nodes: readonly (Block | Inline | ListItem)[]): number {
  let count = nodes.length;
  for (const node of nodes) {
    if ("children" in node) count += countNodes(node.children);
    else if ("items" in node) count += countNodes(node.items);
  }
  return count;
}

const FENCE = /^ {0,3}```([\w+#.-]{0,24}) *$/u;
const FENCE_END = /^ {0,3}``` *$/u;
/** A face (`>_<`, `>:(`) is no quote: a quote has a space after its `>`. */
const QUOTE = /^ {0,3}>(?: |$|(?=>))/u;
const ITEM = /^ {0,8}(-|[\d\u0660-\u0669]{1,4}[.)]) +(?=\S)/u;

/** Parses blocks in order; each reader returns its block and the line after it. */
function parseBlocks(lines: readonly string[], quotes: number): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const lastFenceEnd = lines.findLastIndex((line) => FENCE_END.test(line));
  const endParagraph = (): void => {
    const block = paragraphOf(paragraph);
    if (block !== undefined) blocks.push(block);
    paragraph = [];
  };

  for (let at = 0; at < lines.length;) {
    const next =
      (at < lastFenceEnd ? readFence(lines, at) : undefined) ??
      (quotes < MAX_QUOTES ? readQuote(lines, at, quotes) : undefined) ??
      readList(lines, at);
    if (next === undefined) {
      paragraph.push(lines[at] ?? "");
      at++;
    } else {
      endParagraph();
      blocks.push(next.block);
      at = next.end;
    }
  }
  endParagraph();
  return blocks;
}

interface ParsedBlock {
  readonly block: Block;
  /** the line after it */
  readonly end: number;
}

/** The caller has checked that a closing fence follows: without one there is no code. */
function readFence(lines: readonly string[], start: number): ParsedBlock | undefined {
  const opening = FENCE.exec(lines[start] ?? "");
  if (opening === null) return undefined;
  let end = start + 1;
  while (!FENCE_END.test(lines[end] ?? "")) end++;
  const text = lines.slice(start + 1, end).join("\n");
  return { block: { kind: "fence", language: opening[1] ?? "", text }, end: end + 1 };
}

function readQuote(lines: readonly string[], start: number, quotes: number): ParsedBlock | undefined {
  let end = start;
  while (end < lines.length && QUOTE.test(lines[end] ?? "")) end++;
  if (end === start) return undefined;
  const inner = lines.slice(start, end).map((line) => line.replace(QUOTE, ""));
  return { block: { kind: "quote", children: parseBlocks(inner, quotes + 1) }, end };
}

function readList(lines: readonly string[], start: number): ParsedBlock | undefined {
  const items: ListItem[] = [];
  let end = start;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? "";
    const marker = ITEM.exec(line);
    if (marker === null) break;
    const number = marker[1] === "-" ? "" : (marker[1] ?? "");
    items.push({ number, children: parseInline(line.slice(marker[0].length)) });
  }
  return items.length === 0 ? undefined : { block: { kind: "list", items }, end };
}

/** The paragraph without its leading and trailing empty lines; undefined if there is nothing else. */
function paragraphOf(lines: readonly string[]): Block | undefined {
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first === -1) return undefined;
  const last = lines.findLastIndex((line) => line.trim() !== "");
  const children = lines.slice(first, last + 1).flatMap((line, index) => {
    const inlines = parseInline(line);
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

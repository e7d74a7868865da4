/** Splits a text that is too long for one message. */
import type { ClientLimits } from "../../protocol/limits.ts";
import { closingFence, longestFence, openingFence, type FenceOpening } from "../../text/fences.ts";
import { utf8Bytes } from "../../text/lengths.ts";
import { markersDividedAt } from "../../text/markdown-inline.ts";
import { parseText } from "../../text/message-text.ts";

type TextLimits = Pick<ClientLimits, "textGraphemes" | "textBytes">;

/** About the burst that the room's rate limit allows a member. */
const MAX_PARTS = 12;

/** Boundaries to cut at, best first: paragraphs, lines, words. */
const BREAKS = [/\n\s*\n/gu, /\n/gu, /\s+/gu];

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * `text` as messages that each fit the limits; undefined if there would be too many. It is cut at the end of a
 * paragraph, else of a line, else of a word, else at the limit. Code and emphasis that a cut divides are closed before it
 * and opened again after it.
 */
export function splitText(text: string, limits: TextLimits): string[] | undefined {
  const parts: string[] = [];
  let rest = text.trim();
  if (rest.length > limits.textBytes * MAX_PARTS) return undefined;
  while (rest !== "") {
    if (parts.length === MAX_PARTS) return undefined;
    const { part, next } = firstPart(rest, limits);
    if (part !== "" && !parseText(part, limits).ok) return undefined;
    if (part !== "") parts.push(part);
    // Markup that is opened again must not take all of a message, or there would be no end.
    if (next.length >= rest.length && next !== "") return undefined;
    rest = next;
  }
  return parts;
}

interface FirstPart {
  readonly part: string;
  /** the text of the messages after it */
  readonly next: string;
}

function firstPart(text: string, limits: TextLimits): FirstPart {
  const { whole, reserved } = longestFits(text, limits, closingLength(text));
  if (whole === text.length) return { part: text.trimEnd(), next: "" };
  const end = boundaryBefore(text, reserved);
  const lines = text.split("\n");
  const cutLine = text.slice(0, end).split("\n").length - 1;
  const fence = fenceAt(lines, cutLine);
  return fence === undefined ? cutInProse(text, end, limits.textGraphemes) : cutInCode(text, end, fence);
}

/** @param reach how far after the cut the end of the markup that it divides is looked for */
function cutInProse(text: string, end: number, reach: number): FirstPart {
  const start = text.lastIndexOf("\n", end - 1) + 1;
  const [line = ""] = text.slice(start, end + reach).split("\n", 1);
  const marks = openMarks(line, line.slice(0, end - start).trimEnd().length);
  const next = text.slice(end).replace(/^\n+|^\s+(?=\S)/u, "");
  return {
    part: text.slice(0, end).trimEnd() + marks.join(""),
    next: next === "" ? "" : marks.toReversed().join("") + next,
  };
}

/** Whatever the line of the fence has besides the language stays in the first message. */
function cutInCode(text: string, end: number, { opening, start, closing }: Fence): FirstPart {
  const fence = opening.character.repeat(opening.length);
  const before = text.split("\n").slice(0, start).join("\n");
  const code = text.slice(0, end).replace(/\n$/u, "");
  const codeLines = code.split("\n").length - 1 - start;
  // A fence with no code before the cut begins in the next message.
  if (codeLines === 0 && before.trim() !== "")
    return { part: before.trimEnd(), next: text.slice(before.length + 1) };
  const rest = text.slice(end).replace(/^\n/u, "");
  const [firstLine = "", ...further] = rest.split("\n");
  const closed = code.split("\n").length === closing ? closingFence(firstLine, opening) : undefined;
  const next =
    closed !== undefined && closed.lastLine === undefined
      ? [closed.after, ...further].join("\n").trimStart()
      : `${fence}${opening.language}\n${rest}`;
  return { part: `${code}\n${fence}`, next };
}

interface Fence {
  readonly opening: FenceOpening;
  /** the lines of the fences */
  readonly start: number;
  readonly closing: number;
}

/** The fenced code that a cut before the end of line `index` divides. */
function fenceAt(lines: readonly string[], index: number): Fence | undefined {
  const unclosed = { "`": Infinity, "~": Infinity };
  for (let start = 0; start <= index; start++) {
    const opening = openingFence(lines[start] ?? "");
    if (opening === undefined || opening.length >= unclosed[opening.character]) continue;
    const closing = lines.findIndex((line, at) => at > start && closingFence(line, opening) !== undefined);
    if (closing > index) return { opening, start, closing };
    if (closing !== -1) start = closing;
    else unclosed[opening.character] = opening.length;
  }
  return undefined;
}

/** The marks in `line` that are open at `cut`, the innermost first. */
function openMarks(line: string, cut: number): string[] {
  return MARK.test(line.slice(0, cut)) ? markersDividedAt(line, cut) : [];
}

const MARK = /[`~*_]/u;

/** Each of them may be open once, and code inside of them. */
const MAX_MARKS = "**~~*_```".length;

/** The most that closing the markup of `text` can add: a fence with its line break, or all marks. */
function closingLength(text: string): number {
  return MARK.test(text) ? Math.max(longestFence(text) + 1, MAX_MARKS) : 0;
}

/** The best boundary at or before `fit`, or that itself. */
function boundaryBefore(text: string, fit: number): number {
  for (const pattern of BREAKS) {
    const cut = lastBreak(text.slice(0, fit + 1), pattern);
    // A boundary near the start would make a message of a few words.
    if (cut > fit / 3) return cut;
  }
  return fit;
}

function lastBreak(text: string, pattern: RegExp): number {
  let last = 0;
  for (const { index } of text.matchAll(pattern)) last = index;
  return last;
}

/** The lengths of the longest prefixes of `text` within both limits, and within those without `reserve`. */
function longestFits(
  text: string,
  { textGraphemes, textBytes }: TextLimits,
  reserve: number,
): { readonly whole: number; readonly reserved: number } {
  let count = 0;
  let bytes = 0;
  let whole = 0;
  let reserved = 0;
  for (const { segment } of segmenter.segment(text)) {
    count++;
    bytes += utf8Bytes(segment);
    if (count > textGraphemes || bytes > textBytes) break;
    whole += segment.length;
    if (count <= textGraphemes - reserve && bytes <= textBytes - reserve) reserved = whole;
  }
  return { whole, reserved };
}

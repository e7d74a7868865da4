/** Splits a text that is too long for one message. */
import type { ClientLimits } from "../../protocol/limits.ts";
import { utf8Bytes } from "../../text/lengths.ts";
import { parseText } from "../../text/message-text.ts";

type TextLimits = Pick<ClientLimits, "textGraphemes" | "textBytes">;

/** About the burst that the room's rate limit allows a member. */
const MAX_PARTS = 12;

/** Boundaries to cut at, best first: paragraphs, lines, words. */
const BREAKS = [/\n\s*\n/gu, /\n/gu, /\s+/gu];

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * `text` as messages that each fit the limits; undefined if there would be too many. It is cut at the end of a
 * paragraph, else of a line, else of a word, else at the limit.
 */
export function splitText(text: string, limits: TextLimits): string[] | undefined {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest !== "") {
    if (parts.length === MAX_PARTS) return undefined;
    const end = partEnd(rest, limits);
    const part = rest.slice(0, end).trimEnd();
    if (part !== "" && !parseText(part, limits).ok) return undefined;
    if (part !== "") parts.push(part);
    rest = rest.slice(end).replace(/^\n+|^\s+(?=\S)/u, "");
  }
  return parts;
}

/** The index at which the first message of `text` ends. */
function partEnd(text: string, limits: TextLimits): number {
  const fit = longestFit(text, limits);
  if (fit === text.length) return fit;
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

/** The length of the longest prefix of `text` within both limits. */
function longestFit(text: string, { textGraphemes, textBytes }: TextLimits): number {
  let graphemes = 0;
  let bytes = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    graphemes++;
    bytes += utf8Bytes(segment);
    if (graphemes > textGraphemes || bytes > textBytes) return index;
  }
  return text.length;
}

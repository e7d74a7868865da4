/** A text too long for one message, as several. */
import type { ClientLimits } from "../../protocol/limits.ts";
import { utf8Bytes } from "../../text/lengths.ts";
import { parseText } from "../../text/message-text.ts";

type TextLimits = Pick<ClientLimits, "textGraphemes" | "textBytes">;

/** More would be a flood: the room takes about so many at once from one member. */
const MAX_PARTS = 12;

/** Where a text is best cut, best first: between paragraphs, lines, words. */
const BREAKS = [/\n\s*\n/gu, /\n/gu, /\s+/gu];

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * `text` as messages of which each fits; undefined if it would take too many. Joined by line breaks or spaces they are
 * the text again: it is cut at the end of a paragraph, else of a line, else of a word, else where it must.
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

/** Where the first message of `text` ends. */
function partEnd(text: string, limits: TextLimits): number {
  const fit = longestFit(text, limits);
  if (fit === text.length) return fit;
  for (const pattern of BREAKS) {
    const cut = lastBreak(text.slice(0, fit + 1), pattern);
    // A message of a few words before a long one without a seam is no good cut.
    if (cut > fit / 3) return cut;
  }
  return fit;
}

function lastBreak(text: string, pattern: RegExp): number {
  let last = 0;
  for (const { index } of text.matchAll(pattern)) last = index;
  return last;
}

/** The longest start of `text` that keeps both limits. */
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

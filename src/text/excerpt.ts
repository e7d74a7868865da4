/** The start of a message as plain text: in a quote, a notification, a search result. */
import { parseMarkdown } from "./markdown.ts";
import { plainTextOf } from "./markdown-tree.ts";

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** The text of a message without its markup. */
export function plainMessageText(text: string): string {
  return plainTextOf(parseMarkdown(text));
}

/** The text of a message without its markup, cut to about `maxUnits` UTF-16 units between two graphemes. */
export function excerpt(text: string, maxUnits: number): string {
  return truncate(plainMessageText(text), maxUnits);
}

/** `text`, or its start and `…` if it is longer than `maxUnits` UTF-16 units; cut between two graphemes. */
export function truncate(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  const end = segmenter.segment(text).containing(maxUnits)?.index ?? maxUnits;
  return `${text.slice(0, end)}…`;
}

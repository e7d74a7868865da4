/** The start of a message as plain text: in a quote, a notification, a search result. */
import { parseMarkdown } from "./markdown.ts";
import { plainTextOf } from "./markdown-tree.ts";
import { truncate } from "./truncate.ts";

/** The text of a message without its markup. */
export function plainMessageText(text: string): string {
  return plainTextOf(parseMarkdown(text));
}

/** So many times the length of an excerpt is parsed: a list of quotes of one long message must cost little. */
const PARSED_TIMES = 10;

/** Ends code that was cut. */
const CODE_END = "\n```";

/**
 * The text of a message without its markup, cut to about `maxUnits` UTF-16 units between two graphemes. Of a long one
 * not all is parsed: there, markup whose end is far is shown.
 */
export function excerpt(text: string, maxUnits: number): string {
  const parsed = PARSED_TIMES * maxUnits;
  const start = text.length <= parsed ? text : text.slice(0, parsed) + CODE_END;
  return truncate(plainMessageText(start), maxUnits);
}

/** The same of a text that is read out: of a long one not all is parsed, and its code may lack its end. */
export function plainStart(text: string, maxUnits: number): string {
  return truncate(plainMessageText(truncate(text, 2 * maxUnits)), maxUnits);
}

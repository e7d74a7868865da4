/** The start of a message as plain text: in a quote, a notification, a search result. */
import { parseMarkdown } from "./markdown.ts";
import { plainTextOf } from "./markdown-tree.ts";
import { truncate } from "./truncate.ts";

/** The text of a message without its markup. */
export function plainMessageText(text: string): string {
  return plainTextOf(parseMarkdown(text));
}

/** The text of a message without its markup, cut to about `maxUnits` UTF-16 units between two graphemes. */
export function excerpt(text: string, maxUnits: number): string {
  return truncate(plainMessageText(text), maxUnits);
}

/** The same of a text that is read out: of a long one not all is parsed, and its code may lack its end. */
export function plainStart(text: string, maxUnits: number): string {
  return truncate(plainMessageText(truncate(text, 2 * maxUnits)), maxUnits);
}

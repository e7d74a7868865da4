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

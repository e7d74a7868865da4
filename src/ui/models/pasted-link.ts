/** What a URL that is pasted over selected words becomes. */
import { urlAt } from "../../text/urls.ts";

/**
 * The words followed by the URL, as our markup has no links with a text of their own. Undefined where the paste replaces
 * the selection as usual: it is no URL, or there are no words to keep.
 */
export function wordsWithLink(selected: string, pasted: string): string | undefined {
  const url = pasted.trim();
  const words = selected.trimEnd();
  if (words.trim() === "" || words.includes("\n") || !isUrl(url) || isUrl(words.trim())) return undefined;
  return `${words} ${url}${selected.slice(words.length)}`;
}

function isUrl(text: string): boolean {
  const match = urlAt(text, 0);
  return typeof match === "object" && match.length === text.length;
}

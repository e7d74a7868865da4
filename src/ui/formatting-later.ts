/** What the features use of the markup's parser that a page starts later; see formatting.ts. */
import { truncate } from "../text/truncate.ts";
import { formatting } from "./formatting.ts";

/** See `plainStart`. */
export function plainStartOf(text: string, maxUnits: number): string {
  return formatting.peek()?.plainStart(text, maxUnits) ?? truncate(text, maxUnits);
}

/** Whether a page would show a link in the text; false until that is known. */
export function hasLink(text: string): boolean {
  return formatting.value?.hasLink(text) ?? false;
}

/**
 * The parser of markup: loaded beside the page's first script, so that the page opens sooner, and there before the first
 * messages on all but the slowest networks. Until then texts are shown as they were typed.
 */
import { signal } from "@preact/signals";
import type { Mentions } from "../protocol/fields.ts";
import type { Author } from "../protocol/member.ts";
import { truncate } from "../text/truncate.ts";
import { memoizeAsync } from "./memoize-async.ts";
import type * as FormattingEntry from "./models/formatting-entry.ts";

const loaded = signal<typeof FormattingEntry | undefined>(undefined);

/** Loads the parser; does nothing if that is done. */
export const loadFormatting: () => Promise<void> = memoizeAsync(async () => {
  loaded.value = await import("./models/formatting-entry.ts");
});

/** The start of a message without its markup. */
export function excerptOf(text: string, maxUnits: number): string {
  return loaded.value?.excerpt(text, maxUnits) ?? truncate(text, maxUnits);
}

/** A text without its markup. */
export function withoutMarkup(text: string): string {
  return loaded.peek()?.plainMessageText(text) ?? text;
}

/** See `mentionsToSend`; undefined if the text has no `@`. */
export function mentionsOf(
  text: string,
  chosen: readonly Author[],
  present: readonly Author[],
): Mentions | undefined {
  return /[@\uff20\ufe6b]/u.test(text) ? loaded.peek()?.mentionsToSend(text, chosen, present) : undefined;
}

/**
 * The parser of markup, and what compares names: loaded beside the page's first script, so that the page opens sooner, and there before the first
 * messages on all but the slowest networks. Until then texts are shown as they were typed.
 */
import { signal } from "@preact/signals";
import type { Mentions } from "../protocol/fields.ts";
import type { Author } from "../protocol/member.ts";
import { truncate } from "../text/truncate.ts";
import type * as FormattingEntry from "./models/formatting-entry.ts";
import type { NameTags } from "./models/same-names.ts";

/** What was loaded; undefined until then. */
export const formatting = signal<typeof FormattingEntry>();

/** Loads the parser; does nothing if that is done. */
export async function loadFormatting(): Promise<void> {
  formatting.value = await import("./models/formatting-entry.ts");
}

/** The start of a message without its markup. */
export function excerptOf(text: string, maxUnits: number): string {
  return formatting.value?.excerpt(text, maxUnits) ?? truncate(text, maxUnits);
}

/** See `nameTags`; `before` if they are the same. */
export function nameTagsOf(members: readonly Author[], before: NameTags): NameTags {
  return formatting.value?.renewedTags(members, before) ?? before;
}

/** See `mentionsToSend`; undefined if the text has no `@`. */
export function mentionsOf(
  text: string,
  chosen: readonly Author[],
  present: readonly Author[],
): Mentions | undefined {
  return /[@\uff20\ufe6b]/u.test(text) ? formatting.peek()?.mentionsToSend(text, chosen, present) : undefined;
}

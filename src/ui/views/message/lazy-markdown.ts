/** Loads the view of texts with markup beside the page's first script (see formatting.ts). */
import { signal } from "@preact/signals";
import { memoizeAsync } from "../../memoize-async.ts";
import type { MarkdownText } from "./markdown-text.tsx";

const loaded = signal<typeof MarkdownText>();

/** Loads the view; does nothing if that is done. */
export const loadMarkdown: () => Promise<void> = memoizeAsync(async () => {
  loaded.value = (await import("./markdown-text.tsx")).MarkdownText;
});

/** The view, once it is loaded; asks for it again if that failed. */
export function markdownView(): typeof MarkdownText | undefined {
  if (loaded.value === undefined) loadMarkdown().catch(() => undefined);
  return loaded.value;
}

/** Loads the view of texts with markup beside the page's first script (see formatting.ts). */
import { signal } from "@preact/signals";
import type { MarkdownText } from "./markdown-text.tsx";

/** The view, once it is loaded. */
export const markdownView = signal<typeof MarkdownText>();

/** Loads the view; does nothing if that is done. */
export async function loadMarkdown(): Promise<void> {
  markdownView.value = (await import("./markdown-text.tsx")).MarkdownText;
}

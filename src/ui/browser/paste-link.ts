import { wordsWithLink } from "../models/pasted-link.ts";
import { insertText } from "./insert-text.ts";

/** Keeps the words that are selected in a text area in `container` when a URL is pasted over them. */
export function keepWordsOnPastedLink(container: Element): void {
  container.addEventListener("paste", (event) => {
    const { target } = event;
    if (!(event instanceof ClipboardEvent && target instanceof HTMLTextAreaElement)) return;
    const { value, selectionStart, selectionEnd } = target;
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    const text = wordsWithLink(value.slice(selectionStart, selectionEnd), pasted);
    if (text === undefined) return;
    event.preventDefault();
    insertText(target, text);
  });
}

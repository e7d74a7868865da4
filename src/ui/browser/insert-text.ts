/** Puts text into a field as if it were typed. */

/** Where it goes; the field's own selection if not said. */
interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Writes `text` in place of what is at `place`, with the cursor behind it. In a field that has the focus it can be
 * undone like typing: only `execCommand` keeps a field's undo history, and it works on nothing else.
 */
export function insertText(field: HTMLTextAreaElement, text: string, range?: TextRange): void {
  const { start, end } = range ?? { start: field.selectionStart, end: field.selectionEnd };
  if (field === document.activeElement) {
    field.setSelectionRange(start, end);
    if (document.execCommand("insertText", false, text)) return;
  }
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

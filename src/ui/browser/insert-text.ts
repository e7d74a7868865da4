/** The range to replace; by default the field's selection. */
interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Replaces `range` by `text`, with the cursor behind it, as if it were typed. In a focused field it can be undone: only
 * `execCommand` keeps the undo history, and it works on the focused field only.
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

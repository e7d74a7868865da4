/** Grows a text area with its text, where the style sheet cannot (`field-sizing`, Baseline since 2026). */
const HAS_FIELD_SIZING = CSS.supports("field-sizing", "content");

export function autosizeTextarea(textarea: HTMLTextAreaElement): void {
  if (HAS_FIELD_SIZING) return;
  textarea.style.height = "auto";
  textarea.style.height = `${textarea.scrollHeight}px`;
}

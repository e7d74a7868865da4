const HAS_FIELD_SIZING = CSS.supports("field-sizing", "content");

/** Grows a text area with its text, for browsers without `field-sizing` (Baseline since 2026). */
export function autosizeTextarea(textarea: HTMLTextAreaElement): void {
  if (HAS_FIELD_SIZING) return;
  textarea.style.height = "auto";
  textarea.style.height = `${textarea.scrollHeight}px`;
}

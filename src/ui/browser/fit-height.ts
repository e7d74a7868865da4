/** Grows a text area with its text, where the style sheet cannot (`field-sizing`, Baseline since 2026). */
const GROWS_BY_ITSELF = CSS.supports("field-sizing", "content");

export function fitHeight(area: HTMLTextAreaElement): void {
  if (GROWS_BY_ITSELF) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}

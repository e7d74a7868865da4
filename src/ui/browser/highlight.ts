const HIGHLIGHT_MS = 2_400;

/** Focuses `element`, for screen readers and keyboard navigation, and highlights it briefly. */
export function highlight(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  element.dataset["highlighted"] = "";
  setTimeout(() => delete element.dataset["highlighted"], HIGHLIGHT_MS);
}

const HIGHLIGHT_MS = 2_400;

/**
 * Focuses `element`, for screen readers and keyboard navigation, and highlights it briefly. A frame takes no focus from
 * the page around it, whose reader may be typing there.
 */
export function highlight(element: HTMLElement): void {
  if (globalThis.self === globalThis.top || document.hasFocus()) element.focus({ preventScroll: true });
  element.dataset["highlighted"] = "";
  setTimeout(() => delete element.dataset["highlighted"], HIGHLIGHT_MS);
}

/** Draws the eye to an element that somebody asked to see. */

const HIGHLIGHT_MS = 2_400;

/** Gives `element` the focus, so that reading and keys go on from there, and lets it stand out for a while. */
export function highlight(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  element.dataset["highlighted"] = "";
  setTimeout(() => delete element.dataset["highlighted"], HIGHLIGHT_MS);
}

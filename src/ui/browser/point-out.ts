/** Draws the eye to an element that somebody asked to see. */

const SHOWN_MS = 2_400;

/** Gives `element` the focus, so that reading and keys go on from there, and lets it stand out for a while. */
export function pointOut(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  element.dataset["pointedOut"] = "";
  setTimeout(() => delete element.dataset["pointedOut"], SHOWN_MS);
}

/** Short movements that styles cannot begin, since they depend on what the user has just done. None if motion is reduced. */

const DURATION_MS = 150;

/** Moves `element` from another place or look to its own. */
export function moveFrom(element: Element | null, from: Keyframe): void {
  if (element === null || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  element.animate([from, {}], { duration: DURATION_MS, easing: "ease-out" });
}

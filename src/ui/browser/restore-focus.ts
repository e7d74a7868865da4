type FindReplacement = () => HTMLElement | null | undefined;

/**
 * After the focused element was removed: focuses its replacement once that is rendered. A reader who has moved the focus
 * elsewhere meanwhile keeps it, or a key meant for the composer would press the replacement; so does the page around a
 * frame.
 */
export function restoreFocus(findReplacement: FindReplacement): void {
  // What changed is rendered in a microtask that is queued already. A key that is pressed before the next frame would be lost.
  queueMicrotask(() => {
    if (!focusLost(findReplacement)) requestAnimationFrame(() => focusLost(findReplacement));
  });
}

/** False if there is no replacement yet. */
function focusLost(findReplacement: FindReplacement): boolean {
  if (document.activeElement !== document.body || !document.hasFocus()) return true;
  const replacement = findReplacement();
  replacement?.focus({ preventScroll: true });
  return replacement instanceof HTMLElement;
}

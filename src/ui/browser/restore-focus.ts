/**
 * After the focused element was removed: focuses its replacement once that is rendered. A reader who has moved the focus
 * elsewhere meanwhile keeps it, or a key meant for the composer would press the replacement.
 */
export function restoreFocus(findReplacement: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) findReplacement()?.focus({ preventScroll: true });
  });
}

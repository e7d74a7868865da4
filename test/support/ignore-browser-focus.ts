/**
 * Runs in the page, as an init script. Where a test decides which page has focus, the browser's own window events must
 * not interfere: headless Chromium sends `blur` and `focus` at moments of its own, and a focused page closes its
 * notification.
 */
export function ignoreBrowserFocus(): void {
  for (const type of ["focus", "blur"]) {
    addEventListener(
      type,
      (event) => {
        if (event.isTrusted && event.target === window) event.stopImmediatePropagation();
      },
      true,
    );
  }
}

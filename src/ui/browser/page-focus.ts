/** Reports when the page becomes active or inactive: visible with the focus, or not. */
import type { PageConfig } from "./page-config.ts";

export interface PageFocusListener {
  onPageBlur(): void;
  onPageFocus(): void;
}

/**
 * True if the page is active: visible, and with the focus. A frame has the focus only once it is used: it
 * counts while it is visible.
 */
export function isPageActive(view: PageConfig["view"]): boolean {
  return !document.hidden && (view === "embed" || document.hasFocus());
}

/** Starts watching, for as long as the page lives. */
export function watchPageFocus(listener: PageFocusListener): void {
  addEventListener("blur", () => {
    // The focus may have moved into a frame of the page.
    if (document.hidden || !document.hasFocus()) listener.onPageBlur();
  });
  addEventListener("focus", () => listener.onPageFocus());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) listener.onPageBlur();
    else listener.onPageFocus();
  });
}

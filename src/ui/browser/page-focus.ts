/** Reports when the page gets or loses the user's attention: visible and focused, or not. */

export interface PageFocusListener {
  onPageBlur(): void;
  onPageFocus(): void;
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

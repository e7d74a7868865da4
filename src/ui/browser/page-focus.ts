/** Whether somebody attends to the page: it is in front of them, and not another window or tab. */

export interface PageFocusListener {
  onPageBlur(): void;
  onPageFocus(): void;
}

export function watchPageFocus(listener: PageFocusListener): void {
  addEventListener("blur", () => {
    // The focus may only have gone into a frame of the page.
    if (document.hidden || !document.hasFocus()) listener.onPageBlur();
  });
  addEventListener("focus", () => listener.onPageFocus());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) listener.onPageBlur();
    else listener.onPageFocus();
  });
}

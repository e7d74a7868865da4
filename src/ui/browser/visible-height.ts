/** Below this height the header leaves no space for messages: a landscape phone whose keyboard is open. */
const LOW_PX = 240;

/**
 * Sets `--visible-height` to the height that an on-screen keyboard leaves. Without support for `interactive-widget`
 * (Safari before 27.3) the keyboard covers the page, and the composer, instead of resizing it. `data-low` marks a very low page,
 * and `data-writing` one in whose composer the focus is.
 */
export function trackVisibleHeight(root: HTMLElement): void {
  const viewport = globalThis.visualViewport;
  if (!viewport) return;
  const update = (): void => {
    // With pinch zoom the page is meant to be larger than the visible part.
    if (viewport.scale > 1.01) return;
    root.style.setProperty("--visible-height", `${viewport.height}px`);
    root.toggleAttribute("data-low", viewport.height < LOW_PX);
    if (viewport.offsetTop > 0) scrollTo(0, 0);
  };
  // Set here and not by `:has()`, which the browser would check wherever an element comes or goes.
  const noteWriting = (): void => {
    root.toggleAttribute("data-writing", document.activeElement?.matches(".composer textarea") === true);
  };
  noteWriting();
  root.addEventListener("focusin", noteWriting);
  root.addEventListener("focusout", noteWriting);
  viewport.addEventListener("resize", update);
  viewport.addEventListener("scroll", update);
  update();
}

/**
 * Tells the styles how much of the page an on-screen keyboard leaves. Where `interactive-widget` is not known
 * (Safari before 27.3), the keyboard covers the page instead of shrinking it, and the composer with it.
 */
export function trackVisibleHeight(root: HTMLElement): void {
  const viewport = globalThis.visualViewport;
  if (!viewport) return;
  const update = (): void => {
    // Zoomed in by hand, a page is larger than what is seen of it, and should be.
    if (viewport.scale > 1.01) return;
    root.style.setProperty("--visible-height", `${viewport.height}px`);
    if (viewport.offsetTop > 0) scrollTo(0, 0);
  };
  viewport.addEventListener("resize", update);
  viewport.addEventListener("scroll", update);
  update();
}

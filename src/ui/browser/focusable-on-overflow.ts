/**
 * Makes `element` a Tab stop while its content overflows: a scrollable region must be focusable (axe,
 * scrollable-region-focusable), and any other would only be in the way. Returns the function that stops.
 */
export function focusableOnOverflow(element: HTMLElement): () => void {
  const update = (): void => {
    if (overflows(element)) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  };
  // At once, too: a page that draws no frames notifies no observer.
  update();
  const observer = new ResizeObserver(update);
  observer.observe(element);
  return () => observer.disconnect();
}

function overflows({ scrollWidth, clientWidth, scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollWidth > clientWidth || scrollHeight > clientHeight;
}

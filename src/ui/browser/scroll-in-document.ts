/**
 * Scrolling and focusing that stay in this document. `scrollIntoView()`, and `focus()` by default, also scroll the page
 * around a frame, on another site too (CSSOM View §6.1).
 */

const SCROLLABLE = /^(auto|scroll)$/;

/** Focuses `element` and scrolls it into view. */
export function focusInDocument(element: HTMLElement | null | undefined): void {
  if (!element) return;
  element.focus({ preventScroll: true });
  scrollInDocument(element);
}

/** Scrolls the boxes around `element` by as little as brings it into view. */
export function scrollInDocument(element: Element): void {
  for (let box = element.parentElement; box !== null; box = box.parentElement) scrollBox(box, element);
}

function scrollBox(box: Element, element: Element): void {
  const { overflowX, overflowY, scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(box);
  const target = element.getBoundingClientRect();
  const view = box.getBoundingClientRect();
  if (SCROLLABLE.test(overflowY)) {
    const visible = [view.top + px(scrollPaddingTop), view.bottom - px(scrollPaddingBottom)] as const;
    box.scrollTop += distance([target.top, target.bottom], visible);
  }
  if (SCROLLABLE.test(overflowX))
    box.scrollLeft += distance([target.left, target.right], [view.left, view.right]);
}

/** `auto` is no padding. */
function px(length: string): number {
  return Number.parseFloat(length) || 0;
}

type Span = readonly [start: number, end: number];

/** How far `target` is outside of `view`; of one that is longer, the nearer end counts, as with `block: "nearest"`. */
function distance(target: Span, view: Span): number {
  const [start, end] = [target[0] - view[0], target[1] - view[1]];
  if (start * end <= 0) return 0;
  return Math.abs(start) < Math.abs(end) ? start : end;
}

/** The height at which nothing in a framed room scrolls, for a page that sizes the frame by it (SPEC EMBED-13). */

/** A smaller change is not worth a layout of the page around the frame. */
const MIN_CHANGE_PX = 2;

/** What has a height of its own, whatever the frame's is, and what is left for it between header and composer. */
const MEASURED = ".conversation, .messages, .welcome";

/**
 * Calls `onChange` with the height in px now, and with each change, at most once a frame. The page may answer by giving the frame
 * another height: that ends, as a lower frame never needs more. Returns the function that stops.
 */
export function watchContentHeight(onChange: (heightPx: number) => void): () => void {
  let reported = 0;
  let scheduled = 0;
  const report = (): void => {
    scheduled = 0;
    const height = contentHeight();
    if (height === undefined || Math.abs(height - reported) < MIN_CHANGE_PX) return;
    reported = height;
    onChange(height);
  };
  const schedule = (): void => {
    scheduled ||= requestAnimationFrame(report);
  };
  const sizes = new ResizeObserver(schedule);
  let observed: Element[] = [];
  const observe = (): void => {
    const measured = Array.from(document.querySelectorAll(MEASURED));
    if (measured.length === observed.length && measured.every((element, at) => element === observed[at]))
      return;
    observed = measured;
    sizes.disconnect();
    for (const element of measured) sizes.observe(element);
  };
  // The list takes the place of a skeleton, and of the welcome.
  const parts = new MutationObserver(observe);
  parts.observe(document.body, { childList: true, subtree: true });
  observe();
  return () => {
    parts.disconnect();
    sizes.disconnect();
    cancelAnimationFrame(scheduled);
  };
}

/** Undefined while there is neither a list nor a welcome, and in a frame that is not rendered. */
function contentHeight(): number | undefined {
  const area = document.querySelector(".scroller:not([hidden]), .empty");
  const [first, last] = [area?.firstElementChild, area?.lastElementChild];
  if (!area || !first || !last || innerHeight === 0) return undefined;
  const { paddingBlockStart, paddingBlockEnd } = getComputedStyle(area);
  const content = last.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
  const padding = Number.parseFloat(paddingBlockStart) + Number.parseFloat(paddingBlockEnd);
  return Math.ceil(innerHeight - area.getBoundingClientRect().height + content + padding);
}

/** Lifts a message out of the list: while a bottom sheet is open about it, it stays in view above the sheet. */

const GAP_PX = 12;

/**
 * Moves the list of `message` up if `sheet` would cover the message, and gives the styles of the sheet's backdrop the place where
 * the message is, in `--lifted-start` and `--lifted-end`. Returns the function that moves the list back.
 */
export function liftMessage(message: HTMLElement, sheet: HTMLElement): () => void {
  const list = message.closest<HTMLElement>(".scroller");
  let liftedPx = 0;
  const place = (): void => {
    const { top, bottom } = message.getBoundingClientRect();
    const sheetTop = document.documentElement.clientHeight - sheet.offsetHeight;
    const previousPx = liftedPx;
    liftedPx = Math.max(0, bottom + previousPx - sheetTop + GAP_PX);
    if (list !== null) list.style.translate = liftedPx === 0 ? "" : `0 ${-liftedPx}px`;
    const movedPx = previousPx - liftedPx;
    sheet.style.setProperty("--lifted-start", `${top + movedPx}px`);
    sheet.style.setProperty("--lifted-end", `${bottom + movedPx}px`);
  };
  place();
  const observer = new ResizeObserver(place);
  observer.observe(sheet);
  return () => {
    observer.disconnect();
    if (list !== null) list.style.translate = "";
  };
}

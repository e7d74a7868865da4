/** Keeps a panel beside what it belongs to, whatever size it grows to. */
import { placeBeside, type Box } from "../models/placement.ts";

/** Starts; returns the function that stops. Where a finger points, the styles let panels rise from the foot instead. */
export function standBeside(panel: HTMLElement, anchor: Element): () => void {
  const box = boxOf(anchor);
  const place = (): void => {
    const { clientHeight: block, clientWidth: inline } = document.documentElement;
    const size = { block: panel.offsetHeight, inline: panel.offsetWidth };
    const at = placeBeside(box, size, { block, inline });
    panel.style.setProperty("--at-block", `${at.block}px`);
    panel.style.setProperty("--at-inline", `${at.inline}px`);
  };
  place();
  const resized = new ResizeObserver(place);
  resized.observe(panel);
  return () => resized.disconnect();
}

function boxOf(element: Element): Box {
  const { top, bottom, left, right } = element.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const isRightToLeft = element.matches(":dir(rtl)");
  return {
    blockStart: top,
    blockEnd: bottom,
    inlineStart: isRightToLeft ? width - right : left,
    inlineEnd: isRightToLeft ? width - left : right,
  };
}

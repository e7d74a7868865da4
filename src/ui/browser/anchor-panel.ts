/** Keeps a panel beside what it belongs to, whatever size it grows to. */
import { placePanel, type AnchorBox } from "../models/panel-placement.ts";

/** Starts; returns the function that stops. Where a finger points, the styles let panels rise from the foot instead. */
export function anchorPanel(panel: HTMLElement, anchor: Element): () => void {
  const box = boxOf(anchor);
  const place = (): void => {
    const { clientHeight: block, clientWidth: inline } = document.documentElement;
    const size = { block: panel.offsetHeight, inline: panel.offsetWidth };
    const position = placePanel(box, size, { block, inline });
    panel.style.setProperty("--at-block", `${position.block}px`);
    panel.style.setProperty("--at-inline", `${position.inline}px`);
  };
  place();
  const observer = new ResizeObserver(place);
  observer.observe(panel);
  return () => observer.disconnect();
}

function boxOf(element: Element): AnchorBox {
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

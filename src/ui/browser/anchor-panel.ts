/** Anchors a panel to an element, and places it again when its size changes. */
import { placePanel, type AnchorBox, type PanelPosition } from "../models/panel-placement.ts";

/** Places `panel` beside `box`; returns the function that stops. On touch devices panels are bottom sheets instead. */
export function anchorPanel(panel: HTMLElement, box: AnchorBox): () => void {
  const place = (): void => {
    const { clientHeight: block, clientWidth: inline } = document.documentElement;
    const size = { block: panel.offsetHeight, inline: panel.offsetWidth };
    const position = placePanel(box, size, { block, inline });
    panel.style.setProperty("--at-block", `${position.block}px`);
    panel.style.setProperty("--at-inline", `${position.inline}px`);
    panel.style.transformOrigin = originOf(panel, box, position);
  };
  place();
  const observer = new ResizeObserver(place);
  observer.observe(panel);
  return () => observer.disconnect();
}

/** It grows from its anchor. */
function originOf(panel: HTMLElement, box: AnchorBox, position: PanelPosition): string {
  const fromStart = (box.inlineStart + box.inlineEnd) / 2 - position.inline;
  const left = panel.matches(":dir(rtl)") ? panel.offsetWidth - fromStart : fromStart;
  return `${left}px ${position.block > box.blockStart ? 0 : panel.offsetHeight}px`;
}

/** Where `element` is on the screen. */
export function boxOf(element: Element): AnchorBox {
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

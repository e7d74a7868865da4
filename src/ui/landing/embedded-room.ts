import { whenIdle } from "../browser/when-idle.ts";
import { whenVisible } from "../browser/when-visible.ts";

/** On a phone its upper part is above the fold: it is loaded only if the reader scrolls to it. */
const VISIBLE_RATIO = 0.75;

/** Loads the frame with the live room once its place is in view and the page is idle. */
export function showEmbeddedRoom(): void {
  const container = document.querySelector<HTMLElement>("#live-room");
  const { src, title } = container?.dataset ?? {};
  if (container === null || src === undefined || title === undefined) return;
  const show = (): void => {
    const frame = document.createElement("iframe");
    frame.title = title;
    frame.src = src;
    container.replaceChildren(frame);
  };
  whenVisible(container, () => whenIdle(show), VISIBLE_RATIO);
}

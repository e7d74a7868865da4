import { whenIdle } from "../browser/when-idle.ts";
import { whenVisible } from "../browser/when-visible.ts";

/** On a phone only its upper part is in the first look: who scrolls to it pays for it. */
const VISIBLE_RATIO = 0.75;

/** Puts the live room into its place, once that is in view and the page itself is done. */
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

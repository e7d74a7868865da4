import { whenIdle } from "../browser/when-idle.ts";
import { whenSeen } from "../browser/when-seen.ts";

/** On a phone only its upper part is in the first look: who scrolls to it pays for it. */
const SEEN_SHARE = 0.75;

/** Puts the live room into its place, once that is in view and the page itself is done. */
export function showLiveRoom(): void {
  const place = document.querySelector<HTMLElement>("#live-room");
  const { src, title } = place?.dataset ?? {};
  if (place === null || src === undefined || title === undefined) return;
  const show = (): void => {
    const frame = document.createElement("iframe");
    frame.title = title;
    frame.src = src;
    place.replaceChildren(frame);
  };
  whenSeen(place, () => whenIdle(show), SEEN_SHARE);
}

import { whenIdle } from "../browser/when-idle.ts";
import { whenSeen } from "../browser/when-seen.ts";

/** Puts the live room into its place, once that is in view and the page itself is done. */
export function showLiveRoom(): void {
  const place = document.querySelector<HTMLElement>("#live-room");
  const { src, title } = place?.dataset ?? {};
  if (place === null || src === undefined || title === undefined) return;
  whenSeen(place, () =>
    whenIdle(() => {
      const frame = document.createElement("iframe");
      frame.title = title;
      frame.src = src;
      place.replaceChildren(frame);
    }),
  );
}

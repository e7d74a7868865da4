import { signal, type ReadonlySignal } from "@preact/signals";

/** As in room.css: there is space for a column beside the conversation. */
export const WIDE = "(min-width: 64rem)";

/** As in embed.css: a frame without space for what is not needed to read and write. */
export const NARROW = "(max-width: 17rem)";

/** Whether the window matches `query`. It is watched as long as the page lives. */
export function watchMedia(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener("change", () => (matches.value = list.matches));
  return matches;
}

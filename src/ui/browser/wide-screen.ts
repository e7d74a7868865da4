import { signal, type ReadonlySignal } from "@preact/signals";

/** As in side-column.css: there is space for a column beside the conversation. */
const WIDE = "(min-width: 64rem)";

/** Whether the window is wide. It is watched as long as the page lives. */
export function watchWideScreen(): ReadonlySignal<boolean> {
  const query = matchMedia(WIDE);
  const isWide = signal(query.matches);
  query.addEventListener("change", () => (isWide.value = query.matches));
  return isWide;
}

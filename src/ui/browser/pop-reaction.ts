import { moveFrom } from "./motion.ts";

/** Your reaction to message `seq`, which is drawn with the next frame, pops. */
export function popReaction(seq: number, emoji: string): void {
  requestAnimationFrame(() => {
    const reactions = document.querySelectorAll(`[data-seq="${seq}"] .reaction[aria-pressed="true"]`);
    const added = [...reactions].find(({ firstElementChild }) => firstElementChild?.textContent === emoji);
    moveFrom(added ?? null, { scale: 0.6 });
  });
}

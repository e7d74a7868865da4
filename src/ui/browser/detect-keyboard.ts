import type { Signal } from "@preact/signals";

/** Keys that on-screen keyboards lack. */
const HARDWARE_KEY = /^(?:Tab|Escape|Control|Alt|Meta|Arrow\w+|Home|End|Page\w+|F\d+)$/u;

/** Sets `hasKeyboard` once a key of a keyboard is pressed: a touch device may have one, which is known only then. */
export function detectKeyboard(hasKeyboard: Signal<boolean>): void {
  if (hasKeyboard.value) return;
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (!HARDWARE_KEY.test(key)) return;
    hasKeyboard.value = true;
    document.removeEventListener("keydown", onKeyDown);
  };
  document.addEventListener("keydown", onKeyDown);
}

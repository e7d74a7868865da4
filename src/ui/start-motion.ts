/** Movements of what the page shows already: the messages, when a bar opens below them, and panels. */
import { effect } from "@preact/signals";
import { moveFrom } from "./browser/motion.ts";
import type { RoomContext } from "./views/context.ts";

export function startMotion(context: RoomContext): void {
  shiftWithBar(context);
  document.addEventListener("beforetoggle", growFromButton, true);
}

/** The messages move by the height of a reply's or an edit's bar as it comes and goes, instead of jumping. */
function shiftWithBar({ composing, conversation }: RoomContext): void {
  let wasOpen = composing.mode.peek().name !== "new";
  effect(() => {
    const isOpen = composing.mode.value.name !== "new";
    if (isOpen === wasOpen) return;
    wasOpen = isOpen;
    // Further up, the messages keep their place.
    if (conversation.reader.peek() !== "follow") return;
    // The bar is rendered, or removed, after this.
    const closingPx = barHeightPx();
    shiftFrom(document.querySelector(".messages"), () => (isOpen ? barHeightPx() : -closingPx));
  });
}

/** With its margin. */
function barHeightPx(): number {
  const bar = document.querySelector<HTMLElement>(".composer-mode");
  return bar === null ? 0 : bar.offsetHeight + Number.parseFloat(getComputedStyle(bar).marginBlockEnd);
}

/**
 * Moves `element` from where it was before a change of layout. It waits until the scroll position follows the change, for
 * which others observe the element too: observers are called in the order in which they were made.
 */
function shiftFrom(element: Element | null, heightPx: () => number): void {
  if (element === null) return;
  const observer = new ResizeObserver(() => {
    observer.disconnect();
    moveFrom(element, { translate: `0 ${heightPx()}px` });
  });
  observer.observe(element);
}

/** A panel grows from the middle of its button, if that is visible: see motion.css. */
function growFromButton({ newState, target }: ToggleEvent): void {
  if (newState !== "open" || !(target instanceof HTMLElement)) return;
  const button = document.querySelector(`[popovertarget="${target.id}"]`);
  const { left, right } = button?.getBoundingClientRect() ?? { left: 0, right: 0 };
  if (left === right) {
    target.style.removeProperty("--from-end");
    return;
  }
  const middle = (left + right) / 2;
  const fromEnd = target.matches(":dir(rtl)") ? middle : document.documentElement.clientWidth - middle;
  target.style.setProperty("--from-end", `${fromEnd}px`);
}

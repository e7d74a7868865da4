/** Keyboard navigation of the search panel. */
import { isComposing } from "../../browser/is-composing.ts";
import { focusInDocument } from "../../browser/scroll-in-document.ts";

type PanelKeyboardEvent = KeyboardEvent & { readonly currentTarget: HTMLElement };

/** Arrows, Home and End move the focus from the field through the results, and back. */
export function moveFocus(event: PanelKeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || isComposing(event)) return;
  const next = nextFocusTarget(event);
  if (next === undefined) return;
  event.preventDefault();
  focusInDocument(next);
}

function nextFocusTarget({ key, target, currentTarget }: PanelKeyboardEvent): HTMLElement | undefined {
  const results = [...currentTarget.querySelectorAll<HTMLElement>(".search-result")];
  const field = currentTarget.querySelector<HTMLElement>("input") ?? undefined;
  if (target === field) return key === "ArrowDown" ? results[0] : undefined;
  const at = results.findIndex((result) => result === target);
  if (at < 0) return undefined;
  switch (key) {
    case "ArrowDown":
      return results[at + 1];
    case "ArrowUp":
      return at === 0 ? field : results[at - 1];
    case "Home":
      return results[0];
    case "End":
      return results.at(-1);
    default:
      return undefined;
  }
}

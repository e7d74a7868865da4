/** Global keyboard shortcuts: F6 cycles through the page's regions, Ctrl+K opens another room, Ctrl+/ the list of shortcuts. */
import { isComposing } from "./is-composing.ts";
import { focusInDocument } from "./scroll-in-document.ts";

const FOCUSABLE = "a[href], button, textarea, [tabindex='0']";

export interface PageShortcuts {
  /** the regions in order; some may be missing or not focusable */
  readonly regions: () => readonly (HTMLElement | null)[];
  readonly onHelp: () => void;
  /** undefined where there is no other room to go to */
  readonly onSwitch: (() => void) | undefined;
}

/** Returns the function that stops. */
export function startPageShortcuts({ regions, onHelp, onSwitch }: PageShortcuts): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey || isComposing(event)) return;
    const isControl = event.ctrlKey || event.metaKey;
    if (isControl && (event.key === "/" || event.code === "Slash")) onHelp();
    else if (isControl && event.code === "KeyK" && onSwitch !== undefined) onSwitch();
    else if (event.key === "F6" && !event.ctrlKey && !event.metaKey)
      focusNextRegion(regions(), event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", onKeyDown);
  return () => document.removeEventListener("keydown", onKeyDown);
}

function focusNextRegion(regions: readonly (HTMLElement | null)[], step: 1 | -1): void {
  const visible = regions.filter((region) => region?.checkVisibility() === true);
  const index = visible.findIndex((region) => region?.contains(document.activeElement));
  const next = visible.at(index === -1 ? (step === 1 ? 0 : -1) : (index + step) % visible.length);
  if (next === null || next === undefined) return;
  // In the composer the text field is the target, not the buttons before it.
  const focusable = next.querySelector<HTMLElement>("textarea") ?? next.querySelector<HTMLElement>(FOCUSABLE);
  focusInDocument(next.tabIndex >= 0 ? next : (focusable ?? next));
}

/** Keys that work wherever the focus is: F6 goes round the page's regions, Ctrl+/ tells of all keys. */

const FOCUSABLE = "a[href], button, textarea, [tabindex='0']";

export interface PageShortcuts {
  /** the regions in their order; some may not be there, or hold nothing to go to */
  readonly regions: () => readonly (HTMLElement | null)[];
  readonly onHelp: () => void;
}

/** Starts; returns the function that stops. */
export function startPageShortcuts({ regions, onHelp }: PageShortcuts): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey) return;
    const isHelp = (event.ctrlKey || event.metaKey) && (event.key === "/" || event.code === "Slash");
    if (isHelp) onHelp();
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
  // Where one writes, one goes to the field and not to what stands before it.
  const focusable = next.querySelector<HTMLElement>("textarea") ?? next.querySelector<HTMLElement>(FOCUSABLE);
  (next.tabIndex >= 0 ? next : (focusable ?? next)).focus();
}

/** Keys that work wherever the focus is: F6 goes round the page's regions, Ctrl+/ tells of all keys. */

const REACHABLE = "a[href], button, textarea, [tabindex='0']";

export interface PageKeys {
  /** the regions in their order; some may not be there, or hold nothing to go to */
  readonly regions: () => readonly (HTMLElement | null)[];
  readonly onHelp: () => void;
}

/** Starts; returns the function that stops. */
export function startPageKeys({ regions, onHelp }: PageKeys): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey) return;
    const isHelp = (event.ctrlKey || event.metaKey) && (event.key === "/" || event.code === "Slash");
    if (isHelp) onHelp();
    else if (event.key === "F6" && !event.ctrlKey && !event.metaKey)
      goRound(regions(), event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", onKeyDown);
  return () => document.removeEventListener("keydown", onKeyDown);
}

function goRound(regions: readonly (HTMLElement | null)[], step: 1 | -1): void {
  const there = regions.filter((region) => region?.checkVisibility() === true);
  const at = there.findIndex((region) => region?.contains(document.activeElement));
  const next = there.at(at === -1 ? (step === 1 ? 0 : -1) : (at + step) % there.length);
  if (next === null || next === undefined) return;
  // Where one writes, one goes to the field and not to what stands before it.
  const within = next.querySelector<HTMLElement>("textarea") ?? next.querySelector<HTMLElement>(REACHABLE);
  (next.tabIndex >= 0 ? next : (within ?? next)).focus();
}

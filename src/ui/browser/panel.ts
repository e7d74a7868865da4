/**
 * A popover that covers what is behind it: what `first` finds has the focus whenever it opens, and it closes when the
 * focus goes elsewhere, for what has the focus must not lie behind it.
 */
export function followPanel(panel: HTMLElement | null, first: () => HTMLElement | null): () => void {
  const popover = panel?.closest<HTMLElement>("[popover]");
  if (popover === null || popover === undefined) return () => undefined;

  const enter = (): void => {
    const entrance = first();
    entrance?.focus();
    if (entrance instanceof HTMLInputElement) entrance.select();
  };
  const onToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState === "open") enter();
  };
  const onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Node && !popover.contains(relatedTarget)) popover.hidePopover();
  };

  // The panel's code came after the popover had opened.
  if (popover.matches(":popover-open")) enter();
  popover.addEventListener("toggle", onToggle);
  popover.addEventListener("focusout", onFocusOut);
  return () => {
    popover.removeEventListener("toggle", onToggle);
    popover.removeEventListener("focusout", onFocusOut);
  };
}

/** Closes the popover that `inside` is in. */
export function closePanel(inside: Element): void {
  inside.closest<HTMLElement>("[popover]")?.hidePopover();
}

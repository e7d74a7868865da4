/**
 * A popover that covers what is behind it: what `first` finds has the focus whenever it opens, and it closes when the
 * focus goes elsewhere, for what has the focus must not lie behind it.
 */
export function managePopoverFocus(
  panel: HTMLElement | null,
  getInitialFocus: () => HTMLElement | null,
): () => void {
  const popover = panel?.closest<HTMLElement>("[popover]");
  if (popover === null || popover === undefined) return () => undefined;

  const focusInitial = (): void => {
    const initial = getInitialFocus();
    initial?.focus();
    if (initial instanceof HTMLInputElement) initial.select();
  };
  const onToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState === "open") focusInitial();
  };
  const onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Node && !popover.contains(relatedTarget)) popover.hidePopover();
  };

  // The panel's code came after the popover had opened.
  if (popover.matches(":popover-open")) focusInitial();
  popover.addEventListener("toggle", onToggle);
  popover.addEventListener("focusout", onFocusOut);
  return () => {
    popover.removeEventListener("toggle", onToggle);
    popover.removeEventListener("focusout", onFocusOut);
  };
}

/** Closes the popover that `inside` is in. */
export function closePopover(element: Element): void {
  element.closest<HTMLElement>("[popover]")?.hidePopover();
}

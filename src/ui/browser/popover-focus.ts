/**
 * Manages the focus of a popover that covers the page: it moves to the element that `getInitialFocus` returns when the
 * popover opens. When the focus leaves, the popover closes, so that it never covers the focused element. Returns the
 * function that stops.
 */
export function managePopoverFocus(
  panel: HTMLElement | null,
  getInitialFocus: () => HTMLElement | null,
): () => void {
  const popover = panel?.closest<HTMLElement>("[popover]");
  if (popover === null || popover === undefined) return () => undefined;

  const focusInitial = (): void => {
    const initial = getInitialFocus();
    initial?.focus({ preventScroll: true });
    if (initial instanceof HTMLInputElement) initial.select();
  };
  const onToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState === "open") focusInitial();
  };
  const onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Node && !popover.contains(relatedTarget)) popover.hidePopover();
  };

  // The popover may have opened before this code was loaded.
  if (popover.matches(":popover-open")) focusInitial();
  popover.addEventListener("toggle", onToggle);
  popover.addEventListener("focusout", onFocusOut);
  return () => {
    popover.removeEventListener("toggle", onToggle);
    popover.removeEventListener("focusout", onFocusOut);
  };
}

/** Closes the popover that contains `element`. */
export function closePopover(element: Element): void {
  element.closest<HTMLElement>("[popover]")?.hidePopover();
}

/** Tells which messages somebody attends to: the one under the mouse, and the one that has the focus. */

const MESSAGE = "[data-message]";

/** Calls `onChange` for each message that gains or loses attention; returns the function that stops. */
export function watchActiveMessages(
  scroller: HTMLElement,
  onChange: (message: HTMLElement, isActive: boolean) => void,
): () => void {
  let hovered: HTMLElement | undefined;
  let focused: HTMLElement | undefined;
  let active = new Set<HTMLElement>();

  const update = (): void => {
    const next = new Set([hovered, focused].filter((message) => message !== undefined));
    const previous = active;
    active = next;
    for (const message of previous) if (!next.has(message)) onChange(message, false);
    for (const message of next) if (!previous.has(message)) onChange(message, true);
  };

  const setHovered = (target: EventTarget | null): void => {
    hovered = messageOf(target);
    update();
  };
  const setFocused = (target: EventTarget | null): void => {
    focused = messageOf(target);
    update();
  };

  const controller = new AbortController();
  const { signal } = controller;
  scroller.addEventListener(
    "pointerover",
    ({ target, pointerType }) => {
      if (pointerType !== "touch") setHovered(target);
    },
    { signal },
  );
  scroller.addEventListener("pointerleave", () => setHovered(null), { signal });
  scroller.addEventListener("focusin", ({ target }) => setFocused(target), { signal });
  scroller.addEventListener("focusout", ({ relatedTarget }) => setFocused(relatedTarget), { signal });
  setFocused(document.activeElement);
  // A mouse that rests says nothing: it came while this was still on its way.
  if (matchMedia("(hover: hover)").matches) setHovered(scroller.querySelector(`${MESSAGE}:hover`));
  return () => {
    controller.abort();
    setHovered(null);
    setFocused(null);
  };

  function messageOf(target: EventTarget | null): HTMLElement | undefined {
    if (!(target instanceof Element) || !scroller.contains(target)) return undefined;
    return target.closest<HTMLElement>(MESSAGE) ?? undefined;
  }
}

/** Tells which messages somebody attends to: the one under the mouse, and the one that has the focus. */

const MESSAGE = "[data-message]";

/** Calls `onChange` for each message that gains or loses attention; returns the function that stops. */
export function followAttended(
  scroller: HTMLElement,
  onChange: (message: HTMLElement, isAttended: boolean) => void,
): () => void {
  let pointed: HTMLElement | undefined;
  let focused: HTMLElement | undefined;
  let attended = new Set<HTMLElement>();

  const update = (): void => {
    const now = new Set([pointed, focused].filter((message) => message !== undefined));
    const before = attended;
    attended = now;
    for (const message of before) if (!now.has(message)) onChange(message, false);
    for (const message of now) if (!before.has(message)) onChange(message, true);
  };

  const point = (target: EventTarget | null): void => {
    pointed = messageOf(target);
    update();
  };
  const focus = (target: EventTarget | null): void => {
    focused = messageOf(target);
    update();
  };

  const stopped = new AbortController();
  const { signal } = stopped;
  scroller.addEventListener(
    "pointerover",
    ({ target, pointerType }) => {
      if (pointerType !== "touch") point(target);
    },
    { signal },
  );
  scroller.addEventListener("pointerleave", () => point(null), { signal });
  scroller.addEventListener("focusin", ({ target }) => focus(target), { signal });
  scroller.addEventListener("focusout", ({ relatedTarget }) => focus(relatedTarget), { signal });
  focus(document.activeElement);
  // A mouse that rests says nothing: it came while this was still on its way.
  if (matchMedia("(hover: hover)").matches) point(scroller.querySelector(`${MESSAGE}:hover`));
  return () => {
    stopped.abort();
    point(null);
    focus(null);
  };

  function messageOf(target: EventTarget | null): HTMLElement | undefined {
    if (!(target instanceof Element) || !scroller.contains(target)) return undefined;
    return target.closest<HTMLElement>(MESSAGE) ?? undefined;
  }
}

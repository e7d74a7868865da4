/**
 * The list is one Tab stop. Arrows, Home and End walk its messages; Enter goes into one, to its links and buttons;
 * Escape comes out again.
 */

const MESSAGE = "[data-message]";
const CONTROL = "a[href], button";

/** What Escape does once there is nothing to come out of. */
export interface RovingTabindexParts {
  readonly scroller: HTMLElement;
  readonly onLeave: () => void;
}

/** Starts; returns the function that stops. */
export function startRovingTabindex({ scroller, onLeave }: RovingTabindexParts): () => void {
  let current: HTMLElement | undefined;

  const setCurrent = (message: HTMLElement | undefined): void => {
    if (message === current) return;
    if (current !== undefined) setTabbable(current, false);
    current = message;
    if (message !== undefined) setTabbable(message, true);
    scroller.tabIndex = message === undefined ? 0 : -1;
  };

  const updateCurrent = (target: EventTarget | null): void => {
    setCurrent(target instanceof Element ? (target.closest<HTMLElement>(MESSAGE) ?? undefined) : undefined);
  };

  const onFocusIn = ({ target }: FocusEvent): void => updateCurrent(target);

  const onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (!(relatedTarget instanceof Node) || !scroller.contains(relatedTarget)) setCurrent(undefined);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // What came into the message since it has the focus is to be reached too.
    if (event.key === "Tab" && current !== undefined) setTabbable(current, true);
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const { target } = event;
    const isInside = target instanceof Element && target !== scroller && !target.matches(MESSAGE);
    const next = isInside ? escapeTarget(event, current) : moveTarget(event, scroller, current);
    if (next !== undefined) {
      event.preventDefault();
      next.focus({ preventScroll: false });
      if (next.matches(MESSAGE)) next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Escape" && !isInside) {
      event.preventDefault();
      onLeave();
    }
  };

  updateCurrent(document.activeElement);
  scroller.addEventListener("focusin", onFocusIn);
  scroller.addEventListener("focusout", onFocusOut);
  scroller.addEventListener("keydown", onKeyDown);
  return () => {
    scroller.removeEventListener("focusin", onFocusIn);
    scroller.removeEventListener("focusout", onFocusOut);
    scroller.removeEventListener("keydown", onKeyDown);
  };
}

function escapeTarget({ key }: KeyboardEvent, current: HTMLElement | undefined): HTMLElement | undefined {
  return key === "Escape" ? current : undefined;
}

function moveTarget(
  { key }: KeyboardEvent,
  scroller: HTMLElement,
  current: HTMLElement | undefined,
): HTMLElement | undefined {
  const messages = Array.from(scroller.querySelectorAll<HTMLElement>(MESSAGE));
  const index = current === undefined ? messages.length : messages.indexOf(current);
  switch (key) {
    case "ArrowUp":
      return messages[Math.max(0, index - 1)];
    case "ArrowDown":
      return messages[Math.min(messages.length - 1, index + 1)];
    case "Home":
      return messages[0];
    case "End":
      return messages.at(-1);
    case "Enter":
      return current?.querySelector<HTMLElement>(CONTROL) ?? undefined;
    default:
      return undefined;
  }
}

/** Only the current message and what is in it can be reached by Tab. */
function setTabbable(message: HTMLElement, isTabbable: boolean): void {
  const tabIndex = isTabbable ? 0 : -1;
  message.tabIndex = tabIndex;
  for (const control of message.querySelectorAll<HTMLElement>(CONTROL)) control.tabIndex = tabIndex;
}

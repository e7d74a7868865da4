/**
 * Roving tabindex (APG): the list is one Tab stop. Arrows, Home and End move between messages; Enter moves into a
 * message, to its links and buttons; Escape moves out again.
 */
import { focusInDocument } from "./scroll-in-document.ts";

const MESSAGE = "[data-message]";
const CONTROL = "a[href], button";

export interface RovingTabindexParts {
  readonly scroller: HTMLElement;
  /** Escape on a message, or on the list itself */
  readonly onLeave: () => void;
}

/** Returns the function that stops. */
export function startRovingTabindex(parts: RovingTabindexParts): () => void {
  const { scroller } = parts;
  const tabindex = new RovingTabindex(parts);
  const controller = new AbortController();
  const { signal } = controller;
  tabindex.update(document.activeElement);
  scroller.addEventListener("focusin", ({ target }) => tabindex.update(target), { signal });
  scroller.addEventListener("focusout", ({ relatedTarget }) => tabindex.onFocusOut(relatedTarget), {
    signal,
  });
  scroller.addEventListener("keydown", (event) => tabindex.onKeyDown(event), { signal });
  return () => controller.abort();
}

class RovingTabindex {
  readonly #scroller: HTMLElement;
  readonly #onLeave: () => void;
  #current: HTMLElement | undefined;

  constructor({ scroller, onLeave }: RovingTabindexParts) {
    this.#scroller = scroller;
    this.#onLeave = onLeave;
  }

  /** Makes the message that contains `target` the Tab stop. */
  update(target: EventTarget | null): void {
    const message = target instanceof Element ? target.closest<HTMLElement>(MESSAGE) : null;
    this.#setCurrent(message ?? undefined);
  }

  onFocusOut(next: EventTarget | null): void {
    if (!(next instanceof Node) || !this.#scroller.contains(next)) this.#setCurrent(undefined);
  }

  onKeyDown(event: KeyboardEvent): void {
    const current = this.#current;
    // Includes controls that were added after the message got the focus.
    if (event.key === "Tab" && current !== undefined) setTabbable(current, true);
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const { target } = event;
    const isInside = target instanceof Element && target !== this.#scroller && !target.matches(MESSAGE);
    const next = isInside ? escapeTarget(event, current) : moveTarget(event, this.#scroller, current);
    if (next !== undefined) focusInDocument(next);
    else if (event.key === "Escape" && !isInside) this.#onLeave();
    else return;
    event.preventDefault();
  }

  #setCurrent(message: HTMLElement | undefined): void {
    if (message === this.#current) return;
    if (this.#current !== undefined) setTabbable(this.#current, false);
    this.#current = message;
    if (message !== undefined) setTabbable(message, true);
    this.#scroller.tabIndex = message === undefined ? 0 : -1;
  }
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

/** Makes a message and its controls reachable by Tab, or not. */
function setTabbable(message: HTMLElement, isTabbable: boolean): void {
  const tabIndex = isTabbable ? 0 : -1;
  message.tabIndex = tabIndex;
  for (const control of message.querySelectorAll<HTMLElement>(CONTROL)) control.tabIndex = tabIndex;
}

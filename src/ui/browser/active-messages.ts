/** Active messages: the one under the mouse and the one that has the focus. */

const MESSAGE = "[data-message]";

type OnChange = (message: HTMLElement, isActive: boolean) => void;

/** Calls `onChange` for each message that becomes active or inactive; returns the function that stops. */
export function watchActiveMessages(scroller: HTMLElement, onChange: OnChange): () => void {
  const messages = new ActiveMessages(scroller, onChange);
  const controller = new AbortController();
  const { signal } = controller;
  scroller.addEventListener(
    "pointerover",
    ({ target, pointerType }) => {
      if (pointerType !== "touch") messages.setHovered(target);
    },
    { signal },
  );
  scroller.addEventListener("pointerleave", () => messages.setHovered(null), { signal });
  scroller.addEventListener("focusin", ({ target }) => messages.setFocused(target), { signal });
  scroller.addEventListener("focusout", ({ relatedTarget }) => messages.setFocused(relatedTarget), {
    signal,
  });
  messages.setFocused(document.activeElement);
  // A mouse that came before this code and rests fires no event.
  if (matchMedia("(hover: hover)").matches) messages.setHovered(scroller.querySelector(`${MESSAGE}:hover`));
  return () => {
    controller.abort();
    messages.setHovered(null);
    messages.setFocused(null);
  };
}

class ActiveMessages {
  readonly #scroller: HTMLElement;
  readonly #onChange: OnChange;
  #hovered: HTMLElement | undefined;
  #focused: HTMLElement | undefined;
  #active: ReadonlySet<HTMLElement> = new Set();

  constructor(scroller: HTMLElement, onChange: OnChange) {
    this.#scroller = scroller;
    this.#onChange = onChange;
  }

  setHovered(target: EventTarget | null): void {
    this.#hovered = this.#messageOf(target);
    this.#update();
  }

  setFocused(target: EventTarget | null): void {
    this.#focused = this.#messageOf(target);
    this.#update();
  }

  #update(): void {
    const previous = this.#active;
    const next = new Set([this.#hovered, this.#focused].filter((message) => message !== undefined));
    this.#active = next;
    for (const message of previous) if (!next.has(message)) this.#onChange(message, false);
    for (const message of next) if (!previous.has(message)) this.#onChange(message, true);
  }

  #messageOf(target: EventTarget | null): HTMLElement | undefined {
    if (!(target instanceof Element) || !this.#scroller.contains(target)) return undefined;
    return target.closest<HTMLElement>(MESSAGE) ?? undefined;
  }
}

/** The active message: the one under the mouse, or the one that has the keyboard's focus, whichever was used last. */

const MESSAGE = "[data-message]";

type OnChange = (message: HTMLElement, isActive: boolean) => void;

/** Calls `onChange` for each message that becomes active or inactive; returns the function that stops. */
export function watchActiveMessages(scroller: HTMLElement, onChange: OnChange): () => void {
  const messages = new ActiveMessage(scroller, onChange);
  const controller = new AbortController();
  const { signal } = controller;
  let lastPosition = "";
  scroller.addEventListener(
    "pointerover",
    ({ target, pointerType }) => {
      if (pointerType !== "touch") messages.setHovered(target);
    },
    { signal },
  );
  // The list may also move below a mouse that rests.
  scroller.addEventListener(
    "pointermove",
    ({ clientX, clientY }) => {
      const position = `${clientX} ${clientY}`;
      if (position !== lastPosition) messages.prefer("hovered");
      lastPosition = position;
    },
    { signal, passive: true },
  );
  document.addEventListener("keydown", () => messages.prefer("focused"), { signal, capture: true });
  scroller.addEventListener("pointerleave", () => messages.setHovered(null), { signal });
  scroller.addEventListener("focusin", ({ target }) => messages.setFocused(target), { signal });
  scroller.addEventListener(
    "focusout",
    ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node) || !scroller.contains(relatedTarget)) messages.setFocused(null);
    },
    { signal },
  );
  messages.setFocused(document.activeElement);
  // A mouse that came before this code and rests fires no event.
  if (matchMedia("(hover: hover)").matches) messages.setHovered(scroller.querySelector(`${MESSAGE}:hover`));
  return () => {
    controller.abort();
    messages.setHovered(null);
    messages.setFocused(null);
  };
}

class ActiveMessage {
  readonly #scroller: HTMLElement;
  readonly #onChange: OnChange;
  #hovered: HTMLElement | undefined;
  #focused: HTMLElement | undefined;
  #preferred: "hovered" | "focused" = "hovered";
  #active: HTMLElement | undefined;

  constructor(scroller: HTMLElement, onChange: OnChange) {
    this.#scroller = scroller;
    this.#onChange = onChange;
  }

  setHovered(target: EventTarget | null): void {
    this.#hovered = this.#messageOf(target);
    this.#update();
  }

  prefer(preferred: "hovered" | "focused"): void {
    if (preferred === this.#preferred) return;
    this.#preferred = preferred;
    this.#update();
  }

  /** A focus that the browser does not show, as after a click, does not count. */
  setFocused(target: EventTarget | null): void {
    const isVisible = target instanceof Element && target.matches(":focus-visible");
    this.#focused = isVisible ? this.#messageOf(target) : undefined;
    this.#update();
  }

  #update(): void {
    const [hovered, focused] = [this.#hovered, this.#focused];
    const next = this.#preferred === "hovered" ? (hovered ?? focused) : (focused ?? hovered);
    const previous = this.#active;
    if (next === previous) return;
    this.#active = next;
    if (previous !== undefined) this.#onChange(previous, false);
    if (next !== undefined) this.#onChange(next, true);
  }

  #messageOf(target: EventTarget | null): HTMLElement | undefined {
    if (!(target instanceof Element) || !this.#scroller.contains(target)) return undefined;
    return target.closest<HTMLElement>(MESSAGE) ?? undefined;
  }
}

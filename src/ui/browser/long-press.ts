/** Long press by touch, which replaces the right click of a mouse. */

const LONG_PRESS_MS = 450;
/** Movement within this distance does not cancel a press. */
const MOVE_TOLERANCE_PX = 10;

/** Calls `callback` with the pressed element; returns the function that stops. Links keep the browser's menu. */
export function onLongPress(area: HTMLElement, callback: (pressed: Element) => void): () => void {
  const longPress = new LongPress(area, callback);
  return longPress.start();
}

interface Press {
  readonly element: Element;
  readonly x: number;
  readonly y: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

class LongPress {
  readonly #area: HTMLElement;
  readonly #callback: (pressed: Element) => void;
  #press: Press | undefined;
  #wasLong = false;

  constructor(area: HTMLElement, callback: (pressed: Element) => void) {
    this.#area = area;
    this.#callback = callback;
  }

  start(): () => void {
    const controller = new AbortController();
    const { signal } = controller;
    const area = this.#area;
    document.addEventListener("pointerdown", this.#onDown, { signal, capture: true });
    area.addEventListener("pointermove", this.#onMove, { signal, passive: true });
    area.addEventListener("pointerup", this.#cancel, { signal });
    area.addEventListener("pointercancel", this.#cancel, { signal });
    area.addEventListener("scroll", this.#cancel, { signal, passive: true });
    document.addEventListener("click", this.#suppress, { signal, capture: true });
    document.addEventListener("mousedown", this.#suppress, { signal, capture: true });
    document.addEventListener("contextmenu", this.#onContextMenu, { signal, capture: true });
    return () => {
      this.#cancel();
      controller.abort();
    };
  }

  readonly #cancel = (): void => {
    clearTimeout(this.#press?.timer);
    this.#press = undefined;
  };

  readonly #fire = (): void => {
    if (this.#press === undefined) return;
    const { element } = this.#press;
    this.#cancel();
    this.#wasLong = true;
    this.#callback(element);
  };

  readonly #onDown = ({ pointerType, isPrimary, target, clientX, clientY }: PointerEvent): void => {
    this.#cancel();
    this.#wasLong = false;
    if (pointerType !== "touch" || !isPrimary || !(target instanceof Element)) return;
    if (!this.#area.contains(target) || target.closest("a[href], [data-selecting]") !== null) return;
    const timer = setTimeout(this.#fire, LONG_PRESS_MS);
    this.#press = { element: target, x: clientX, y: clientY, timer };
  };

  readonly #onMove = ({ clientX, clientY }: PointerEvent): void => {
    const press = this.#press;
    if (press === undefined) return;
    if (Math.hypot(clientX - press.x, clientY - press.y) > MOVE_TOLERANCE_PX) this.#cancel();
  };

  /** Suppresses the click at the end of a long press: a panel may have opened under the finger. */
  readonly #suppress = (event: Event): void => {
    if (!this.#wasLong) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** The browser may recognize the long press first and open its context menu: ours replaces it. */
  readonly #onContextMenu = (event: Event): void => {
    this.#fire();
    this.#suppress(event);
  };
}

/** A finger that rests on a message asks what can be done with it. */

const LONG_PRESS_MS = 450;
/** A finger is never quite still. */
const MOVE_TOLERANCE_PX = 10;

/** Calls `act` with what was pressed; returns the function that stops. Links keep the browser's own menu. */
export function onLongPress(area: HTMLElement, callback: (pressed: Element) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pressedElement: Element | undefined;
  let start = { x: 0, y: 0 };
  let wasLongPress = false;

  const cancel = (): void => {
    clearTimeout(timer);
    pressedElement = undefined;
  };

  const fire = (): void => {
    if (pressedElement === undefined) return;
    const element = pressedElement;
    cancel();
    wasLongPress = true;
    callback(element);
  };

  const onDown = ({ pointerType, isPrimary, target, clientX, clientY }: PointerEvent): void => {
    cancel();
    wasLongPress = false;
    if (pointerType !== "touch" || !isPrimary || !(target instanceof Element)) return;
    if (!area.contains(target) || target.closest("a[href]") !== null) return;
    pressedElement = target;
    start = { x: clientX, y: clientY };
    timer = setTimeout(fire, LONG_PRESS_MS);
  };

  const onMove = ({ clientX, clientY }: PointerEvent): void => {
    if (Math.hypot(clientX - start.x, clientY - start.y) > MOVE_TOLERANCE_PX) cancel();
  };

  // What a long press ends with is no press, wherever it ends: what opened may have risen under the finger.
  const swallow = (event: Event): void => {
    if (!wasLongPress) return;
    event.preventDefault();
    event.stopPropagation();
  };

  // The browser may find first that the press is a long one. Its menu is ours.
  const onContextMenu = (event: Event): void => {
    fire();
    swallow(event);
  };

  const controller = new AbortController();
  const { signal } = controller;
  document.addEventListener("pointerdown", onDown, { signal, capture: true });
  area.addEventListener("pointermove", onMove, { signal, passive: true });
  for (const end of ["pointerup", "pointercancel"] as const) area.addEventListener(end, cancel, { signal });
  area.addEventListener("scroll", cancel, { signal, passive: true });
  for (const after of ["click", "mousedown"] as const)
    document.addEventListener(after, swallow, { signal, capture: true });
  document.addEventListener("contextmenu", onContextMenu, { signal, capture: true });
  return () => {
    cancel();
    controller.abort();
  };
}

/** A finger that rests on a message asks what can be done with it. */

const LONG_PRESS_MS = 450;
/** A finger is never quite still. */
const STILL_PX = 10;

/** Calls `act` with what was pressed; returns the function that stops. Links keep the browser's own menu. */
export function onLongPress(area: HTMLElement, act: (pressed: Element) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pressed: Element | undefined;
  let start = { x: 0, y: 0 };
  let wasLong = false;

  const cancel = (): void => {
    clearTimeout(timer);
    pressed = undefined;
  };

  const rested = (): void => {
    if (pressed === undefined) return;
    const element = pressed;
    cancel();
    wasLong = true;
    act(element);
  };

  const onDown = ({ pointerType, isPrimary, target, clientX, clientY }: PointerEvent): void => {
    cancel();
    wasLong = false;
    if (pointerType !== "touch" || !isPrimary || !(target instanceof Element)) return;
    if (!area.contains(target) || target.closest("a[href]") !== null) return;
    pressed = target;
    start = { x: clientX, y: clientY };
    timer = setTimeout(rested, LONG_PRESS_MS);
  };

  const onMove = ({ clientX, clientY }: PointerEvent): void => {
    if (Math.hypot(clientX - start.x, clientY - start.y) > STILL_PX) cancel();
  };

  // What a long press ends with is no press, wherever it ends: what opened may have risen under the finger.
  const swallow = (event: Event): void => {
    if (!wasLong) return;
    event.preventDefault();
    event.stopPropagation();
  };

  // The browser may find first that the press is a long one. Its menu is ours.
  const onContextMenu = (event: Event): void => {
    rested();
    swallow(event);
  };

  const stopped = new AbortController();
  const { signal } = stopped;
  document.addEventListener("pointerdown", onDown, { signal, capture: true });
  area.addEventListener("pointermove", onMove, { signal, passive: true });
  for (const end of ["pointerup", "pointercancel"] as const) area.addEventListener(end, cancel, { signal });
  area.addEventListener("scroll", cancel, { signal, passive: true });
  for (const after of ["click", "mousedown"] as const)
    document.addEventListener(after, swallow, { signal, capture: true });
  document.addEventListener("contextmenu", onContextMenu, { signal, capture: true });
  return () => {
    cancel();
    stopped.abort();
  };
}

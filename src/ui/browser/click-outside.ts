/**
 * Calls `callback` on a press outside `panel`; returns the function that stops. The light dismiss of a popover would close
 * it under the finger whose long press opened it.
 */
export function onClickOutside(panel: HTMLElement, callback: () => void): () => void {
  const onDown = ({ target }: PointerEvent): void => {
    if (!(target instanceof Node) || !panel.contains(target)) callback();
  };
  document.addEventListener("pointerdown", onDown, { capture: true });
  return () => document.removeEventListener("pointerdown", onDown, { capture: true });
}

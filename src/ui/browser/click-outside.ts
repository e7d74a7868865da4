/**
 * Calls `act` when somebody presses elsewhere than in `panel`; returns the function that stops. A popover that does so
 * by itself would close under the very finger whose long press opened it.
 */
export function onClickOutside(panel: HTMLElement, callback: () => void): () => void {
  const onDown = ({ target }: PointerEvent): void => {
    if (!(target instanceof Node) || !panel.contains(target)) callback();
  };
  document.addEventListener("pointerdown", onDown, { capture: true });
  return () => document.removeEventListener("pointerdown", onDown, { capture: true });
}

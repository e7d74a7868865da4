/** Keys that act on the message that has the focus itself, and on nothing within it. */
import { messageActOf, type MessageAct } from "../models/message-keys.ts";

/** Starts; `act` returns false for what it cannot do. Returns the function that stops. */
export function startMessageKeys(
  scroller: HTMLElement,
  act: (name: MessageAct, message: HTMLElement) => boolean,
): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    const { target } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (!(target instanceof HTMLElement) || !target.matches("[data-message]")) return;
    const name = messageActOf(event);
    if (name !== undefined && act(name, target)) event.preventDefault();
  };
  scroller.addEventListener("keydown", onKeyDown);
  return () => scroller.removeEventListener("keydown", onKeyDown);
}

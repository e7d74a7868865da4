/** Keys that act on the message that has the focus itself, and on nothing within it. */
import { messageActionFor, type MessageAction } from "../models/message-shortcuts.ts";

/** Starts; `act` returns false for what it cannot do. Returns the function that stops. */
export function startMessageShortcuts(
  scroller: HTMLElement,
  perform: (name: MessageAction, message: HTMLElement) => boolean,
): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    const { target } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (!(target instanceof HTMLElement) || !target.matches("[data-message]")) return;
    const action = messageActionFor(event);
    if (action !== undefined && perform(action, target)) event.preventDefault();
  };
  scroller.addEventListener("keydown", onKeyDown);
  return () => scroller.removeEventListener("keydown", onKeyDown);
}

/** Keyboard shortcuts while a message itself has focus, not an element inside it. */
import { messageActionFor, type MessageAction } from "../models/message-shortcuts.ts";

/** @param perform returns false if the action is not possible. Returns the function that stops. */
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

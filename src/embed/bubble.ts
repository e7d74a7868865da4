/** The button in the corner that opens a room, which is loaded when it is opened first (SPEC EMBED-11). */
import { bubbleStyles } from "./bubble-styles.ts";
import type { FrameMessage } from "../protocol/frame-messages.ts";

export interface Bubble {
  /** Shows the room. */
  open(): void;
  /** An attribute of the element, or the language around it, has changed. */
  update(): void;
  /** Removes the button and all listeners. */
  remove(): void;
}

/** The word on the button where the page gives no title, in languages that do not write it in Latin letters. */
const WORDS: Readonly<Record<string, string>> = { ar: "دردشة", fa: "گفتگو" };
const MAX_COUNT = 99;

type UnreadDetail = Omit<Extract<FrameMessage, { readonly type: "unread" }>, "type">;

/**
 * Puts the button into the element's shadow tree.
 * @param load returns the room's frame, and makes it at the first call
 */
export function createBubble(element: HTMLElement, load: () => HTMLIFrameElement): Bubble {
  const root = element.shadowRoot as ShadowRoot;
  const sheet = new CSSStyleSheet();
  const button = document.createElement("button");
  const listeners = new AbortController();
  let frame: HTMLIFrameElement | undefined;
  let unread = 0;

  const show = (isOpen: boolean): void => {
    frame ??= load();
    frame.hidden = !isOpen;
    button.ariaExpanded = String(isOpen);
  };
  const close = (): void => {
    if (button.ariaExpanded !== "true") return;
    show(false);
    button.focus();
  };
  const update = (): void => {
    sheet.replaceSync(bubbleStyles(element.getAttribute("accent")));
    const { lang } = element.closest<HTMLElement>("[lang]") ?? document.documentElement;
    const title = element.title || WORDS[lang.slice(0, 2)] || "Chat";
    if (frame !== undefined) frame.title = title;
    button.ariaLabel = unread > 0 ? `${title} (${unread})` : title;
    if (unread > 0) button.dataset["unread"] = unread > MAX_COUNT ? `${MAX_COUNT}+` : String(unread);
    else delete button.dataset["unread"];
  };
  const on = (name: string, listener: (event: Event) => void): void =>
    element.addEventListener(name, listener, { signal: listeners.signal });

  button.type = "button";
  button.part.add("button");
  button.ariaExpanded = "false";
  button.onclick = () => (button.ariaExpanded === "true" ? close() : element.focus());
  on("keydown", (event) => (event as KeyboardEvent).key === "Escape" && close());
  on("majlis:close", close);
  on("majlis:unread", (event) => {
    unread = (event as CustomEvent<UnreadDetail>).detail.count;
    update();
  });
  // Opened before the frame was connected, the focus is in the frame, not yet where one writes.
  on("majlis:ready", () => root.activeElement === frame && frame?.hidden === false && element.focus());
  root.adoptedStyleSheets.push(sheet);
  root.append(button);
  return {
    open: () => show(true),
    update,
    remove() {
      listeners.abort();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet);
    },
  };
}

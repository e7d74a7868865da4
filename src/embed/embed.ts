/**
 * `GET /embed.js`: defines `<majlis-room>`, and puts one behind its own script where that names a room (SPEC EMBED-7). It is a
 * classic script: only those know their own address in every kind of page.
 */
import { defineRoomElement } from "./room-element.ts";

const TAG = "majlis-room";

const script = document.currentScript as HTMLScriptElement;
const { origin } = new URL(script.src);
if (!customElements.get(TAG)) defineRoomElement(TAG, origin);
if (script.dataset["room"]) insertRoom(script, origin);

/** A script in `<head>` may run before there is a body, where its room then comes last. */
function insertRoom(script: HTMLScriptElement, origin: string): void {
  const element = document.createElement(TAG);
  element.setAttribute("src", origin);
  for (const { name, value } of script.attributes)
    if (name.startsWith("data-")) element.setAttribute(name.slice(5), value);
  const append = (): void => document.body.append(element);
  if (!document.head.contains(script)) script.after(element);
  else if (document.body) append();
  else addEventListener("DOMContentLoaded", append);
}

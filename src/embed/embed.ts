/**
 * `GET /embed.js`: defines `<majlis-room>`, and puts one behind its own script where that names a room (SPEC EMBED-7). It is a
 * classic script: only those know their own address in every kind of page.
 */
import { defineRoomElement, ROOM_ATTRIBUTES } from "./room-element.ts";

const TAG = "majlis-room";

const script = document.currentScript as HTMLScriptElement;
const { origin } = new URL(script.src);
if (!customElements.get(TAG)) defineRoomElement(TAG, origin);
if (script.dataset["room"]) insertRoom(script, origin);

/** A script in `<head>` may run before there is a body, where its room then comes last. */
function insertRoom(script: HTMLScriptElement, origin: string): void {
  const element = document.createElement(TAG);
  const copy = (): void => {
    for (const name of ROOM_ATTRIBUTES) {
      // The element may be another deployment's, whose script was before this one.
      const value = script.getAttribute(`data-${name}`) ?? (name === "src" ? origin : null);
      if (value === null) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
  };
  copy();
  new MutationObserver(copy).observe(script, { attributes: true });
  const append = (): void => document.body.append(element);
  if (!document.head.contains(script)) script.after(element);
  else if (document.body) append();
  else addEventListener("DOMContentLoaded", append);
}

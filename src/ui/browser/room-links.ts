import { parseRoomName } from "../../text/room-names.ts";
import { linkedSeq } from "../models/message-link.ts";

/**
 * Calls `goTo` for a click on a link to a message of this room, which would open a second page of the room; returns the
 * function that stops. A click that asks for another tab or window gets it.
 *
 * @param room the room's URL
 */
export function followRoomLinks(scroller: HTMLElement, room: URL, goTo: (seq: number) => void): () => void {
  const onClick = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
    const seq = link === null ? undefined : linkedMessage(new URL(link.href), room);
    if (seq === undefined) return;
    event.preventDefault();
    goTo(seq);
  };
  scroller.addEventListener("click", onClick);
  return () => scroller.removeEventListener("click", onClick);
}

/** The seq of the message of `room` that `link` leads to, whatever spelling of the room's name and view it has. */
function linkedMessage(link: URL, room: URL): number | undefined {
  return link.origin === room.origin && roomOf(link) === roomOf(room) ? linkedSeq(link.hash) : undefined;
}

function roomOf({ pathname }: URL): string | undefined {
  const segment = /^\/r\/([^/]+)(?:\/embed)?\/?$/u.exec(pathname)?.[1];
  if (segment === undefined) return undefined;
  const name = parseRoomName(decodeSegment(segment));
  return name.ok ? name.value : undefined;
}

/** Not every `%` in a link that a member typed begins an encoded character. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

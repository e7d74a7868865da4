/**
 * Events as escaped HTML, for pages that put what they receive into the document as it is, as htmx does (SPEC HTML-1 to
 * HTML-3).
 */
import type { RoomEvent } from "../protocol/events.ts";
import type { Message } from "../protocol/events/message.ts";
import { ROOM_LINE_PREFIX } from "../text/lines.ts";
import { TOOK_BACK, toLines } from "./plain-text.ts";

/** A message's element has the id `majlis-SEQ`, so that an edit can replace it. */
export interface HtmlFragment {
  readonly html: string;
  /** it replaces the element with its id: htmx does so where `hx-swap-oob` is set */
  readonly replaces: boolean;
}

/** The id of the element into which htmx puts what a socket sends. */
const LIST_ID = "messages";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const LINE_BREAK = /[\n\u0085\u2028\u2029]/gu;

/** The fragments of an event, each an element on one line; none for an event that plain text leaves out. */
export function toHtmlFragments(event: RoomEvent): HtmlFragment[] {
  switch (event.type) {
    case "message":
      return [{ html: messageHtml(event, { replaces: false }), replaces: false }];
    case "edit":
    case "delete": {
      const { target: seq, from } = event;
      const text = event.type === "edit" ? event.text : "";
      const message = { seq, from, text, ...(text === "" ? { deleted: true as const } : {}) };
      return [{ html: messageHtml(message, { replaces: true }), replaces: true }];
    }
    case "page":
      return event.events.flatMap(toHtmlFragments);
    default:
      return toLines(event).map((line) => ({ html: noticeHtml(line), replaces: false }));
  }
}

/** The fragments for a socket: htmx needs the place of each in the fragment itself. */
export function toSocketHtml(event: RoomEvent): string {
  return toHtmlFragments(event)
    .map(({ html, replaces }) => (replaces ? html : `<div hx-swap-oob="beforeend:#${LIST_ID}">${html}</div>`))
    .join("");
}

function messageHtml(
  { seq, from, text, deleted }: Pick<Message, "seq" | "from" | "text" | "deleted">,
  { replaces }: { readonly replaces: boolean },
): string {
  const author = `<bdi class="majlis-author">${escapeHtml(from.name)}</bdi>`;
  const body = deleted === true ? ` ${TOOK_BACK}` : `: ${escapeHtml(text)}`;
  const swap = replaces ? ' hx-swap-oob="true"' : "";
  return `<p id="majlis-${seq}"${swap} class="majlis-message" dir="auto">${author}${body}</p>`;
}

function noticeHtml(line: string): string {
  return `<p class="majlis-notice" dir="auto">${escapeHtml(line.slice(ROOM_LINE_PREFIX.length))}</p>`;
}

/** Text as HTML, also in an attribute; its line breaks are elements. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "").replace(LINE_BREAK, "<br>");
}

/**
 * Events as escaped HTML, for pages that put what they receive into the document as it is, as htmx does (SPEC HTML-1 to
 * HTML-3).
 */
import type { RoomEvent } from "../protocol/events.ts";
import type { Message } from "../protocol/events/message.ts";
import { ROOM_LINE_PREFIX } from "../text/lines.ts";
import { HAD_REMOVED, TOOK_BACK, toLines } from "./plain-text.ts";

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
    case "restore":
    case "delete": {
      const { target: seq } = event;
      const { author } = event.type === "edit" ? {} : event;
      const text = event.type === "delete" ? "" : event.text;
      const state = text === "" ? { deleted: true as const } : {};
      const removed = text === "" && author !== undefined ? { removed: true as const } : {};
      const message = { seq, from: author ?? event.from, text, ...state, ...removed };
      return [{ html: messageHtml(message, { replaces: true }), replaces: true }];
    }
    case "page":
      return event.events.length === 0 ? notices(event) : event.events.flatMap(toHtmlFragments);
    default:
      return notices(event);
  }
}

function notices(event: RoomEvent): HtmlFragment[] {
  return toLines(event).map((line) => ({ html: noticeHtml(line), replaces: false }));
}

/** The fragments for a socket: htmx needs the place of each in the fragment itself. What is cleared is replaced. */
export function toSocketHtml(event: RoomEvent): string {
  const place = `${event.type === "clear" ? "innerHTML" : "beforeend"}:#${LIST_ID}`;
  return toHtmlFragments(event)
    .map(({ html, replaces }) => (replaces ? html : `<div hx-swap-oob="${place}">${html}</div>`))
    .join("");
}

function messageHtml(
  { seq, from, text, deleted, removed }: Pick<Message, "seq" | "from" | "text" | "deleted" | "removed">,
  { replaces }: { readonly replaces: boolean },
): string {
  const vouched = from.vouched === true ? " data-vouched" : "";
  const author = `<bdi class="majlis-author"${vouched}>${escapeHtml(from.name)}</bdi>`;
  const notice = removed === true ? HAD_REMOVED : TOOK_BACK;
  const body = deleted === true ? ` ${notice}` : `: ${escapeHtml(text)}`;
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

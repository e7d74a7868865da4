import { expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { Message } from "../../src/protocol/events/message.ts";
import { toHtmlFragments, toSocketHtml } from "../../src/transport/html-fragments.ts";

const ana = { id: "a", name: "Ana" };
const base = { at: 1, from: ana, id: "x" };

function message(text: string, name = "Ana"): Message {
  return { type: "message", seq: 3, ...base, from: { id: "a", name }, text };
}

function htmlOf(event: RoomEvent): string[] {
  return toHtmlFragments(event).map(({ html }) => html);
}

test("[HTML-1] [VOUCH-1] a message of a member for whom a site vouches is marked by an attribute, which no text can have", () => {
  const from = { id: "m9", name: "Sara data-vouched", vouched: true } as const;
  const [fragment] = toHtmlFragments({ type: "message", seq: 3, at: 0, id: "c", from, text: "hi" });
  expect(fragment?.html).toContain('<bdi class="majlis-author" data-vouched>Sara data-vouched</bdi>: hi');
  const [guest] = toHtmlFragments({
    type: "message",
    seq: 4,
    at: 0,
    id: "d",
    from: { id: "m", name: "Sara" },
    text: "hi",
  });
  expect(guest?.html).not.toContain("data-vouched");
});

test("[HTML-1] a message is one element on one line, with its author and line breaks", () => {
  expect(htmlOf(message("one\ntwo\u2028three"))).toEqual([
    '<p id="majlis-3" class="majlis-message" dir="auto"><bdi class="majlis-author">Ana</bdi>: one<br>two<br>three</p>',
  ]);
});

test("[HTML-1] [P-5] nothing that a person typed becomes markup, in a text or in a name", () => {
  const typed = `<img src=x onerror="alert('1')">&lt;</p><script>`;
  const [html = ""] = htmlOf(message(typed, typed.slice(0, 30)));
  const withoutOurs = html.replaceAll(/<\/?(?:p|bdi)(?: (?:id|class|dir)="[\w -]*")*>/g, "");
  expect(withoutOurs).not.toMatch(/[<>"']/);
  expect(withoutOurs).toContain("&amp;lt;&lt;/p&gt;&lt;script&gt;");
});

test("[HTML-3] an edit replaces the element of its message, and so do a deletion and a restore", () => {
  const element = (attributes: string, body: string) =>
    `<p id="majlis-3"${attributes} class="majlis-message" dir="auto"><bdi class="majlis-author">Ana</bdi>${body}</p>`;
  const swap = ' hx-swap-oob="true"';
  const edited: RoomEvent = { type: "edit", seq: 4, target: 3, ...base, text: "better" };
  expect(htmlOf(edited)).toEqual([element(swap, ": better")]);
  expect(toSocketHtml(edited)).toBe(element(swap, ": better"));
  expect(htmlOf({ ...edited, text: "" })).toEqual([element(swap, " took a message back")]);
  expect(htmlOf({ type: "delete", seq: 4, target: 3, ...base })).toEqual([
    element(swap, " took a message back"),
  ]);
  expect(htmlOf({ ...edited, type: "restore" })).toEqual([element(swap, ": better")]);
  expect(htmlOf({ ...message(""), deleted: true })).toEqual([element("", " took a message back")]);
});

test("[HTML-3] [MOD-8] what a moderator deletes or restores stays its author's", () => {
  const by = { at: 1, from: { id: "m", name: "Mo" }, id: "x" };
  const author = { id: "a", name: "Ana" };
  const element = (body: string) =>
    `<p id="majlis-3" hx-swap-oob="true" class="majlis-message" dir="auto"><bdi class="majlis-author">Ana</bdi>${body}</p>`;
  expect(htmlOf({ type: "delete", seq: 4, target: 3, ...by, author })).toEqual([
    element(" had a message removed"),
  ]);
  expect(htmlOf({ type: "restore", seq: 5, target: 3, ...by, author, text: "tea" })).toEqual([
    element(": tea"),
  ]);
});

test("[HTML-1] lines of the room are notices, a page is its messages, and other events show nothing", () => {
  expect(htmlOf({ type: "presence", count: 1, left: [{ id: "a", name: "A&B" }] })).toEqual([
    '<p class="majlis-notice" dir="auto">A&amp;B left</p>',
  ]);
  const page: RoomEvent = {
    type: "page",
    position: "e.3",
    more: false,
    events: [message("1"), message("2")],
  };
  expect(htmlOf(page)).toEqual([...htmlOf(message("1")), ...htmlOf(message("2"))]);
  expect(htmlOf({ ...page, events: [] })).toEqual([]);
  expect(htmlOf({ ...page, events: [], more: true })).toEqual([
    '<p class="majlis-notice" dir="auto">there are earlier messages: read them at this room&#39;s URL</p>',
  ]);
  expect(htmlOf({ type: "typing", from: ana, on: true })).toEqual([]);
});

test("[HTML-3] on a socket an element says where htmx puts it", () => {
  const [html = ""] = htmlOf(message("hi"));
  expect(toSocketHtml({ type: "clear", seq: 4, ...base })).toBe(
    '<div hx-swap-oob="innerHTML:#messages"><p class="majlis-notice" dir="auto">Ana cleared the room</p></div>',
  );
  expect(toSocketHtml(message("hi"))).toBe(`<div hx-swap-oob="beforeend:#messages">${html}</div>`);
});

/** Members whose messages a user hides for themselves. */
import { effect } from "@preact/signals";
import { expect, test } from "vitest";
import { hiddenMembersOf, HiddenMembers } from "../../src/ui/conversation/hidden-members.ts";
import { Timeline } from "../../src/ui/models/timeline.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, badr, message, NOON } from "./support/sample.ts";

const DAY_MS = 86_400_000;

function open(storage = memoryStorage()) {
  const timeline = new Timeline();
  const hidden = hiddenMembersOf({ conversation: { timeline }, page: { room: "sample-room" }, storage });
  hidden.start(timeline);
  const rows = () => timeline.rows.value;
  return { timeline, hidden, rows, storage };
}

const own = (seq: number, more = {}) => message(seq, { from: { id: ana.id, name: ana.name }, ...more });

test("their messages leave the list, with days that had no others, and come back", () => {
  const { timeline, hidden, rows } = open();
  timeline.change((log) =>
    log.reset([own(1), message(2, { at: NOON + DAY_MS }), message(3, { at: NOON + DAY_MS })], false),
  );
  const kinds = () => rows().map(({ kind }) => kind);
  expect(kinds()).toEqual(["day", "message", "day", "message", "message"]);
  hidden.set(badr, true);
  expect(kinds()).toEqual(["day", "message"]);
  hidden.set(badr, false);
  expect(kinds()).toHaveLength(5);
});

test("quotes of them have no text, and are the same rows as long as nothing changes", () => {
  const { timeline, hidden, rows } = open();
  timeline.change((log) => log.reset([message(1), own(2, { replyTo: 1 })], false));
  hidden.set(badr, true);
  const quote = () => rows().find(({ kind }) => kind === "message");
  expect(quote()).toMatchObject({ replyState: "gone", replyText: undefined, replyName: undefined });
  const before = quote();
  timeline.change(() => undefined);
  expect(quote()).toBe(before);
});

test("they stay hidden on the next visit, in this room, and another tab's change is taken", () => {
  const { storage, hidden } = open();
  hidden.set(badr, true);
  expect(new HiddenMembers(storage, "sample-room").has(badr.id)).toBe(true);
  expect(new HiddenMembers(storage, "another").has(badr.id)).toBe(false);
  new HiddenMembers(storage, "sample-room").set(badr, false);
  hidden.load();
  expect(hidden.has(badr.id)).toBe(false);
  storage.set("majlis:hidden:sample-room", '[{"id":1}]');
  hidden.load();
  expect(hidden.list.value).toEqual([]);
});

test("another tab that stores something else changes no rows", () => {
  const { storage, timeline, hidden } = open();
  hidden.set(badr, true);
  let changes = -1;
  effect(() => {
    void timeline.rows.value;
    changes++;
  });
  storage.set("majlis:kept:sample-room", "1 {}");
  hidden.load();
  expect(changes).toBe(0);
});

import { expect, test } from "vitest";
import { ACT_NAMES } from "../../src/protocol/acts.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { Page } from "../../src/protocol/events/page.ts";
import { toLines } from "../../src/transport/plain-text.ts";

const ana = { id: "a", name: "Ana" };
const base = { seq: 2, at: 1, from: ana, id: "x" };

test("[TXT-5] [TXT-9] what a moderator does is a line about the member whom it concerns", () => {
  const mo = { ...base, from: { id: "m", name: "Mo" } };
  expect(toLines({ type: "message", ...base, text: "", deleted: true, removed: true })).toEqual([
    "* Ana had a message removed",
  ]);
  expect(toLines({ type: "delete", ...mo, target: 1, author: ana, reason: "spam" })).toEqual([
    "* Ana had a message removed",
  ]);
  expect(toLines({ type: "restore", ...mo, target: 1, author: ana, text: "tea" })).toEqual([
    "* Ana got a message back: tea",
  ]);
  const lines = ACT_NAMES.map((act) => toLines({ type: "moderation", ...mo, act, member: ana }));
  expect(lines.flat()).toEqual([
    "* Ana had all messages removed",
    "* Ana got all messages back",
    "* Ana was muted",
    "* Ana may write again",
    "* Ana was banned",
    "* Ana may come back",
    "* Ana was kicked",
  ]);
});

test("[TXT-2] [TXT-5] [TXT-9] messages, edits, deletions, restores, presence and errors become lines; other events none", () => {
  expect(toLines({ type: "message", ...base, text: "two\nlines" })).toEqual(["Ana: two\n  lines"]);
  expect(toLines({ type: "message", ...base, text: "", deleted: true })).toEqual([
    "* Ana took a message back",
  ]);
  expect(toLines({ type: "edit", ...base, target: 1, text: "better" })).toEqual([
    "* Ana changed a message: better",
  ]);
  expect(toLines({ type: "delete", ...base, target: 1 })).toEqual(["* Ana took a message back"]);
  expect(toLines({ type: "restore", ...base, target: 1, text: "two\nlines" })).toEqual([
    "* Ana put a message back: two\n  lines",
  ]);
  expect(toLines({ type: "clear", ...base })).toEqual(["* Ana cleared the room"]);
  expect(toLines({ type: "error", code: "too_large", message: "Too long." })).toEqual(["* Too long."]);
  const member = { ...ana, role: "guest" } as const;
  expect(toLines({ type: "presence", count: 2, joined: [member] })).toEqual(["* Ana joined"]);
  expect(toLines({ type: "presence", count: 1, left: [ana] })).toEqual(["* Ana left"]);
  expect(toLines({ type: "presence", count: 1, changed: [member] })).toEqual([]);
  expect(toLines({ type: "typing", from: ana, on: true })).toEqual([]);
  expect(toLines({ type: "stored", id: "x", seq: 1 })).toEqual([]);
  expect(toLines({ type: "flow", id: "f" })).toEqual([]);
});

test("[TXT-2] [VOUCH-1] a check follows the name of a vouched member in every line, and no other", () => {
  const sara = { id: "s", name: "Sara", vouched: true } as const;
  const hers = { ...base, from: sara };
  const lines = [
    { type: "message", ...hers, text: "hello" },
    { type: "message", ...hers, text: "", deleted: true },
    { type: "edit", ...hers, target: 1, text: "Ana ✓: hello" },
    { type: "delete", ...hers, target: 1 },
    { type: "restore", ...hers, target: 1, text: "hello" },
    { type: "moderation", ...base, act: "mute", member: sara },
    { type: "presence", count: 2, joined: [{ ...sara, role: "member" }], left: [sara] },
    { type: "message", ...base, text: "Sara ✓: hello" },
  ] satisfies RoomEvent[];
  expect(lines.flatMap(toLines)).toEqual([
    "Sara ✓: hello",
    "* Sara ✓ took a message back",
    "* Sara ✓ changed a message: Ana ✓: hello",
    "* Sara ✓ took a message back",
    "* Sara ✓ put a message back: hello",
    "* Sara ✓ was muted",
    "* Sara ✓ joined",
    "* Sara ✓ left",
    "Ana: Sara ✓: hello",
  ]);
});

test("[TXT-4] an empty page of a room that has messages says that there are earlier ones", () => {
  const page = { type: "page", position: "e.9", events: [] } satisfies Omit<Page, "more">;
  expect(toLines({ ...page, more: false })).toEqual([]);
  expect(toLines({ ...page, more: true, before: 4 })).toEqual([
    "* there are earlier messages: read them at this room's URL",
  ]);
});

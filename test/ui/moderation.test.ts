/** What moderators do, in the list of messages (SPEC MOD-3, MOD-4, MOD-8). */
import { describe, expect, test } from "vitest";
import type { DurableEventOf } from "../../src/protocol/events/durable.ts";
import { noteText } from "../../src/ui/conversation/note-text.ts";
import { formatDuration } from "../../src/ui/i18n/duration.ts";
import { formats } from "../../src/ui/i18n/formats.ts";
import { withoutIsolates } from "../../src/ui/i18n/translate.ts";
import { MessageLog } from "../../src/ui/models/message-log.ts";
import { withNotes } from "../../src/ui/models/row-notes.ts";
import { buildRows } from "../../src/ui/models/rows.ts";
import { IN_ENGLISH } from "./support/english.ts";
import { ana, badr, message, MINUTE, NOON } from "./support/sample.ts";

const from = { id: ana.id, name: ana.name };

function moderation(more: Partial<DurableEventOf<"moderation">>): DurableEventOf<"moderation"> {
  return { type: "moderation", seq: 9, at: NOON, id: "m", from, act: "hide", member: badr, ...more };
}

const own = (seq: number) => message(seq, { from, text: `own ${seq}` });

describe("[MOD-4] a member whose messages are hidden", () => {
  test("has no text left in the page, and what they write afterwards is shown", () => {
    const log = new MessageLog();
    log.reset([message(1), own(2), message(3)], false);
    log.apply(moderation({ seq: 4 }), "follow");
    log.apply(message(5), "follow");
    expect(log.messages.map(({ text, removed }) => [text, removed])).toEqual([
      ["", true],
      ["own 2", undefined],
      ["", true],
      ["message 5", undefined],
    ]);
  });

  test("is shown again as the room has the messages then", () => {
    const log = new MessageLog();
    log.reset([message(1), own(2)], false);
    log.apply(moderation({ seq: 3 }), "follow");
    log.refresh({ type: "page", position: "e.4", events: [message(1, { text: "edited" })], more: false });
    expect(log.messages.map(({ text, removed }) => [text, removed])).toEqual([
      ["edited", undefined],
      ["own 2", undefined],
    ]);
  });
});

test("[MOD-8] a message that a moderator deleted is marked so, until it is restored", () => {
  const log = new MessageLog();
  log.reset([message(1), message(2)], false);
  log.apply({ type: "delete", seq: 3, at: NOON, id: "d", from, target: 1, author: badr }, "follow");
  log.apply({ type: "delete", seq: 4, at: NOON, id: "e", from: badr, target: 2 }, "follow");
  const rows = () =>
    buildRows({ messages: log.messages, pending: [], self: ana }, []).flatMap((row) =>
      row.kind === "message" ? [[row.deleted, row.removed]] : [],
    );
  expect(rows()).toEqual([
    [true, true],
    [true, false],
  ]);
  log.apply(
    { type: "restore", seq: 5, at: NOON, id: "r", from, target: 1, author: badr, text: "back" },
    "follow",
  );
  expect(rows()[0]).toEqual([false, false]);
});

test("a line about an act is before the first message that is newer, and none is before the window", () => {
  const rows = buildRows({ messages: [message(3), message(8)], pending: [], self: ana }, []);
  const keys = withNotes(
    rows,
    [moderation({ seq: 1 }), moderation({ seq: 5 }), moderation({ seq: 9 })],
    (_, key) => key as never,
  ).map(({ key }) => key);
  expect(keys).toEqual(["day/b2/id3", "b2/id3", "note/5", "b2/id8", "note/9"]);
});

describe("a line about an act", () => {
  const say = (...[note]: Parameters<typeof noteText> extends [infer Note, ...unknown[]] ? [Note] : never) =>
    withoutIsolates(noteText(note, IN_ENGLISH.t, formats("en")));

  test("says who did what to whom, for how long and why", () => {
    expect(say(moderation({ act: "mute", until: NOON + 60 * MINUTE, reason: "caps" }))).toBe(
      "بدر was muted by Ana for 1 hour. Reason: caps",
    );
    expect(say(moderation({ act: "ban" }))).toBe("بدر was banned by Ana.");
    expect(say(moderation({ act: "kick" }))).toBe("بدر was kicked by Ana.");
  });

  test("[OWN-5] says who got which role, from whom, or by a key", () => {
    const role = { type: "role", seq: 1, at: NOON, id: "r", from, member: badr, role: "moderator" } as const;
    expect(say(role)).toBe("Ana made بدر a moderator.");
    expect(say({ ...role, role: "guest" })).toBe("Ana took the role of بدر.");
    expect(say({ ...role, member: from, role: "owner" })).toBe("Ana is now an owner of the room.");
    expect(say({ ...role, member: from, role: "guest" })).toBe("Ana gave up their role.");
  });
});

test.each([
  [5, "5 seconds"],
  [60, "1 minute"],
  [90, "2 minutes"],
  [3_599.2, "1 hour"],
  [5_400, "90 minutes"],
  [86_400, "1 day"],
])("%f seconds are %s", (seconds, text) => {
  expect(formatDuration("en", seconds)).toBe(text);
});

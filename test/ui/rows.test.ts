import { describe, expect, test } from "vitest";
import type { PendingMessage } from "../../src/client/api.ts";
import { NO_OVERLAY } from "../../src/ui/models/overlay.ts";
import { repliesTo } from "../../src/ui/models/replies.ts";
import { buildRows, GROUP_MS, type MessageRow, type Row, type RowSources } from "../../src/ui/models/rows.ts";
import { ana, badr, message, MINUTE, NOON } from "./support/sample.ts";

const DAY = 24 * 60 * MINUTE;
const build = (sources: Partial<RowSources>, previous: readonly Row[] = []) =>
  buildRows({ messages: [], pending: [], self: ana, ...sources }, previous);
const onlyMessages = (rows: readonly Row[]) =>
  rows.filter((row): row is MessageRow => row.kind === "message");
const pending = (id: string, more: Partial<PendingMessage> = {}): PendingMessage => ({
  id,
  text: `text of ${id}`,
  at: NOON,
  status: { name: "sent" },
  ...more,
});

describe("message groups", () => {
  const leads = (...messages: ReturnType<typeof message>[]) =>
    onlyMessages(build({ messages })).map((row) => row.startsGroup);

  test("have messages of one author within five minutes", () => {
    const later = message(2, { at: NOON + MINUTE + GROUP_MS });
    expect(leads(message(1), later, message(3, { at: later.at + GROUP_MS + 1 }))).toEqual([
      true,
      false,
      true,
    ]);
  });

  test("end at another author, another name or a reply", () => {
    expect(leads(message(1), message(2, { from: ana }), message(3))).toEqual([true, true, true]);
    expect(leads(message(1), message(2, { from: { ...badr, name: "Badr" } }))).toEqual([true, true]);
    expect(leads(message(1), message(2, { replyTo: 1 }))).toEqual([true, true]);
  });
});

describe("day separators", () => {
  test("are before the first message and where the date changes", () => {
    const rows = build({ messages: [message(1), message(2), message(3, { at: NOON + DAY })] });
    expect(rows.map(({ kind }) => kind)).toEqual(["day", "message", "message", "day", "message"]);
    expect(onlyMessages(rows)[2]?.startsGroup).toBe(true);
  });

  test("are not repeated when a clock runs behind", () => {
    const rows = build({ messages: [message(1)], pending: [pending("c1", { at: NOON - DAY })] });
    expect(rows.map(({ kind }) => kind)).toEqual(["day", "message", "message"]);
  });

  test("are not repeated when the clock is right again", () => {
    const rows = build({
      messages: [message(1), message(2, { at: NOON + DAY }), message(3), message(4, { at: NOON + DAY })],
    });
    expect(rows.map(({ kind }) => kind)).toEqual(["day", "message", "day", "message", "message", "message"]);
  });
});

describe("the number of replies", () => {
  const counts = (sources: Partial<RowSources>) => onlyMessages(build(sources)).map((row) => row.replyCount);
  const replies = [message(1), message(2, { replyTo: 1 }), message(3, { replyTo: 1 })];

  test("counts the messages of the window that reply", () => {
    expect(counts({ messages: [...replies, message(4, { replyTo: 3 })] })).toEqual([2, 0, 1, 0]);
    expect(counts({ messages: replies.slice(1) })).toEqual([0, 0]);
  });

  test("leaves out replies that are deleted, or that you delete", () => {
    expect(counts({ messages: [...replies, message(4, { replyTo: 1, deleted: true, text: "" })] })[0]).toBe(
      2,
    );
    expect(counts({ messages: replies, overlay: { ...NO_OVERLAY, pendingDeletes: new Set([3]) } })[0]).toBe(
      1,
    );
  });

  test("renews only the row of the message that is replied to", () => {
    const before = build({ messages: replies.slice(0, 2) });
    const after = build({ messages: replies }, before);
    expect(after.map((row) => before.includes(row))).toEqual([true, false, true, false]);
  });

  test("is of as many messages as are listed", () => {
    const rows = build({
      messages: [...replies, message(4, { replyTo: 1, deleted: true, text: "" })],
      pending: [pending("c1", { replyTo: 1 })],
    });
    expect(repliesTo(rows, 1).map(({ seq }) => seq)).toEqual([2, 3]);
  });
});

describe("own messages", () => {
  test("keep their row from pending to stored", () => {
    const before = build({ messages: [message(1)], pending: [pending("c1"), pending("c2")] });
    const stored = message(2, { from: ana, id: "c1", text: "text of c1", at: NOON });
    const both = build({ messages: [message(1), stored], pending: [pending("c1"), pending("c2")] }, before);
    const after = build({ messages: [message(1), stored], pending: [pending("c2")] }, both);
    const keys = (rows: readonly Row[]) => rows.map(({ key }) => key);
    expect(keys(both)).toEqual(keys(before));
    expect(keys(after)).toEqual(keys(before));
    expect(onlyMessages(before).map(({ delivery }) => delivery)).toEqual(["stored", "sent", "sent"]);
    expect(onlyMessages(both).map(({ delivery }) => delivery)).toEqual(["stored", "stored", "sent"]);
  });

  test("have the error if they failed", () => {
    const [row] = onlyMessages(
      build({ pending: [pending("c1", { status: { name: "failed", code: "forbidden", message: "No." } })] }),
    );
    expect(row).toMatchObject({
      delivery: "failed",
      failureCode: "forbidden",
      failureMessage: "No.",
      own: true,
    });
  });

  test("are not mistaken for another member's message with the same id", () => {
    const rows = onlyMessages(build({ messages: [message(1, { id: "c1" })], pending: [pending("c1")] }));
    expect(rows.map(({ own }) => own)).toEqual([false, true]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
  });
});

test("two rows never share a key, even if a member repeats an id", () => {
  const rows = build({ messages: [message(1, { id: "x" }), message(2, { id: "x" })] });
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});

test("rows that did not change are the same objects", () => {
  const before = build({ messages: [message(1), message(2)] });
  const after = build({ messages: [message(1), message(2, { text: "else" }), message(3)] }, before);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).toBe(before[1]);
  expect(after[2]).not.toBe(before[2]);
});

test("a reply quotes its original while the page holds it", () => {
  const rows = onlyMessages(
    build({ messages: [message(1), message(2, { replyTo: 1 }), message(3, { replyTo: 99 })] }),
  );
  expect(rows[1]).toMatchObject({ replyName: badr.name, replyText: "message 1" });
  expect(rows[2]).toMatchObject({ replyTo: 99, replyName: undefined });
});

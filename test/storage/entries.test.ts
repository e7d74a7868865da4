import { expect, test } from "vitest";
import { ENTRIES, type EntryTable } from "../../src/storage/entries.ts";

test("[LOG-5] released kind numbers do not change, and no two types share one", () => {
  const kinds = Object.entries(ENTRIES).map(([type, { kind }]) => [type, kind]);
  expect(Object.fromEntries(kinds)).toMatchObject({
    message: 1,
    edit: 2,
    delete: 3,
    reaction: 4,
    settings: 5,
    restore: 6,
    role: 7,
  });
  expect(new Set(kinds.map(([, kind]) => kind)).size).toBe(kinds.length);
});

/** Each line under a directive must fail to compile: `tsc` reports a directive without an error. */
test("a durable event that has no definition, or another's, does not compile", () => {
  const { edit, ...missing } = ENTRIES;
  // @ts-expect-error a durable type without a definition
  missing satisfies EntryTable;
  // @ts-expect-error another event's definition
  ({ ...missing, edit: ENTRIES.delete }) satisfies EntryTable;
  // @ts-expect-error an event that is not durable
  ({ ...missing, edit, typing: edit }) satisfies EntryTable;
  const { fromRow: _fromRow, ...withoutRead } = edit;
  // @ts-expect-error a definition that reads nothing back
  ({ ...missing, edit: withoutRead }) satisfies EntryTable;
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRoomName } from "../../src/text/room-names.ts";

test.each([
  ["tea", "tea"],
  ["Tea-Room_2", "tea-room_2"],
  ["مجلس", "مجلس"],
  ["हिन्दी", "हिन्दी"],
  ["ΣΊΣΥΦΟΣ", "σίσυφος"],
  ["e\u0301te\u0301", "été"],
  ["٣٤", "٣٤"],
  ["x".repeat(64), "x".repeat(64)],
  ["é".repeat(64), "é".repeat(64)],
])("[ROOM-1] the canonical form of %s is %s", (spelling, name) => {
  expect(parseRoomName(spelling)).toEqual({ ok: true, value: name });
});

test.each([
  "",
  " ",
  "a b",
  "a/b",
  "a.b",
  ".",
  "..",
  "a\u0000",
  "x".repeat(65),
  "مجلس!",
  "👋",
  "\u0301a",
  "a\u200db",
  "a\u202eb",
  `a${"\u0301".repeat(9)}`,
  "\ud800",
  "__proto__/x",
  "%2e",
])("[ROOM-1] %j is not a valid room name", (spelling) => {
  expect(parseRoomName(spelling)).toEqual({ ok: false, failure: "invalid_room_name" });
});

test("[ROOM-1] canonicalization is idempotent, and its result safe in a URL", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 70 }), (spelling) => {
      const parsed = parseRoomName(spelling);
      if (!parsed.ok) return;
      expect(parseRoomName(parsed.value)).toEqual(parsed);
      const { pathname } = new URL(`https://majlis.test/r/${encodeURIComponent(parsed.value)}`);
      expect(decodeURIComponent(pathname.slice("/r/".length))).toBe(parsed.value);
    }),
    { numRuns: 2_000 },
  );
});

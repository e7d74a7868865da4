import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestRoomName, parseRoomName } from "../../src/text/room-names.ts";

test.each([
  ["tea", "tea"],
  ["Tea-Room_2", "tea-room_2"],
  ["مجلس", "مجلس"],
  ["हिन्दी", "हिन्दी"],
  ["ΣΊΣΥΦΟΣ", "σίσυφος"],
  ["e\u0301te\u0301", "été"],
  ["٣٤", "٣٤"],
  ["کتاب\u200cخانه", "کتابخانه"],
  ["می\u200cخواهم", "میخواهم"],
  ["ශ්\u200dරී", "ශ්\u200dරී"],
  ["क्\u200dष", "क्\u200dष"],
  ["क्\u200cष", "क्\u200cष"],
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
  "a\u200cb",
  "\u200cکتاب",
  "کتاب\u200c",
  "क\u200dष",
  "👩\u200d🚀",
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

test.each([
  ["Book Club", "book-club"],
  ["tea.", "tea"],
  ["tea ", "tea"],
  [" /tea/ ", "tea"],
  ["Rock'n'Roll!", "rocknroll"],
  ["🍵 tea", "tea"],
  ["C++ / C#", "c-c"],
  ["ＴＥＡ", "tea"],
  ["نادي الكتاب", "نادي-الكتاب"],
  ["ශ්\u200dරී ලංකා", "ශ්\u200dරී-ලංකා"],
  ["a\u200db", "ab"],
  ["2026.11.29", "2026-11-29"],
  [`a${"\u0301".repeat(9)}`, `á${"\u0301".repeat(4)}`],
  ["x y ".repeat(40), `${"x-y-".repeat(15)}x-y`],
])("[ROOM-1] the valid name nearest to %j is %s", (typed, name) => {
  expect(nearestRoomName(typed)).toBe(name);
});

test.each(["", "🍵", "...", "--", "\u0301", "\ud800"])("[ROOM-1] no valid name is near %j", (typed) => {
  expect(nearestRoomName(typed)).toBeUndefined();
});

test("[ROOM-1] the nearest name is valid and canonical for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (typed) => {
      const name = nearestRoomName(typed);
      if (name !== undefined) expect(parseRoomName(name)).toEqual({ ok: true, value: name });
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["a variation selector", "tea\ufe0f", "tea"],
  ["a Hangul filler", "tea\u3164", "tea"],
  ["a zero-width space", "te\u200ba", "tea"],
  ["a word joiner", "te\u2060a", "tea"],
  ["a tag", "tea\u{e0041}", "tea"],
  ["a soft hyphen", "te\u00ada", "tea"],
  ["the other form of sigma", "οδοσ", "οδος"],
  ["Greek capitals", "ΟΔΟΣ", "οδος"],
])("[ROOM-1] %s makes no other room", (_, raw, name) => {
  expect(parseRoomName(raw)).toEqual({ ok: true, value: name });
});

test.each(["\u3164", "\u115f", "\u1160", "\uffa0", "\ufe0f", "\u2800", "\u00ad"])(
  "[ROOM-1] %j alone names no room",
  (raw) => expect(parseRoomName(raw).ok).toBe(false),
);

test("[ROOM-1] a name of 64 letters has at most 512 bytes", () => {
  const letter = "क\u0941\u0902";
  expect(parseRoomName(letter.repeat(56)).ok).toBe(true);
  expect(parseRoomName(letter.repeat(57)).ok).toBe(false);
});

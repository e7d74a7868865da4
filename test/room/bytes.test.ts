/** Bytes of what is signed, against what Node makes of them. */
import { expect, test } from "vitest";
import { decodeBase64Url, encodeBase64Url, utf8Of } from "../../src/room/identity/bytes.ts";

test.each(["", "ascii", "a\nb\u0000c\u007f", "é", "ليلى 🍵", `${"x".repeat(300)}\u0080`])(
  "the UTF-8 bytes of %j",
  (text) => {
    expect(Buffer.from(utf8Of(text))).toEqual(Buffer.from(text, "utf8"));
  },
);

test("a text with half of a surrogate pair has none: it cannot be read back", () => {
  expect(() => utf8Of("a\ud83c")).toThrow();
});

test("bytes of any number in unpadded base64url, and back", () => {
  for (let length = 0; length <= 70; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length * 11 + 250) % 256);
    expect(encodeBase64Url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
    expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes);
  }
});

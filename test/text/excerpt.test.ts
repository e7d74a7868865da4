import fc from "fast-check";
import { expect, test } from "vitest";
import { excerpt, plainStart } from "../../src/text/excerpt.ts";
import { truncate } from "../../src/text/truncate.ts";

test.each([
  ["hello", "hello"],
  ["**bold** `it`", "bold it"],
  ["> said\n*yes*", "said\nyes"],
  ["12345678901", "1234567890…"],
  ["123456789😀", "123456789…"],
  ["12345678👨‍👩‍👧", "12345678…"],
  ["123456789e\u0301", "123456789…"],
  ["**12345678901**", "1234567890…"],
])("the excerpt of %j is %j", (text, expected) => {
  expect(excerpt(text, 10)).toBe(expected);
});

test("of a long text the start is parsed, and code in it ends", () => {
  expect(excerpt(`a **${"b".repeat(200)}** c`, 10)).toBe("a **bbbbbb…");
  expect(excerpt(`\`\`\`js\n${"code\n".repeat(100)}\`\`\``, 10)).toBe("code\ncode\n…");
});

test("of a text that is read out the start is parsed, about as much as is needed", () => {
  expect(plainStart("**bold** `it`", 10)).toBe("bold it");
  expect(plainStart("**12345678901**", 10)).toBe("1234567890…");
  expect(plainStart(`ab ${"*".repeat(100)} **c**`, 10)).toBe("ab *******…");
});

test("a text is cut between two graphemes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(20), (text, max) => {
      const cut = truncate(text, max);
      if (text.length <= max) return void expect(cut).toBe(text);
      const start = cut.slice(0, -1);
      expect(start.length).toBeLessThanOrEqual(max);
      const boundaries = [...new Intl.Segmenter().segment(text)].map(({ index }) => index);
      expect(boundaries).toContain(start.length);
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanInput, cleanLine } from "../../src/text/clean-input.ts";
import { describeInvalidCharacter } from "../../src/text/invalid-character.ts";
import { parseText } from "../../src/text/message-text.ts";

const LIMITS = { textGraphemes: 4_000, textBytes: 16_384 };

test.each([
  ["a vertical tab of a slide", "line one\u000bline two", "line one\nline two"],
  ["a form feed of a PDF", "page 1\fpage 2", "page 1\npage 2"],
  ["NEL, LS, PS, CR and CRLF", "a\u0085b\u2028c\u2029d\re\r\nf", "a\nb\nc\nd\ne\nf"],
  ["the colours of a terminal", "\u001b[31mred\u001b[0m \u001b[1;38;5;208mbold\u001b[m", "red bold"],
  ["a C1 control sequence", "\u009b31mred", "red"],
  ["a terminal's title", "\u001b]0;title\u0007text", "text"],
  ["a terminal's link", "\u001b]8;;https://a.example\u001b\\link\u001b]8;;\u001b\\", "link"],
  ["a control string of C1", "\u0090q\u009ctext", "text"],
  ["a title without its end", "\u001b]0;title\nnext", "0;title\nnext"],
  ["other escape sequences", "\u001b(Ba\u001b7b\u001b=c", "abc"],
  ["NUL, BEL, DEL and C1", "a\u0000b\u0007c\u007fd\u0081e", "abcde"],
  ["a lone ESC", "a\u001b", "a"],
  ["half an emoji", "a\ud83db", "ab"],
  ["tabs, emoji, joiners and isolates", "a\tb 👩‍💻 \u2067م\u2069 \u200c", "a\tb 👩‍💻 \u2067م\u2069 \u200c"],
])("of %s the text is left", (_, typed, cleaned) => {
  expect(cleanInput(typed)).toBe(cleaned);
});

test("in a field of one line tabs and line breaks are spaces", () => {
  expect(cleanLine("Ana\r\nMaria\t\u001b[1mX\u0000")).toBe("Ana Maria X");
});

test("[PUB-1] no cleaned text is refused as invalid", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (typed) => {
      const parsed = parseText(cleanInput(typed), LIMITS);
      expect(parsed.ok || parsed.failure).not.toBe("invalid_text");
    }),
  );
});

test.each([
  ["a text\u001b[31m", "U+001B at 6"],
  ["👍\u0000", "U+0000 at 1"],
  ["a\u000bb", "U+000B at 1"],
  ["a\r\n\u0085\u2028\u007f", "U+007F at 5"],
  ["ab\ud800c", "U+D800 at 2"],
  ["fine\r\n\u0085\u2028", undefined],
  [`b\u{1f44d}a${"\u0301".repeat(16)}\u0345`, "U+0345 at 19 (more than 16 marks on a letter)"],
  [`a${"\u0301\u200d".repeat(17)}\u0000`, "U+0301 at 33 (more than 16 marks on a letter)"],
  [`a\u0000${"\u0301".repeat(17)}`, "U+0000 at 1"],
  [`a${"\u0301".repeat(16)}`, undefined],
])("[PUB-1] the first wrong character of %j is %s", (raw, described) => {
  expect(describeInvalidCharacter(raw)).toBe(described);
  expect(parseText(raw, LIMITS).ok).toBe(described === undefined);
});

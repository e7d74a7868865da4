import { describe, expect, test } from "vitest";
import { initialOf } from "../../src/ui/models/avatar.ts";
import { isBigEmoji } from "../../src/ui/models/big-emoji.ts";
import { limitComplexity, isUnbroken } from "../../src/ui/models/complexity-limits.ts";
import { parseInline } from "../../src/text/markdown-inline.ts";
import { parseMarkdown } from "../../src/text/markdown.ts";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { FORMATTING_EXAMPLES } from "../../src/ui/views/settings/formatting-list.ts";
import { plainDirection } from "../../src/ui/models/direction.ts";
import { directionOf, directionOfBlocks } from "../../src/ui/models/inline-direction.ts";
import { parseListNumber } from "../../src/ui/models/list-number.ts";
import { wordsWithLink } from "../../src/ui/models/pasted-link.ts";
import { checkText } from "../../src/ui/models/text-check.ts";

describe("the direction", () => {
  test.each([
    ["hello", "auto"],
    ["سلام", "auto"],
    ["123", undefined],
    ["🎉🎉", undefined],
    ["https://a.example", undefined],
    ["https://a.example سلام", "auto"],
    ["@Sara `npm i` 12", undefined],
    ["**12** ~~سلام~~", "auto"],
  ])("of %j is %s", (text, expected) => {
    expect(directionOf(parseInline(text, { names: [] }))).toBe(expected);
  });

  test.each([
    ["and I agree\n\nhttps://a.example", "ltr"],
    ["> قال هذا\n\nhttps://a.example", "rtl"],
    ["- 12\n- **سلام** and words", "rtl"],
    ["```\ncode\n```\nשלום", "rtl"],
    ["- 12\n- https://a.example", undefined],
  ])("of the blocks of %j is %s", (text, expected) => {
    expect(directionOfBlocks(parseMarkdown(text))).toBe(expected);
  });

  test("of plain text is found without parsing markup", () => {
    expect(["hello", "سلام", "123 🎉"].map(plainDirection)).toEqual(["auto", "auto", undefined]);
  });
});

test("the number of a list item may have Western or Arabic digits", () => {
  expect(["1.", "12)", "٧.", "١٢)"].map(parseListNumber)).toEqual([1, 12, 7, 12]);
});

test("a few directional isolates are kept, a flood of them is removed", () => {
  const ordinary = "the file \u2068\u0645\u0644\u0641\u2069 is here";
  expect(limitComplexity(ordinary)).toBe(ordinary);
  expect(limitComplexity("\u2067a\u2066b".repeat(100))).toBe("ab".repeat(100));
});

test("a few marks of phonetics are kept, a flood of them is removed", () => {
  const ordinary = "e\u1dc4 and a\u1ab0";
  expect(limitComplexity(ordinary)).toBe(ordinary);
  expect(limitComplexity("\u0640\u1dd0\u1dcd".repeat(100))).toBe("\u0640".repeat(100));
});

describe("a message of a few emoji only", () => {
  test.each(["🎉", "👩‍👩‍👧 🏳️‍🌈", "❤️❤️❤️❤️❤️❤️"])("%s is shown large", (text) =>
    expect(isBigEmoji(text)).toBe(true),
  );
  test.each(["", "a🎉", "12", "🎉🎉🎉🎉🎉🎉🎉", "#"])("%j is shown in normal size", (text) =>
    expect(isBigEmoji(text)).toBe(false),
  );
});

describe("an avatar", () => {
  test("has the first grapheme of the name", () => {
    expect(["ana", "👩‍👩‍👧 home", "بدر", "éva"].map(initialOf)).toEqual(["A", "👩‍👩‍👧", "ب", "É"]);
  });
});

describe("the text check", () => {
  const limits = { textGraphemes: 100, textBytes: 400 };
  test.each([
    ["", { name: "empty" }],
    [" \n", { name: "empty" }],
    ["hello", { name: "good" }],
    ["x".repeat(95), { name: "near", left: 5 }],
    ["x".repeat(103), { name: "over", by: 3 }],
    ["\u0000", { name: "invalid" }],
    ["👩‍👩‍👧".repeat(30), { name: "over-bytes" }],
  ])("of %j", (text, expected) => {
    expect(checkText(text, limits)).toEqual(expected);
  });
});

test("excess combining marks on a letter are removed, those of real scripts are kept", () => {
  const ordinary = "قُلْ هُوَ ٱللَّهُ أَحَدٌ · Việt Nam · ก็ · ཧྐྵྨླྺྼྻུྂ · 👩🏽‍🚀 1️⃣";
  expect(limitComplexity(ordinary)).toBe(ordinary);
  expect(limitComplexity(`z${"\u0300\u0489".repeat(900)}algo`)).toBe(`z${"\u0300\u0489".repeat(8)}algo`);
});

test("an endless word of joining letters may break anywhere, ordinary words may not", () => {
  expect(isUnbroken(`${"ـ".repeat(3_000)}م`)).toBe(true);
  expect(isUnbroken("السلام عليكم ورحمة الله ".repeat(100))).toBe(false);
  expect(isUnbroken("w".repeat(4_000))).toBe(false);
});

describe("a URL that is pasted over selected words", () => {
  test.each([
    ["the menu", "https://a.example/m", "the menu https://a.example/m"],
    ["the menu ", "https://a.example/m\n", "the menu https://a.example/m "],
    ["القائمة", "www.a.example", "القائمة www.a.example"],
  ])("%j and %j become %j", (selected, pasted, expected) => {
    expect(wordsWithLink(selected, pasted)).toBe(expected);
  });

  test.each([
    ["", "https://a.example"],
    ["  ", "https://a.example"],
    ["two\nlines", "https://a.example"],
    ["the menu", "soup"],
    ["the menu", "https://a.example and more"],
    ["https://old.example", "https://a.example"],
  ])("replaces %j by %j as usual", (selected, pasted) => {
    expect(wordsWithLink(selected, pasted)).toBeUndefined();
  });
});

test.each([en.lazy.formatWord, ar.lazy.formatWord])(
  "the formatting help shows what %j is typed as",
  (word) => {
    const kinds = FORMATTING_EXAMPLES.map(({ markup }) => {
      const [block] = parseMarkdown(markup(word));
      return block?.kind === "paragraph" ? block.children[0]?.kind : block?.kind;
    });
    expect(kinds).toEqual(["bold", "italic", "strike", "code", "fence", "quote", "list", "list"]);
  },
);

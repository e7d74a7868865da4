import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hueOf, initialOf } from "../../src/ui/models/avatar.ts";
import { isBigEmoji } from "../../src/ui/models/big-emoji.ts";
import { directionOf } from "../../src/ui/models/direction.ts";
import { checkText } from "../../src/ui/models/text-check.ts";
import { textParts } from "../../src/ui/models/text-parts.ts";

const links = (text: string) => textParts(text).flatMap((part) => (part.kind === "link" ? [part.href] : []));

describe("addresses", () => {
  test.each([
    ["see https://a.example/b.", ["https://a.example/b"]],
    ["(https://a.example/x_(y))", ["https://a.example/x_(y)"]],
    ["«https://a.example»، ثم", ["https://a.example"]],
    ["الرابط https://a.example/؟", ["https://a.example/"]],
    ["http://a.example and HTTPS://B.example/", ["http://a.example", "HTTPS://B.example/"]],
    ["javascript:alert(1) ftp://a.example data:text/html,x", []],
    ["https://bank.example@evil.example/", []],
    ["xhttps://a.example", []],
    ["https://", []],
    ["https://a.example/\u202etxt\u2066.exe", ["https://a.example/"]],
  ])("in %j", (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  test("are cut out so that the parts joined are the text again", () => {
    const piece = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("https://a.example/", ".", ")", "(", " ", "\n"),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        expect(
          textParts(text)
            .map((part) => part.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });

  test("of any length are found in a moment", () => {
    const began = performance.now();
    textParts(`https://a.example/${"(".repeat(8_000)}${")".repeat(8_000)}`);
    textParts(`https://a.example/${")".repeat(16_000)}`);
    textParts("https://".repeat(2_000));
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe("direction", () => {
  test.each([
    ["hello", "auto"],
    ["سلام", "auto"],
    ["123", undefined],
    ["🎉🎉", undefined],
    ["https://a.example", undefined],
    ["https://a.example سلام", "auto"],
  ])("of %j is %s", (text, expected) => {
    expect(directionOf(textParts(text))).toBe(expected);
  });
});

describe("a few emoji and nothing else", () => {
  test.each(["🎉", "👩‍👩‍👧 🏳️‍🌈", "❤️❤️❤️❤️❤️❤️"])("%s is shown large", (text) =>
    expect(isBigEmoji(text)).toBe(true),
  );
  test.each(["", "a🎉", "12", "🎉🎉🎉🎉🎉🎉🎉", "#"])("%j is not", (text) =>
    expect(isBigEmoji(text)).toBe(false),
  );
});

describe("a member's mark", () => {
  test("is the first character as people see it", () => {
    expect(["ana", "👩‍👩‍👧 home", "بدر", "éva"].map(initialOf)).toEqual(["A", "👩‍👩‍👧", "ب", "É"]);
  });

  test("has a hue that stays, and spreads", () => {
    expect(hueOf("a1")).toBe(hueOf("a1"));
    const hues = new Set(Array.from({ length: 100 }, (_, index) => hueOf(`member${index}`)));
    expect(hues.size).toBeGreaterThan(60);
    for (const hue of hues) expect(hue).toBeGreaterThanOrEqual(0);
  });
});

describe("what is being written", () => {
  const limits = { textGraphemes: 100, textBytes: 400 };
  test.each([
    ["", { name: "empty" }],
    [" \n", { name: "empty" }],
    ["hello", { name: "good" }],
    ["x".repeat(95), { name: "near", left: 5 }],
    ["x".repeat(103), { name: "over", by: 3 }],
    ["\u0000", { name: "invalid" }],
    ["👩‍👩‍👧".repeat(30), { name: "over-bytes" }],
  ])("%j", (text, expected) => {
    expect(checkText(text, limits)).toEqual(expected);
  });
});

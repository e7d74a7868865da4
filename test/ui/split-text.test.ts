import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseText } from "../../src/text/message-text.ts";
import { splitText } from "../../src/ui/models/split-text.ts";

const limits = { textGraphemes: 20, textBytes: 80 };

describe("a text too long for one message", () => {
  test.each([
    ["fits", ["fits"]],
    ["one paragraph.\n\nand another one", ["one paragraph.", "and another one"]],
    ["a line of text\nand a second one", ["a line of text", "and a second one"]],
    ["some words that go on and on", ["some words that go", "on and on"]],
    ["w".repeat(45), ["w".repeat(20), "w".repeat(20), "w".repeat(5)]],
    ["كلام عربي طويل لا يسعه واحد", ["كلام عربي طويل لا", "يسعه واحد"]],
    ["👩‍👩‍👧‍👦".repeat(4), ["👩‍👩‍👧‍👦".repeat(3), "👩‍👩‍👧‍👦"]],
  ])("is split at the best boundary: %j", (text, parts) => {
    expect(splitText(text, limits)).toEqual(parts);
  });

  test("is not split if there would be too many parts", () => {
    expect(splitText("w".repeat(20 * 12), limits)).toHaveLength(12);
    expect(splitText("w".repeat(20 * 12 + 1), limits)).toBeUndefined();
  });

  test("loses no visible character, and every part can be sent", () => {
    const text = fc.array(fc.constantFrom("word", "مرحبا", "👩‍👩‍👧", " ", "\n", "\n\n", "longerword", "."), {
      maxLength: 60,
    });
    const visible = (text: string) => text.replace(/\s/gu, "");
    fc.assert(
      fc.property(text, (pieces) => {
        const parts = splitText(pieces.join(""), limits) ?? [];
        fc.pre(parts.length > 0);
        expect(visible(parts.join(""))).toBe(visible(pieces.join("")));
        for (const part of parts) expect(parseText(part, limits).ok).toBe(true);
      }),
    );
  });
});

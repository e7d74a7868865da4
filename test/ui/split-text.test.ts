import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMarkdown } from "../../src/text/markdown.ts";
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

describe("markup that a cut divides", () => {
  const small = { textGraphemes: 40, textBytes: 200 };
  const reads = (parts: readonly string[] | undefined) =>
    (parts ?? []).map((part) =>
      parseMarkdown(part).map((block) =>
        block.kind === "fence" ? `${block.language}|${block.text}` : block.kind,
      ),
    );

  test.each([
    [
      "with its language",
      "```js\nconst one = 1;\nconst two = 2;\nconst three = 3;\n```",
      [["js|const one = 1;"], ["js|const two = 2;"], ["js|const three = 3;"]],
    ],
    [
      "of four backticks",
      "````md\n```\ninside the code\n```\nmore of it, long\n````",
      [["md|```\ninside the code\n```"], ["md|more of it, long"]],
    ],
    [
      "of tildes",
      "~~~\nthe first line of code\nthe second line\n~~~",
      [["|the first line of code"], ["|the second line"]],
    ],
    [
      "closed on its last line",
      "```\nthe first line of code\nthe second line```",
      [["|the first line of code"], ["|the second line"]],
    ],
    [
      "that text follows",
      "```\nthe first line of code 12\n``` and text after it",
      [["|the first line of code 12"], ["paragraph"]],
    ],
    [
      "with indentation",
      "```py\ndef one_long_name():\n    return 1234567\n```",
      [["py|def one_long_name():"], ["py|    return 1234567"]],
    ],
    [
      "after text",
      "Look at this code:\n```\nconst number = 1234567;\n```",
      [["paragraph"], ["|const number = 1234567;"]],
    ],
    [
      "that ends at the cut",
      "```\nthe first line of code 12\n```\nand text after it",
      [["|the first line of code 12"], ["paragraph"]],
    ],
  ])("code %s stays code in every message", (_, text, expected) => {
    expect(reads(splitText(text, small))).toEqual(expected);
  });

  test("160 lines of code are code in each message, and no line is lost", () => {
    const lines = Array.from(
      { length: 160 },
      (_, index) => `def f${index}(*args, **kwargs): return ~~x~~ # ${"y".repeat(20)}`,
    );
    const parts =
      splitText(`\`\`\`py\n${lines.join("\n")}\n\`\`\``, { textGraphemes: 4_000, textBytes: 16_384 }) ?? [];
    expect(parts.length).toBeGreaterThan(1);
    const code = parts.flatMap((part) =>
      parseMarkdown(part).map((block) => (block.kind === "fence" ? block.text : "?")),
    );
    expect(code.join("\n")).toBe(lines.join("\n"));
  });

  test.each([
    ["**bold words that are far too long for one**", ["**bold words that are far too**", "**long for one**"]],
    ["some `code with words that do not fit in` it", ["some `code with words that do`", "`not fit in` it"]],
    [
      "plain * words 2*3 that are far too long for one",
      ["plain * words 2*3 that are far", "too long for one"],
    ],
  ])("emphasis is closed and opened again: %s", (text, expected) => {
    expect(splitText(text, small)).toEqual(expected);
  });

  test("every message can be sent, whatever the markup", () => {
    const text = fc.array(
      fc.constantFrom("word ", "**", "`", "```\n", "\n```\n", "~~~\n", "*", "_", "\n", "longerword ", "👩‍👩‍👧"),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(text, (pieces) => {
        const parts = splitText(pieces.join(""), small) ?? [];
        for (const part of parts) expect(parseText(part, small).ok).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

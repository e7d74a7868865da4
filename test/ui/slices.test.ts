import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMarkdown } from "../../src/text/markdown.ts";
import type { Block } from "../../src/text/markdown-tree.ts";
import { BLOCK_SLICES, INLINE_SLICES } from "../../src/ui/models/markdown-slices.ts";
import { cutText, slicesOf, unitsOf } from "../../src/ui/models/slices.ts";

const LIMIT = { units: 100, nodes: 10 };

function inlinesOf(text: string) {
  const [block] = parseMarkdown(text) as readonly Extract<Block, { kind: "paragraph" }>[];
  return block?.children ?? [];
}

const lengthsOf = (text: string) =>
  slicesOf(inlinesOf(text), INLINE_SLICES, LIMIT).map((slice) =>
    slice.reduce((sum, inline) => sum + ("text" in inline ? inline.text.length : 0), 0),
  );

test("a short text is one slice, an empty one none", () => {
  expect(slicesOf(inlinesOf("see *this* and `that`"), INLINE_SLICES, LIMIT)).toHaveLength(1);
  expect(slicesOf([], INLINE_SLICES, LIMIT)).toEqual([]);
});

test("a long text is cut after words, and a word without end anywhere", () => {
  expect(lengthsOf("word ".repeat(50))).toEqual([100, 100, 50]);
  expect(lengthsOf("w".repeat(250))).toEqual([100, 100, 50]);
});

test("a text of very many slices is cut, too", () => {
  const text = "a\n".repeat(100_000);
  expect(slicesOf([{ kind: "text", text } as const], INLINE_SLICES, { units: 32, nodes: 10 })).toHaveLength(
    100_000,
  );
});

test("many elements are as much as many letters", () => {
  expect(slicesOf(inlinesOf("@a ".repeat(25)), INLINE_SLICES, LIMIT).map(({ length }) => length)).toEqual([
    20, 20, 10,
  ]);
  expect(slicesOf(parseMarkdown("```\n```\n".repeat(4)), BLOCK_SLICES, LIMIT)).toHaveLength(4);
});

test.each([
  ["one two three", 9, ["one two ", "three"]],
  ["one\ntwo three", 34, ["one\n", "two three"]],
  ["one two", 7, undefined],
  ["👩‍👩‍👧👩‍👩‍👧", 9, ["👩‍👩‍👧", "👩‍👩‍👧"]],
  ["👩‍👩‍👧", 3, undefined],
  ["a\u0301b", 1, undefined],
  ["\u1100".repeat(100), 70, ["\u1100".repeat(70), "\u1100".repeat(30)]],
])("%j is cut within %i units: %j", (text, units, parts) => {
  expect(cutText(text, units)).toEqual(parts);
});

test("slices are the text in order, each within the limit", () => {
  const text = fc
    .array(fc.constantFrom("word ", "\n", "**b** ", "https://a.bb ", "`c-d` ", "😀", "@a ", "w".repeat(40)), {
      maxLength: 80,
    })
    .map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, (source) => {
      const inlines = inlinesOf(source);
      const slices = slicesOf(inlines, INLINE_SLICES, LIMIT);
      const plain = (parts: readonly (typeof inlines)[number][]): string =>
        parts.map((part) => ("children" in part ? plain(part.children) : part.text)).join("");
      expect(plain(slices.flat())).toBe(plain(inlines));
      for (const slice of slices) {
        const costs = slice.map(INLINE_SLICES.costOf);
        expect(costs.reduce((sum, { units }) => sum + units, 0)).toBeLessThanOrEqual(LIMIT.units);
        expect(costs.reduce((sum, { nodes }) => sum + nodes, 0)).toBeLessThanOrEqual(LIMIT.nodes);
      }
    }),
  );
});

test("a line break is as much as a line", () => {
  expect(unitsOf("a\nb")).toBe(32);
});

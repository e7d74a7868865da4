import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMarkdown } from "../../src/text/markdown.ts";
import { isPlain } from "../../src/text/plain-markdown.ts";
import { plainTextOf, type Block, type Inline } from "../../src/text/markdown-tree.ts";
import { cpuTimeMs } from "../support/cpu-time.ts";

/** The tree as one line, to compare. */
function rendered(text: string): string {
  return parseMarkdown(text).map(renderBlock).join(" ");
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return `[${block.children.map(renderInline).join("")}]`;
    case "fence":
      return `fence(${block.language}|${block.text})`;
    case "quote":
      return `quote(${block.children.map(renderBlock).join(" ")})`;
    case "list":
      return `list(${block.items.map(({ number, children }) => `${number}${children.map(renderInline).join("")}`).join("|")})`;
  }
}

function renderInline(inline: Inline): string {
  if ("children" in inline) return `${inline.kind}(${inline.children.map(renderInline).join("")})`;
  return inline.kind === "text" ? inline.text : `${inline.kind}(${inline.text})`;
}

describe("inline markup", () => {
  test.each([
    [
      "**bold** and *italic* and _italic_ and ~~struck~~",
      "[bold(bold) and italic(italic) and italic(italic) and strike(struck)]",
    ],
    ["***both***", "[bold(italic(both))]"],
    ["**a *b* c**", "[bold(a italic(b) c)]"],
    ["**a *b***", "[bold(a italic(b))]"],
    ["*a **b** c*", "[italic(a bold(b) c)]"],
    ["(**a**), «*b*»، ~~c~~!", "[(bold(a)), «italic(b)»، strike(c)!]"],
    ["*مهم* و*هذا* أيضًا", "[italic(مهم) وitalic(هذا) أيضًا]"],
    ["**🎉**", "[bold(🎉)]"],
    ["`a **b**` ``a`b`` ``` `` ```", "[code(a **b**) code(a`b) code(``)]"],
    ["**see `x` at https://a.example**", "[bold(see code(x) at link(https://a.example))]"],
    ["https://a.example/snake_case_*x* and on", "[link(https://a.example/snake_case_*x)* and on]"],
    ["hi @Sara, and @أحمد!", "[hi mention(@Sara), and mention(@أحمد)!]"],
    ["@Ana\u00a0Maria hello", "[mention(@Ana\u00a0Maria) hello]"],
    ["@guest-7f3a's", "[mention(@guest-7f3a's)]"],
  ])("%s", (text, expected) => {
    expect(rendered(text)).toBe(expected);
  });

  test.each([
    "2*3*4 = 24",
    "2 * 3 * 4",
    "a * b",
    "2**3**4",
    "snake_case_name",
    "__init__",
    "#يوم_العلم_السعودي",
    String.raw`¯\_(ツ)_/¯`,
    "(*_*) (^_^) >_<",
    "** not ** this * nor *",
    "****",
    "~~~~",
    "**unclosed",
    "closed**",
    "`unclosed",
    "at 5 @ 6",
    "**over\nlines**",
    "\\*escaped*",
    "-5 degrees",
    "1.5 litres",
    "<b>bold</b>",
    "[text](javascript:alert)",
    "# no heading",
  ])("no markup: %j", (text) => {
    expect(rendered(text)).toBe(`[${text}]`);
  });
});

describe("block markup", () => {
  test.each([
    ["a\n\nb", "[a\n\nb]"],
    ["```\nlet **x**\n\n  y\n```", "fence(|let **x**\n\n  y)"],
    ["look:\n```ts\nx\n```\nwell?", "[look:] fence(ts|x) [well?]"],
    ["```\nnever closed", "[```\nnever closed]"],
    ["~~~\nnever closed", "[~~~\nnever closed]"],
    ["````\nnot closed\n```", "[````\nnot closed\n```]"],
    ["> said\n> this\nI say", "quote([said\nthis]) [I say]"],
    ["> a\n>> b\n> - c", "quote([a] quote([b]) list(c))"],
    [">>>> deep", "quote(quote(quote([> deep])))"],
    ["> ```\n> x\n> ```", "quote(fence(|x))"],
    ["```js\nconst a = 1;```", "fence(js|const a = 1;)"],
    ["```\na\nb``` ", "fence(|a\nb)"],
    ["look: ```\ncode\n```", "[look: ] fence(|code)"],
    ["look:```ts\ncode```", "[look:] fence(ts|code)"],
    ["```const a = 1;\nconst b = 2;```", "fence(|const a = 1;\nconst b = 2;)"],
    ["```\nx\n``` thanks", "fence(|x) [thanks]"],
    ["````md\n```js\nx\n```\n````", "fence(md|```js\nx\n```)"],
    ["```\nx\n`````", "fence(|x)"],
    ["```js {1,3}\nx\n```", "fence(js|x)"],
    ['```ts title="a.ts" showLineNumbers=1\nx\n```', "fence(ts|x)"],
    ["~~~\nx ~~y~~\n~~~", "fence(|x ~~y~~)"],
    ["~~~~sh\n~~~\n~~~~", "fence(sh|~~~)"],
    ["~~~\n```\n~~~", "fence(|```)"],
    ["   ```\nx\n   ```", "fence(|x)"],
    ["a ```b``` c\nd", "[a code(b) c\nd]"],
    ["a ```b``` ```\nc\n```", "[a code(b) ] fence(|c)"],
    ["```\na\n```\n```\nb\n```", "fence(|a) fence(|b)"],
    ["- ```\n- x\n```", "list(```|x) [```]"],
    ["* a\n* **b**", "list(a|bold(b))"],
    ["* a\n- b\n1. c", "list(a|b|1.c)"],
    [">said\n>this\nI say", "quote([said\nthis]) [I say]"],
    [">I think", "quote([I think])"],
    [">引用", "quote([引用])"],
    [">قال", "quote([قال])"],
    ['>"said"', 'quote(["said"])'],
    [">**bold**", "quote([bold(bold)])"],
    [">_<", "[>_<]"],
    [">o<", "[>o<]"],
    [">.< >:( >;)", "[>.< >:( >;)]"],
    [">D", "[>D]"],
    [">5 people", "[>5 people]"],
    [">=2", "[>=2]"],
    ["- a\n- **b**\n\nc", "list(a|bold(b)) [c]"],
    ["1. a\n2) b\n٣. c", "list(1.a|2)b|٣.c)"],
    [">:( no face", "[>:( no face]"],
    ["", ""],
    ["\n\n", "[\n\n]"],
  ])("%j", (text, expected) => {
    expect(rendered(text)).toBe(expected);
  });
});

/** Texts that are likely to be markup. */
const markup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "*",
        "**",
        "***",
        "_",
        "~~",
        "`",
        "``",
        "```",
        "\n",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n```\n",
        " ",
        "@",
        "\\",
      ),
      fc.constantFrom("a", "سلام", "https://a.example", "@Sara", "🎉", "é", "(", "."),
      fc.string({ unit: "grapheme", maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(""));

describe("for any text", () => {
  test("parsing keeps all text that is not markup, in order, and adds none", () => {
    // Digits may number a list item, so they are ignored here; the examples above cover other digits.
    const isMarkup = /[*_~`>\s\d\u0660-\u0669.)-]/gu;
    const withoutMarkup = (text: string) =>
      text.replace(/(?:`{3,}|~{3,}) *[\w+#.-]+ *$/gmu, "").replace(isMarkup, "");
    fc.assert(
      fc.property(markup, (text) => {
        expect(withoutMarkup(plainTextOf(parseMarkdown(text)))).toBe(withoutMarkup(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test("a text without markup is one text node", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        fc.pre(isPlain(text));
        expect(parseMarkdown(text)).toEqual([{ kind: "paragraph", children: [{ kind: "text", text }] }]);
      }),
    );
  });

  test("nesting is bounded by the kinds of emphasis and three quotes", () => {
    fc.assert(
      fc.property(markup, (text) => {
        expect(depthOf(parseMarkdown(text))).toBeLessThanOrEqual(3 + 1 + 4 + 1);
      }),
    );
    expect(depthOf(parseMarkdown("> ".repeat(1_000)))).toBeLessThanOrEqual(9);
  });
});

test("a text with too many nodes is shown as typed", () => {
  expect(rendered("@a ".repeat(100))).toContain("mention(@a)");
  for (const text of ["@a ".repeat(1_000), "- a\n".repeat(1_000)]) expect(rendered(text)).toBe(`[${text}]`);
});

function depthOf(nodes: readonly (Block | Inline)[]): number {
  const below = (node: Block | Inline) =>
    "items" in node
      ? depthOf(node.items.flatMap(({ children }) => children))
      : "children" in node
        ? depthOf(node.children)
        : 0;
  return nodes.length === 0 ? 0 : 1 + Math.max(...nodes.map(below));
}

/** Inputs with which a backtracking parser takes quadratic or exponential time. */
const HOSTILE: Readonly<Record<string, (length: number) => string>> = {
  "emphasis opened and never closed": (length) => "*a **b _c ~~d ".repeat(length / 14),
  "emphasis closed and never opened": (length) => "a* b** c_ d~~ ".repeat(length / 14),
  "every marker at once": (length) => "*_~~**`".repeat(length / 7),
  "runs of backticks, each of another length": (length) =>
    Array.from({ length: Math.sqrt(length * 2) }, (_, index) => "`".repeat(index + 1)).join(" "),
  "fences of ever shorter length": (length) =>
    Array.from({ length: Math.sqrt(length * 2) }, (_, index) =>
      "`".repeat(Math.sqrt(length * 2) - index),
    ).join("\n"),
  "fences after words": (length) => "a ```\n".repeat(length / 6),
  "tildes opened and never closed": (length) => "~~~js\n".repeat(length / 6),
  "fences on one line": (length) => `\`\`\`\nx\n${"``` ".repeat(length / 4)}`,
  "www after www": (length) => "www.".repeat(length / 4),
  "www without a domain": (length) => "www.a,".repeat(length / 6),
  "hosts with commas": (length) => "www.a.bc,".repeat(length / 9),
  "mail addresses": (length) => "a@b.cc,".repeat(length / 7),
  "a local part without its host": (length) => `${"a".repeat(60)}@`.repeat(length / 61),
  "emoji after hosts": (length) => "https://a👍👍".repeat(length / 13),
  "a thousand quotes": (length) => "> ".repeat(length / 2),
  "quotes without a space": (length) => ">".repeat(length),
  "fences opened and never closed": (length) => "```js\n".repeat(length / 6),
  "lines of one marker": (length) => "*\n".repeat(length / 2),
  "nothing but @": (length) => "@".repeat(length),
  "a name that ends in dots": (length) => `@a${".".repeat(length)}b`,
  "addresses in addresses": (length) => "http://".repeat(length / 7),
  "an address of brackets": (length) =>
    `https://a.example/${"(".repeat(length / 2)}${")".repeat(length / 2)}`,
  "a host of dots": (length) => `https://${"a.".repeat(length / 2)}!`,
  "spaces before a bullet": (length) => `${" ".repeat(length)}- a`,
  "code of spaces": (length) => `\`\`${" ".repeat(length)}\`\``,
  digits: (length) => "1".repeat(length),
  "letters under marks": (length) => `*${"a\u0301\u0302\u0303".repeat(length / 4)}*`,
};

test.each(Object.entries(HOSTILE))("20 KB of %s are parsed in linear time", (_, make) => {
  const text = make(20_000);
  const tookMs = cpuTimeMs(() => void parseMarkdown(text));
  console.log(`${tookMs.toFixed(1)} ms`);
  // A parser that is not linear takes minutes.
  expect(tookMs).toBeLessThan(1_000);
});

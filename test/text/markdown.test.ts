import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMarkdown } from "../../src/text/markdown.ts";
import { MentionNames } from "../../src/text/mentions.ts";
import { isPlain } from "../../src/text/plain-markdown.ts";
import { plainTextOf, type Block, type Inline } from "../../src/text/markdown-tree.ts";

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
        "\n```ts\n",
        "\n~~~\n",
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

type Link = Extract<Inline, { kind: "link" }>;

function linksIn(nodes: readonly (Block | Inline)[]): readonly Link[] {
  return nodes.flatMap((node): readonly Link[] => {
    if (node.kind === "link") return [node];
    if ("items" in node) return node.items.flatMap(({ children }) => linksIn(children));
    return "children" in node ? linksIn(node.children) : [];
  });
}

/** Not in Punycode (host-display.test.ts). */
const hasHostAsTyped = ({ text, href }: Link) =>
  href.endsWith(href.startsWith("mailto:") ? text.slice(text.lastIndexOf("@")) : text);

/** What `plainTextOf` has, and the languages of fenced code, in the order in which they are typed. */
function textWithLanguages(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      if (block.kind === "fence") return `${block.language}\n${block.text}`;
      return block.kind === "quote" ? textWithLanguages(block.children) : plainTextOf([block]);
    })
    .join("\n");
}

describe("for any text", () => {
  test("parsing keeps all text that is not markup, in order, and adds none", () => {
    // Digits may number a list item, so they are ignored here; the examples above cover other digits.
    const withoutMarkup = (text: string) => text.replace(/[*_~`>\s\d\u0660-\u0669.)-]/gu, "");
    fc.assert(
      fc.property(markup, (text) => {
        // Attributes of fenced code are not shown: the examples above cover them.
        fc.pre(!/[{=]/u.test(text));
        const blocks = parseMarkdown(text);
        fc.pre(linksIn(blocks).every(hasHostAsTyped));
        expect(withoutMarkup(textWithLanguages(blocks))).toBe(withoutMarkup(text));
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
  expect(rendered("@a ".repeat(125))).toContain("mention(@a)");
  for (const text of ["@a ".repeat(126), "- a\n".repeat(1_000), `${"@ ".repeat(126)}**a**`])
    expect(rendered(text)).toBe(`[${text}]`);
});

test("in a text of thousands of @ no more than 126 are compared with the names", () => {
  let lookups = 0;
  class CountingNames extends MentionNames {
    override matchAt(line: string, start: number): ReturnType<MentionNames["matchAt"]> {
      lookups++;
      return super.matchAt(line, start);
    }
  }
  const names = new CountingNames([{ name: "字字" }]);
  for (const unit of ["@字", "@字字 ", "@\u200b", "**@** ", "- @a\n"]) {
    lookups = 0;
    parseMarkdown(unit.repeat(4_000), [names]);
    expect([unit, lookups]).toEqual([unit, Math.min(126, lookups)]);
    expect(lookups).toBeGreaterThan(0);
  }
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

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { highlightCode, MAX_HIGHLIGHTED, MAX_TOKENS } from "../../src/ui/models/code/highlight.ts";
import type { TokenKind } from "../../src/ui/models/code/token.ts";
import { cpuTimeMs } from "../support/cpu-time.ts";

const LANGUAGES =
  "c cpp csharp css diff dockerfile go html java js json kotlin lua php python ruby rust sh sql swift toml ts yaml".split(
    " ",
  );

/** The words of a kind in `code`, without the space around them. */
function wordsOf(kind: TokenKind, language: string, code: string): string[] {
  const tokens = highlightCode(code, language) ?? [];
  return tokens.filter((token) => token.kind === kind).map(({ text }) => text.trim());
}

describe("what is coloured", () => {
  test.each<[string, string, TokenKind, string[]]>([
    ["js", "const a = 'it is'; // no\nreturn 1.5", "keyword", ["const", "return"]],
    ["js", "const a = 'it is'; // no\nreturn 1.5", "string", ["'it is'"]],
    ["js", "const a = 'it is'; // no\nreturn 1.5", "comment", ["// no"]],
    ["js", "const a = 'it is'; // no\nreturn 1.5", "value", ["1.5"]],
    ["JSX", "f(`a\nb`)", "string", ["`a\nb`"]],
    ["ts", "interface A { b: string }", "value", ["A", "string"]],
    ["python", '@cached\ndef f():\n  """It\'s\n  long."""\n', "string", ['"""It\'s\n  long."""']],
    ["python", "@cached\ndef f(): pass", "keyword", ["cached", "def", "pass"]],
    ["sh", "echo don't # no\ncurl https://a.example/#top", "comment", ["# no"]],
    ["sh", "echo don't # no\ncurl 'x'", "string", ["'x'"]],
    ["json", '{"a": "b", "c-d": [1, true]}', "name", ['"a"', '"c-d"']],
    ["json", '{"a": "b", "c-d": [1, true]}', "string", ['"b"']],
    ["yaml", "content-type: text\nurl: https://a.example", "name", ["content-type", "url"]],
    ["toml", 'name = "a"', "name", ["name"]],
    ["css", "a:hover { font-size: 1rem; color: #fff }", "name", ["font-size", "color"]],
    ["html", '<my-tag data-a="b">Don\'t say "no" here</my-tag>', "keyword", ["my-tag", "my-tag"]],
    ["html", '<my-tag data-a="b">Don\'t say "no" here</my-tag>', "string", ['"b"']],
    ["html", '<my-tag data-a="b">Don\'t say "no" here</my-tag>', "name", ["data-a"]],
    ["diff", "@@ -1 +1 @@\n-old\n+new\n same", "added", ["+new"]],
    ["diff", "@@ -1 +1 @@\n-old\n+new\n same", "removed", ["-old"]],
    ["rust", "fn f<'a>(x: &'a str) -> &'a str { \"s\" }", "string", ['"s"']],
    ["go", "var s = `raw\nstring`", "string", ["`raw\nstring`"]],
    ["sql", "select 1 from t -- no", "keyword", ["select", "from"]],
    ["lua", "--[[ a\nb ]] local x", "comment", ["--[[ a\nb ]]"]],
  ])("%s: %j has the %s %j", (language, code, kind, words) => {
    expect(wordsOf(kind, language, code)).toEqual(words);
  });
});

test("no character is lost or moved, whatever the code", () => {
  const code = fc.array(
    fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom(..."'\"`<>/*#-\\{}[]:=\n ", "😀", "'''", "/*", "--[["),
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...LANGUAGES), code, (language, parts) => {
      const text = parts.join("");
      const tokens = highlightCode(text, language);
      expect(tokens?.map((token) => token.text).join("")).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test("half of a surrogate pair is no token", () => {
  const tokens = highlightCode("let 😀 = 1", "js") ?? [];
  for (const { text } of tokens) expect(text.isWellFormed()).toBe(true);
});

test("unknown languages and long code stay plain", () => {
  expect(highlightCode("a", "klingon")).toBeUndefined();
  expect(highlightCode("a", "constructor")).toBeUndefined();
  expect(highlightCode("a".repeat(MAX_HIGHLIGHTED), "js")).toBeDefined();
  expect(highlightCode("a".repeat(MAX_HIGHLIGHTED + 1), "js")).toBeUndefined();
});

test("code of very many tokens is coloured at its start only", () => {
  const code = "1+".repeat(MAX_HIGHLIGHTED / 2);
  const tokens = highlightCode(code, "js") ?? [];
  expect(tokens).toHaveLength(MAX_TOKENS + 1);
  expect(tokens.map(({ text }) => text).join("")).toBe(code);
});

/** What makes lexers search to the end again and again. */
const REPEATED = [
  "a",
  " ",
  "'",
  '"',
  "`",
  "'\\",
  "\\'",
  '"""',
  "'''",
  "/*",
  "//",
  "<",
  "<a ",
  "</",
  "<!--",
  "{",
  "${",
  "[",
  "[=",
  "--[[",
  "--",
  "a=",
  "a:",
  "a: ",
  "=begin\n",
  "#",
  "@",
  "é",
  "😀",
  "\n",
  "- ",
  "('",
  "x'y",
];
const HANG_MS = 100;

test.each(LANGUAGES)("code made to be slow is read in time: %s", (language) => {
  for (const one of REPEATED)
    for (const other of ["", "\n", "a "]) {
      const code = (one + other).repeat(MAX_HIGHLIGHTED).slice(0, MAX_HIGHLIGHTED);
      expect(
        fastestOf(3, () => highlightCode(code, language)),
        JSON.stringify(one + other),
      ).toBeLessThan(HANG_MS);
    }
});

/** ms of CPU; stops at the first run that is fast enough, as the machine may be busy. */
function fastestOf(runs: number, run: () => void): number {
  let fastestMs = Infinity;
  for (let index = 0; index < runs && fastestMs >= HANG_MS; index++) {
    fastestMs = Math.min(fastestMs, cpuTimeMs(run));
  }
  return fastestMs;
}

/** Texts that are made to cost more than others: each repeats what once took, or could take, quadratic time. */
import { utf8Bytes } from "../../src/text/lengths.ts";

/** Marks in descending combining class, which normalization sorts. */
const DESCENDING_MARKS = ["\u0345", "\u035c", "\u0315", "\u0300", "\u0316", "\u0327"];

/** What people write, with markup: the measure of the others. */
export const ORDINARY =
  "The *quick* brown fox jumps over the **lazy** dog, see https://site.example/page and `code`.\nمرحبا يا صديقي @Ana كيف حالك اليوم؟\n";

/** Each makes a text of about `bytes` of UTF-8. */
export const ADVERSARIAL_TEXTS: Readonly<Record<string, (bytes: number) => string>> = {
  "marks in descending classes": (bytes) =>
    `a${DESCENDING_MARKS.map((mark) => mark.repeat((bytes - 1) / 2 / DESCENDING_MARKS.length)).join("")}`,
  ...repeated({
    "marks of two classes": "\u0345\u0327",
    "marks that folding keeps": "\u1dcd\u1dd0",
    "piles with joiners between": `a${"\u1dd0\u1dcd".repeat(8)}\u200c`,
    "piles with tatweel between": "\u1dd0\u1dcd\u0640",
    "marks and half-width sound marks": `${"\u0345".repeat(8)}\uff9e`,
    "marks that decompose into marks": "\u0344\u0f73\u0f81",
    "ordinary tashkeel": "ب\u064b\u0651\u0670",
    "leading jamo": "\u1100",
    "jamo syllables": "\u1100\u1161\u11a8",
    "joined emoji": "👩\u200d",
    "regional indicators": "🇦",
    "variation selectors": "\ufe0f",
    tags: "\u{e0067}",
    joiners: "\u200c\u200d",
    "viramas and joiners": "क्\u200d",
    "prepended marks": "\u0600",
    "U+FDFA": "\ufdfa",
    "U+FDFB and spaces": "\ufdfb ",
    "U+FDFD": "\ufdfd",
    "U+0390": "\u0390",
    "U+1F82": "\u1f82",
    "ligatures of words": "㍿㈝",
    İ: "İ",
    "lone surrogates": "\ud800a",
    "emphasis that stays open": "**a _b ~~c *d ",
    "emphasis that was not opened": "a* b** c_ d~~ ",
    "nested emphasis": "**_~~*a ",
    "emphasis that closes others": "*a ~~b* ",
    "closing markers": "a** b_ ",
    "markers alone": "*_~~**`",
    "stars and letters": "*a",
    "lines of one marker": "*\n",
    "letters under marks in emphasis": "*a\u0301\u0302\u0303",
    "quotes in one line": "> ",
    "quotes without a space": ">",
    "quotes of three levels": ">>> a\n> b\n",
    lists: "- a\n",
    "fences in lists": "- ```\n",
    fences: "```\n",
    "fences of one language": "```js\n",
    "fences after words": "a ```b\n",
    "fences of tildes": "~~~\n",
    "fences of tildes with a language": "~~~js\n",
    "fences and text": "```\na\n``` b ```\n",
    backticks: "``a`",
    "@": "@",
    "@ and a letter": "@a",
    "@ and no-break spaces": "@a\u00a0",
    "@ and half a name": "@sar",
    "a name that nearly fits": `@${"a".repeat(39)}b `,
    "@ and zero-width spaces": "@\u200b",
    "@ and the beginning of a name": `@Member ${"\u200b".repeat(60)}`,
    "a name of @": `${"@".repeat(39)}y`,
    mentions: "@Ana ",
    "mentions without spaces": "@字",
    "mail addresses": "a@b.cc ",
    "mail addresses and commas": "a@b.cc,",
    "local parts of mail addresses": `${"a".repeat(60)}@`,
    "halves of mail addresses": "a@1",
    "opening brackets": "(",
    "closing brackets": ")]}",
    "addresses in brackets": "(https://a.example/(x) ",
    "addresses without spaces": "https://a.example/",
    "addresses in quotes": "‘https://a.example/’",
    "addresses in low quotes": "‚https://a.example/‘",
    www: "www.",
    "www without a domain": "www.a,",
    "hosts and commas": "www.a.bc,",
    "hosts and emoji": "https://a👍👍",
    "www and a digit": "www.1-",
    "www after _": "_www.",
    "www and Hangul": "www.a에",
    schemes: "https://",
    "addresses of one scheme": "http://",
    "addresses with users": "https://a.example@",
    "addresses in Punycode": "https://օ.аррӏе.com ",
    "lookalike addresses": "https://аb.example/x ",
    "one letter": "w",
    "one Arabic letter": "ب",
    "almost endless Arabic words": `${"ب".repeat(199)} `,
    ideographs: "字",
    Thai: "ก็",
    symbols: "+",
    emoji: "👍🏽",
    directions: "\u2067a\u2066ب",
    isolates: "\u2066",
    overrides: "\u202e\u202da",
    spaces: " ",
    "no-break spaces": "\u00a0",
    "line breaks": "\n",
    "line breaks and spaces": "\n  ",
    "CR LF": "\r\n",
    digits: "1",
    "control sequences": "\u001b[",
    "control sequences with digits": "\u001b[1",
    "escapes and spaces": "\u001b ",
    "strings of an escape": "\u001b]",
    "control strings and escapes": "\u009d\u001b",
    "beginnings of control strings": "\u009d",
    "control strings": "\u009dabc",
    "quotation marks": '"a" ',
    colons: ":a",
    "words of one letter": "a ",
  }),
  "fences in one line": (bytes) => `\`\`\`\nx\n${"``` ".repeat(bytes / 4 - 2)}`,
  "backticks of growing length": (bytes) => growing("`", bytes).join("a"),
  "fences of falling length": (bytes) => growing("`", bytes).toReversed().join("\n"),
  "fences of tildes of falling length": (bytes) => growing("~", bytes).toReversed().join("a\n"),
  "quotes of growing depth": (bytes) => growing(">", bytes).join("a\n"),
  "stars of growing length": (bytes) => growing("*", bytes).join("a"),
  "one address of brackets": (bytes) =>
    `https://a.example/${"(".repeat(bytes / 2)}${")".repeat(bytes / 2 - 20)}`,
  "one address of stops": (bytes) => `https://a.example/${".)".repeat(bytes / 2 - 10)}`,
  "one name of stops": (bytes) => `@a${".".repeat(bytes - 3)}b`,
  "one name of marks": (bytes) => `@a${"\u0301".repeat(bytes / 2 - 1)}`,
  "one name of no-break spaces": (bytes) => `@a${"\u00a0a".repeat(bytes / 3 - 1)}`,
  "spaces before an item": (bytes) => `${" ".repeat(bytes - 3)}- a`,
  "code of spaces": (bytes) => `\`\`${" ".repeat(bytes - 4)}\`\``,
  "one host of labels": (bytes) => `https://${"a.".repeat(bytes / 2 - 4)}`,
  "one host of hyphens": (bytes) => `https://a${"-".repeat(bytes - 9)}`,
  "one mention of brackets": (bytes) => `@a${`\u00a0${")".repeat(60)}`.repeat(bytes / 62)}`,
  "spaces between two letters": (bytes) => `a${" ".repeat(bytes - 2)}b`,
  "ideographic spaces between two letters": (bytes) => `a${"\u3000".repeat(bytes / 3 - 2)}b`,
  "a fence with spaces in its first line": (bytes) => `\`\`\`js${" ".repeat(bytes - 8)}x`,
};

/** `unit` repeated to about `bytes` of UTF-8. */
export function repeat(unit: string, bytes: number): string {
  return unit.repeat(bytes / utf8Bytes(unit));
}

function repeated(units: Readonly<Record<string, string>>): Record<string, (bytes: number) => string> {
  return Object.fromEntries(
    Object.entries(units).map(([name, unit]) => [name, (bytes: number) => repeat(unit, bytes)]),
  );
}

/** `character` once, twice and so on, of `bytes` in all with one character between them. */
function growing(character: string, bytes: number): string[] {
  const count = Math.floor(Math.sqrt(2 * bytes)) - 2;
  return Array.from({ length: count }, (_, index) => character.repeat(index + 1));
}

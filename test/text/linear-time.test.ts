/** No text is expensive: no rule takes long for a text that was made against it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cutMarks, excessMarks, indexOfExcessMark, MAX_MARKS, normalize } from "../../src/text/marks.ts";
import { ADVERSARIAL_TEXTS, repeat } from "../support/adversarial-texts.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { TextCost } from "../support/text-cost.ts";
import { TEXT_RULES } from "../support/text-rules.ts";

const cost = new TextCost(Object.values(TEXT_RULES));

test.each(Object.entries(TEXT_RULES))("[PUB-1] %s is fast for texts made against it", (_, rule) => {
  const problems = Object.entries(ADVERSARIAL_TEXTS).flatMap(([name, make]) => {
    const problem = cost.problemOf(rule, make);
    return problem === undefined ? [] : [`${name}: ${problem}`];
  });
  expect(problems).toEqual([]);
});

test("a rule that compares each character with all others is not fast", () => {
  const countPairs = (text: string) => {
    let equal = 0;
    for (let a = 0; a < text.length; a++)
      for (let b = 0; b < text.length; b++) if (text.charCodeAt(a) === text.charCodeAt(b)) equal++;
    return equal;
  };
  const single = new TextCost(Object.values(TEXT_RULES), 2);
  // Among texts of these parts of the size, on any machine, are some that are too long, and some whose growth is too fast.
  const problems = [3, 4.5, 6.5, 9, 13]
    .map((part) => single.problemOf(countPairs, (bytes) => "a".repeat(bytes / part)))
    .join("\n");
  expect(problems).toContain("all rules");
  expect(problems).toContain("times as long");
});

/** What texts are made of, where rules look for a beginning or an end. */
const ATOM = fc.constantFrom(
  ...'a|b |1|\n|\t|*|**|***|_|~~|`|``|```|~~~|@|https://|www.|www.a|a.bb|/|(|)|[|]|{|}|‘|’|‚|"|>|> |- |1. |.|-|…|:|!|?|#|\\|=|+'.split(
    "|",
  ),
  ..."é ß İ ب 字 에 ไทย क् \u1100 \u1161 \u0301 \u0345 \u0327 \u1dd0 \uff9e \u0640 \ufdfa \u0390".split(" "),
  ..."😀 👍🏽 🇦 \u200d \u200c \ufe0f \u200b \u2066 \u2069 \u200f \u202e @Ana a@b.cc https://a.bb/ _www.".split(
    " ",
  ),
  "\u00a0",
  "\u3000",
  "\ud800",
  "\u001b[",
  "\u009d",
);

const PATTERN = fc.record({
  start: fc.array(ATOM, { maxLength: 1 }),
  unit: fc.array(ATOM, { minLength: 1, maxLength: 6 }),
  padding: fc.tuple(ATOM, fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(200))),
  end: fc.array(ATOM, { maxLength: 1 }),
});

test("[PUB-1] every rule is fast for 16 KiB of any repeated pattern", () => {
  fc.assert(
    fc.property(PATTERN, ({ start, unit, padding: [atom, count], end }) => {
      const pattern = unit.join("") + atom.repeat(count);
      const make = (bytes: number) => start.join("") + repeat(pattern, bytes) + end.join("");
      for (const [name, rule] of Object.entries(TEXT_RULES))
        expect([name, cost.problemOf(rule, make)]).toEqual([name, undefined]);
    }),
    { numRuns: 25 },
  );
});

test("[PUB-1] marks are bounded before anything normalizes: nothing else calls normalize()", () => {
  const sources = readdirSync(join(PROJECT_ROOT, "src"), { recursive: true, encoding: "utf8" }).filter(
    (path) => /\.tsx?$/u.test(path),
  );
  const callers = sources.filter((path) =>
    readFileSync(join(PROJECT_ROOT, "src", path), "utf8").includes(".normalize("),
  );
  expect(callers).toEqual(["text/marks.ts"]);
});

test("[PUB-1] no normalized text has more than sixteen marks on a letter to sort, in any form", () => {
  const piece = fc.constantFrom(
    "a",
    "ب",
    ..."\u0345\u0327\u0344\uff9e\u1dd0\u0f73\u200c\u034f\ufe0f\u1100\u0600\u0e33\uff76",
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 80 }),
      fc.constantFrom("NFC", "NFKC", "NFKD"),
      (pieces, form) => {
        const text = cutMarks(pieces.join(""));
        expect(indexOfExcessMark(text)).toBe(undefined);
        expect(cutMarks(text)).toBe(text);
        // A mark may decompose into two.
        for (const run of normalize(text, form).match(/\p{M}+/gu) ?? [])
          expect(
            [...run].filter((mark) => !/\p{Default_Ignorable_Code_Point}/u.test(mark)).length,
          ).toBeLessThanOrEqual(2 * MAX_MARKS + 2);
      },
    ),
  );
});

test("[PUB-1] excess marks are cut of whatever marks and ignorable characters they are", () => {
  const excess = excessMarks(MAX_MARKS);
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10_ffff; code++) {
    const character = String.fromCodePoint(code);
    if (!/[\p{M}\p{Default_Ignorable_Code_Point}\uff9e\uff9f]/u.test(character)) continue;
    const text = `a${"\u1dcd".repeat(MAX_MARKS - 1)}${character}\u1dcd${character}b`;
    if (cutMarks(text) !== text.replace(excess, "$1")) wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
});

test.each([
  "ཧྐྵྨླྺྼྻུྂ",
  "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים",
  "بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ ﴿١﴾ كٓهيعٓصٓ",
  "अ॒ग्निमी॑ळे पु॒रोहि॑तं य॒ज्ञस्य॑ दे॒वमृ॒त्विज॑म् क्ष्म्र्य्",
  "ខ្ញុំស្រឡាញ់កម្ពុជា",
  "မြန်မာဘာသာ ကျွန်ုပ်",
  "Việt Nam, Z̤̈ȩ̄r̥̃",
  "🏴󠁧󠁢󠁳󠁣󠁴󠁿 👩🏽‍🚀 1️⃣",
])("[PUB-1] real spelling stays whole: %s", (text) => {
  expect(cutMarks(text)).toBe(text);
  expect(cutMarks(text.normalize("NFD"))).toBe(text.normalize("NFD"));
});

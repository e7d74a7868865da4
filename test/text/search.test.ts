import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldedWords } from "../../src/text/folded-words.ts";
import { findMatches } from "../../src/text/search-matches.ts";
import { matchesTerms, parseSearch, type SearchTerm } from "../../src/text/search-terms.ts";

const LIMITS = { searchQueryBytes: 1_024, searchTerms: 12 };

function terms(query: string): readonly SearchTerm[] {
  const parsed = parseSearch(query, LIMITS);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}

const finds = (query: string, text: string) => matchesTerms(foldedWords(text), terms(query));

/** The text with its matches in brackets. */
function marked(query: string, text: string): string {
  return findMatches(text, terms(query))
    .toReversed()
    .reduce(
      (shown, { start, end }) => `${shown.slice(0, start)}[${shown.slice(start, end)}]${shown.slice(end)}`,
      text,
    );
}

describe("[SEARCH-2] matching", () => {
  test.each([
    ["tea", "Tea is ready"],
    ["te", "Tea is ready"],
    ["ready tea", "Tea is READY!"],
    ["cafe", "The Café."],
    ['"is ready"', "Tea is: ready"],
    ['"tea is rea', "Tea is ready"],
    ["«مساء الخير»", "مَساءُ الخَيْرِ يا أحمد"],
    ["don't", "I don’t know"],
    ["example.com/path", "see https://example.com/path?x=1"],
    ["c++", "Written in C++"],
    ["احمد", "أَحْمَد هنا"],
    ["مكتبه", "المكتبة"],
    ["مجلس", "في المجلس والناس"],
    ["ناس", "في المجلس والناس"],
    ["2026", "سنة ٢٠٢٦"],
    ["日本語", "私は日本語を話す"],
    ["🎉", "hurrah🎉🎉"],
    ["ไทย", "ภาษาไทย"],
  ])("%s finds: %s", (query, text) => {
    expect(finds(query, text)).toBe(true);
  });

  test.each([
    ["ea", "Tea is ready"],
    ["tea coffee", "Tea is ready"],
    ['"ready tea"', "Tea is ready"],
    ['"is rea"', "Tea is ready"],
    ["لس", "في المجلس"],
    ["+", "plain words"],
  ])("%s does not find: %s", (query, text) => {
    expect(finds(query, text)).toBe(false);
  });
});

test.each(["", "  ", '""', "…!?", "\u200f"])("[SEARCH-2] the query %j has no words", (query) => {
  expect(parseSearch(query, LIMITS)).toEqual({ ok: false, failure: "no_words" });
});

test("[SEARCH-3] a query may have 1,024 bytes and 12 terms, and no more", () => {
  expect(parseSearch("x".repeat(1_024), LIMITS).ok).toBe(true);
  expect(parseSearch("x".repeat(1_025), LIMITS)).toEqual({ ok: false, failure: "too_long" });
  expect(parseSearch("ب".repeat(512), LIMITS).ok).toBe(true);
  expect(parseSearch("ب".repeat(513), LIMITS)).toEqual({ ok: false, failure: "too_long" });
  expect(parseSearch("x ".repeat(12), LIMITS).ok).toBe(true);
  expect(parseSearch("x ".repeat(13), LIMITS)).toEqual({ ok: false, failure: "too_many_terms" });
  expect(parseSearch(`"${"x ".repeat(13)}"`, LIMITS).ok).toBe(true);
});

test("folded words that grow too much are truncated between words", () => {
  const text = "ﷺ ".repeat(4_000);
  expect(foldedWords(text).length).toBeLessThanOrEqual(text.length * 2 + 1_000);
  expect(foldedWords(text).endsWith(" ")).toBe(false);
  expect(foldedWords("ﷺ")).toBe("صلي الله عليه وسلم");
});

describe("highlighting", () => {
  test.each([
    ["tea", "Tea, tea and TEAPOT", "[Tea], [tea] and [TEA]POT"],
    ["cafe", "Café: cafe\u0301", "[Café]: [cafe\u0301]"],
    ['"is ready"', "Tea is: ready", "Tea [is]: [ready]"],
    ['"is ready"', "Tea is ready", "Tea [is ready]"],
    ["مرحبا", "قال مَرْحَبًا!", "قال [مَرْحَبًا]!"],
    ["مجلس", "في المَجْلِس", "في ال[مَجْلِس]"],
    ["مجل", "مجـــلس", "[مجـــل]س"],
    ["الله", "ﷲ", "[ﷲ]"],
    ["strasse", "Die Straße", "Die [Straße]"],
    ["日本語", "私は日本語を話す", "私は[日本語]を話す"],
    ["👍", "ok 👍🏽", "ok [👍🏽]"],
    ["x", "nothing here", "nothing here"],
  ])("%s in %s", (query, text, shown) => {
    expect(marked(query, text)).toBe(shown);
  });

  test("every match has spans, in order and without overlaps", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), fc.nat(5), (raw, skip) => {
        const text = raw.normalize("NFC");
        const word = foldedWords(text).split(" ")[skip] ?? "";
        fc.pre(word !== "");
        const spans = findMatches(text, terms(`"${word}"`));
        expect(spans.length).toBeGreaterThan(0);
        for (const [index, { start, end }] of spans.entries()) {
          expect(end).toBeGreaterThan(start);
          expect(start).toBeGreaterThan(spans[index - 1]?.end ?? -1);
        }
      }),
      { numRuns: 500 },
    );
  });
});

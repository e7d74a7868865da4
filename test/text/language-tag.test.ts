/** Tags of languages (BCP 47), and the direction in which a language is written (SPEC SET-9). */
import { describe, expect, test } from "vitest";
import { languageDirection, parseLanguageTag } from "../../src/text/language-tag.ts";

describe("[SET-9] the tag of a language", () => {
  test.each([
    ["ar", "ar"],
    ["AR-eg", "ar-EG"],
    ["zh-hant-tw", "zh-Hant-TW"],
    ["iw", "he"],
    ["en-x-tea", "en-x-tea"],
  ])("%s is %s in its canonical form", (tag, canonical) => {
    expect(parseLanguageTag(tag)).toEqual({ ok: true, value: canonical });
  });

  test.each(["", "a", "ar_EG", "ar ", "*", "en-", "Arabic language", `en-${"a2345678-".repeat(4)}b`])(
    "%j is none",
    (tag) => {
      expect(parseLanguageTag(tag)).toEqual({ ok: false, failure: "invalid_language_tag" });
    },
  );

  test("has at most 35 characters", () => {
    const longest = `en-x-${"abcdefgh-".repeat(3)}abc`;
    expect([longest.length, parseLanguageTag(longest).ok, parseLanguageTag(`${longest}f`).ok]).toEqual([
      35,
      true,
      false,
    ]);
  });
});

test.each([
  ["ar", "rtl"],
  ["fa-IR", "rtl"],
  ["he", "rtl"],
  ["ur", "rtl"],
  ["ckb", "rtl"],
  ["dv", "rtl"],
  ["az-Arab", "rtl"],
  ["az", "ltr"],
  ["ar-Latn", "ltr"],
  ["en", "ltr"],
  ["ja", "ltr"],
  ["und", "ltr"],
] as const)("[SET-9] %s is written %s", (tag, direction) => {
  expect(languageDirection(tag)).toBe(direction);
});

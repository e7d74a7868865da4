import { describe, expect, test } from "vitest";
import { formats } from "../../src/ui/i18n/formats.ts";
import { ar } from "../../src/ui/i18n/ar.ts";
import { en } from "../../src/ui/i18n/en.ts";
import { enLazy } from "../../src/ui/i18n/en-lazy.ts";
import {
  LANGUAGES,
  parseLanguage,
  loadLazyStrings,
  loadStrings,
  localeFor,
} from "../../src/ui/i18n/languages.ts";
import { translator } from "../../src/ui/i18n/translate.ts";

type Table = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/gu) ?? [])].sort();

describe.each(
  await Promise.all(
    LANGUAGES.flatMap((language) => [
      loadStrings(language).then((table: Table) => [language, "at once", table, en as Table] as const),
      loadLazyStrings(language).then((table: Table) => [language, "lazily", table, enLazy as Table] as const),
    ]),
  ),
)("the table %s of what is loaded %s", (language, _when, table, english) => {
  test("has every string, and no other", () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(english).sort());
  });

  test("has all plural forms of its language", () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const [key, entry] of Object.entries(table))
      if (typeof entry !== "string") expect([key, Object.keys(entry).sort()]).toEqual([key, categories]);
  });

  test("names no placeholder that is never filled", () => {
    for (const [key, entry] of Object.entries(table)) {
      const known = english[key];
      const allowed =
        typeof known === "string" ? placeholders(known) : placeholders(Object.values(known ?? {}).join());
      const forms = typeof entry === "string" ? [entry] : Object.values(entry);
      for (const form of forms) expect(allowed).toEqual(expect.arrayContaining(placeholders(form)));
      if (typeof entry === "string") expect([key, placeholders(entry)]).toEqual([key, allowed]);
    }
  });

  test("says nothing empty", () => {
    for (const entry of Object.values(table).flatMap((one) =>
      typeof one === "string" ? [one] : Object.values(one),
    ))
      expect(entry.trim()).not.toBe("");
  });
});

test("no string stands in both tables", () => {
  expect(Object.keys(en).filter((key) => key in enLazy)).toEqual([]);
});

describe("words", () => {
  test("follow the six forms of Arabic", () => {
    const t = translator(ar, "ar");
    const said = [0, 1, 2, 3, 11, 100].map((count) => t("newMessages", { count }));
    expect(new Set(said).size).toBe(6);
    expect(said[1]).toBe("رسالة جديدة");
    expect(said[3]).toContain("3 رسائل");
  });

  test("isolate names, so that they cannot reorder the sentence", () => {
    expect(translator(en, "en")("typingOne", { name: "بدر" })).toBe("\u2068بدر\u2069 is writing…");
  });

  test("write numbers as the reader's region does", () => {
    expect(translator(ar, "ar", "ar-EG")("newMessages", { count: 12 })).toContain("١٢");
  });
});

test("the region counts only where it speaks the interface's language", () => {
  expect(localeFor("ar", ["ar-EG", "en"])).toBe("ar-EG");
  expect(localeFor("ar", ["en-GB", "ar-EG"])).toBe("ar");
  expect(localeFor("en", [])).toBe("en");
  expect(parseLanguage("ar-MA")).toBe("ar");
  expect(parseLanguage("fr")).toBe("en");
});

test("days close by are told in words", () => {
  const now = new Date(2026, 10, 17, 0, 30).getTime();
  const { day } = formats("en-GB", () => now);
  expect(day(now)).toBe("Today");
  expect(day(now - 3_600_000)).toBe("Yesterday");
  expect(day(new Date(2026, 10, 2).getTime())).toBe("Monday 2 November");
  expect(day(new Date(2025, 10, 2).getTime())).toContain("2025");
  expect(formats("ar", () => now).day(now)).toBe("اليوم");
});

test("how long ago is told in the largest unit that fits", () => {
  const now = Date.UTC(2026, 10, 17, 12);
  const { ago } = formats("en-GB", () => now);
  expect([0, 59_000, 3 * 60_000, 7_200_000, 86_400_000].map((ms) => ago(now - ms))).toEqual([
    "now",
    "59 seconds ago",
    "3 minutes ago",
    "2 hours ago",
    "yesterday",
  ]);
  expect(ago(now + 5_000)).toBe("now");
  expect(formats("ar-EG", () => now).ago(now - 180_000)).toContain("٣");
});

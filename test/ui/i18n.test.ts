import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { LANGUAGES, LOCALES } from "../../src/locales/languages.ts";
import { ERRORS } from "../../src/protocol/errors.ts";
import { errorMessage, sendFailureMessage } from "../../src/ui/conversation/error-messages.ts";
import { ago } from "../../src/ui/i18n/ago.ts";
import { formats, type Clock } from "../../src/ui/i18n/formats.ts";
import { localeFor } from "../../src/ui/i18n/locale-for.ts";
import { isolate, translator } from "../../src/ui/i18n/translate.ts";

/** A string or its plural forms, by path: `room.newMessages`. */
type Entries = ReadonlyMap<string, string | Readonly<Record<string, string>>>;

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/gu) ?? [])].sort();
const hasPluralForms = (words: object): words is Readonly<Record<string, string>> => "other" in words;

function entriesOf(words: object, path = ""): Entries {
  const entries = Object.entries(words as Readonly<Record<string, string | object>>).map(([key, entry]) => {
    const entryPath = path === "" ? key : `${path}.${key}`;
    if (typeof entry === "string" || hasPluralForms(entry)) return [[entryPath, entry] as const];
    return [...entriesOf(entry, entryPath)];
  });
  return new Map(entries.flat());
}

describe.each(LANGUAGES)("the strings of %s", (language) => {
  const entries = entriesOf(LOCALES[language]);
  const english = entriesOf(en);
  const texts = [...entries.values()].flatMap((entry) =>
    typeof entry === "string" ? [entry] : Object.values(entry),
  );

  test("have the same keys as the English ones", () => {
    expect([...entries.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("have a word between two names: side by side, Latin ones in Arabic are read the other way round", () => {
    expect(texts.filter((text) => /\{(?:from|name)\} \{(?:member|name)\}/u.test(text))).toEqual([]);
  });

  test("have exactly the plural forms of the language (CLDR)", () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const [key, entry] of entries)
      if (typeof entry !== "string") expect([key, Object.keys(entry).sort()]).toEqual([key, categories]);
  });

  test("have the same placeholders as the English ones", () => {
    for (const [key, entry] of entries) {
      const known = english.get(key) ?? "";
      const allowed = placeholders(typeof known === "string" ? known : Object.values(known).join());
      if (typeof entry === "string") expect([key, placeholders(entry)]).toEqual([key, allowed]);
      else
        for (const form of Object.values(entry))
          expect(allowed).toEqual(expect.arrayContaining(placeholders(form)));
    }
  });

  test("are not empty, and have no leading or trailing space", () => {
    expect(texts.filter((text) => text === "" || text !== text.trim())).toEqual([]);
  });

  test("have typographic quotation marks and ellipses", () => {
    expect(texts.filter((text) => /['"]|\.\.\./u.test(text))).toEqual([]);
  });

  test("have Arabic commas, semicolons and question marks after Arabic words", () => {
    expect(texts.filter((text) => /\p{Script=Arabic}[,;?]/u.test(text))).toEqual([]);
  });

  test("have no @ outside a placeholder, whose direction it would not follow", () => {
    expect(texts.filter((text) => text.includes("@"))).toEqual([]);
  });
});

test("no key is in two of the parts that the room page loads", () => {
  const keys = [en.room, en.lazy, en.admin].flatMap((part) => Object.keys(part));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test("the plain page has texts for existing error codes only", () => {
  expect(Object.keys(en.plain.errors).filter((code) => !(code in ERRORS))).toEqual([]);
});

describe("a translated string", () => {
  test("uses the six plural forms of Arabic", () => {
    const t = translator(ar.room, "ar");
    const texts = [0, 1, 2, 3, 11, 100].map((count) => t("newMessages", { count }));
    expect(new Set(texts).size).toBe(6);
    expect(texts[1]).toBe("رسالة جديدة");
    expect(texts[3]).toContain("3 رسائل");
  });

  test("isolates names, so that they cannot reorder the sentence", () => {
    expect(translator({ ...en.room, ...en.lazy }, "en")("typingOne", { name: "بدر" })).toBe(
      "\u2068بدر\u2069 is typing…",
    );
  });

  test("formats numbers for the reader's region", () => {
    expect(translator(ar.room, "ar", "ar-EG")("newMessages", { count: 12 })).toContain("١٢");
  });
});

describe("an error message", () => {
  const t = translator({ ...en.room, ...en.lazy }, "en");
  const failure = (code: string) => ({ code, message: "The room's own words." });

  test("is translated by its code, else it names the code: the room's own words are English", () => {
    expect(errorMessage(t, failure("rate_limited"))).toBe(en.lazy.errorTooFast);
    for (const code of ["room_full", "too_many_connections", "unavailable"])
      expect(errorMessage(t, failure(code))).toBe(en.lazy.errorBusy);
    expect(errorMessage(translator({ ...ar.room, ...ar.lazy }, "ar"), failure("new_code"))).toBe(
      ar.lazy.errorOther.replace("{code}", isolate("new_code")),
    );
    expect(errorMessage(t, failure(""))).toContain("The room's own words.");
  });

  test("about a message that failed says so, unless it is unknown whether it was sent", () => {
    expect(sendFailureMessage(t, failure("overloaded"))).toBe(`${en.lazy.failed} ${en.lazy.errorBusy}`);
    expect(sendFailureMessage(t, failure("outcome_unknown"))).toBe(en.lazy.errorUnknown);
  });

  test("about a reply names the message that is missing", () => {
    expect(sendFailureMessage(t, failure("message_not_found"))).toContain(en.lazy.errorReplyGone);
  });
});

describe("the locale of dates and numbers", () => {
  const at = new Date(2026, 10, 17, 23, 14).getTime();
  const shown = (preferred: readonly string[], language = "en") => {
    const { time, day } = formats(localeFor(language, preferred), {
      today: () => new Date(2026, 11, 24).getTime(),
    });
    return `${time(at)}, ${day(at)}`;
  };

  test("has the reader's region if its language is the interface's", () => {
    expect(localeFor("ar", ["ar-EG", "en"])).toBe("ar-EG");
    expect(localeFor("en", ["en-CA", "fr-CA"])).toBe("en-CA");
    expect(localeFor("en", [])).toBe("en");
  });

  test.each([
    ["fr-FR", "fr", "en-GB", "en"],
    ["fr-FR", "fr", "en-US", "en"],
    ["de-DE", "de", "en-US", "en"],
    ["nl-NL"],
    ["he-IL", "he", "en-US", "en"],
    ["en-GB"],
  ])("has the hour cycle and the order of day and month of a reader of %s", (...preferred) => {
    expect(shown(preferred)).toBe("23:14, Tuesday 17 November");
  });

  test("has the American order and hours for an American reader only", () => {
    expect(shown(["en-US", "de-DE"])).toMatch(/^11:14\sPM, Tuesday, November 17$/u);
    expect(shown(["ko-KR", "en-GB"])).toMatch(/^11:14\sPM, Tuesday, November 17$/u);
  });

  test("writes the hours of a 24-hour clock with two digits", () => {
    const { time } = formats(localeFor("en", ["de-DE", "en-US"]));
    expect(time(new Date(2026, 10, 17, 4, 5).getTime())).toBe("04:05");
  });

  test("has the clock that the reader has chosen, whatever their region's is", () => {
    const clock = signal<Clock>("auto");
    const british = formats("en-GB", { clock: () => clock.value });
    const egyptian = formats("ar-EG", { clock: () => clock.value });
    const morning = new Date(2026, 10, 17, 4, 5).getTime();
    const shownBy = (chosen: Clock) => {
      clock.value = chosen;
      return [british.time(at), british.time(morning), egyptian.time(at)].map((time) =>
        time.replaceAll(/\s/gu, " "),
      );
    };
    expect(shownBy("auto")).toEqual(["23:14", "04:05", "١١:١٤ م"]);
    expect(shownBy("12")).toEqual(["11:14 pm", "4:05 am", "١١:١٤ م"]);
    expect(shownBy("24")).toEqual(["23:14", "04:05", "٢٣:١٤"]);
    expect(british.dateTime(at)).toMatch(/23:14$/u);
  });

  test("has the hour cycle of a reader of another language in Arabic too", () => {
    expect(shown(["fr-FR"], "ar")).toBe("23:14, الثلاثاء، 17 نوفمبر");
    expect(localeFor("ar", ["en-GB", "ar-EG"])).toBe("ar-EG-u-hc-h23");
  });

  test.each(["en-US@posix", "en_US", "en_US.UTF-8", "C", "POSIX", "", "i-klingon", "x-private", "-", "*"])(
    "is one that Intl knows where the browser names %j",
    (tag) => {
      expect(() => shown([tag])).not.toThrow();
      expect(shown([tag, "en-GB"])).toBe(tag.startsWith("en") ? shown(["en-US"]) : shown(["en-GB"]));
      expect(localeFor("ar", [tag])).toMatch(/^ar/u);
    },
  );
});

test("today and yesterday are formatted as words, other days as dates", () => {
  const now = new Date(2026, 10, 17, 0, 30).getTime();
  const { day } = formats("en-GB", { today: () => now });
  expect(day(now)).toBe("Today");
  expect(day(now - 3_600_000)).toBe("Yesterday");
  expect(day(new Date(2026, 10, 2).getTime())).toBe("Monday 2 November");
  expect(day(new Date(2025, 10, 2).getTime())).toContain("2025");
  expect(formats("ar", { today: () => now }).day(now)).toBe("اليوم");
});

test("today is the day of the clock, or the one that is given", () => {
  const now = new Date(2026, 10, 17, 0, 30).getTime();
  const today = signal(now);
  const { day } = formats("en-GB", { today: () => today.value });
  expect(day(now)).toBe("Today");
  today.value += 86_400_000;
  expect(day(now)).toBe("Yesterday");
});

test("relative times use the largest unit that fits", () => {
  const now = Date.UTC(2026, 10, 17, 12);
  const earlier = [0, 59_000, 3 * 60_000, 7_200_000, 86_400_000];
  expect(earlier.map((ms) => ago("en-GB", now - ms, now))).toEqual([
    "now",
    "59 seconds ago",
    "3 minutes ago",
    "2 hours ago",
    "yesterday",
  ]);
  expect(ago("en-GB", now + 5_000, now)).toBe("now");
  expect(ago("ar-EG", now - 180_000, now)).toContain("٣");
});

test.each(LANGUAGES)(
  "what the privacy page of %s names is named so in the settings and menus",
  (language) => {
    const { privacy, lazy } = LOCALES[language];
    const text = privacy.sections.map((section) => section.text).join("\n");
    for (const name of [lazy.remove, lazy.forgetMe, lazy.keepMessages]) expect(text).toMatch(quoted(name));
  },
);

function quoted(name: string): RegExp {
  return new RegExp(`[“«]\\u{a0}?\\s?${name}\\s?[”»]`, "u");
}

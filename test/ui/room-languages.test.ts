import { expect, test } from "vitest";
import { roomLanguages } from "../../src/ui/models/room-languages.ts";
import { parseLanguageTag } from "../../src/text/language-tag.ts";
import { LANGUAGES } from "../../src/locales/languages-info.ts";

test("[SET-9] the languages to choose from are each named in itself, by canonical tags", () => {
  const languages = roomLanguages("");
  expect(languages).toEqual(
    expect.arrayContaining([
      { tag: "ar", name: "العربية" },
      { tag: "fr", name: "français" },
      { tag: "zh-Hant", name: "繁體中文" },
    ]),
  );
  for (const { tag, name } of languages) {
    expect(parseLanguageTag(tag)).toEqual({ ok: true, value: tag });
    expect(name).not.toBe(tag);
  }
  expect(languages.map(({ tag }) => tag)).toEqual(expect.arrayContaining([...LANGUAGES]));
});

test("[SET-9] the language that a program has set is among them, once, also with an extension", () => {
  for (const tag of ["de-CH", "ar-u-nu-latn", "en"])
    expect(roomLanguages(tag).filter((language) => language.tag === tag)).toHaveLength(1);
});

/** The language of a page. */
import { LANGUAGES, type Language } from "./pages/strings.ts";

/** What may say which language somebody reads. */
export interface LanguageSources {
  /** `?lang=` */
  readonly asked: string | undefined;
  /** what they chose in the settings */
  readonly kept: string | undefined;
  /** the header (RFC 9110 §12.5.4) */
  readonly accepted: string | null;
}

/** The first of these that we speak, else English. */
export function chooseLanguage({ asked, kept, accepted }: LanguageSources): Language {
  return find(asked) ?? find(kept) ?? preferred(accepted) ?? "en";
}

/** The language asked for by hand, if we speak it. */
export function find(tag: string | undefined): Language | undefined {
  const base = tag?.trim().toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === base);
}

function preferred(header: string | null): Language | undefined {
  const ranges = (header ?? "").split(",").map((range) => {
    const [tag, ...parameters] = range.split(";");
    const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/i.exec(parameter)?.[1]).find(Boolean);
    return { language: find(tag), quality: weight === undefined ? 1 : Number(weight) };
  });
  const spoken = ranges.filter(({ language, quality }) => language !== undefined && quality > 0);
  return spoken.toSorted((a, b) => b.quality - a.quality)[0]?.language;
}

/** The language of a page. */
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../locales/languages.ts";

/** What may say which language somebody reads. */
export interface LanguagePreferences {
  /** `?lang=` */
  readonly requested: string | undefined;
  /** what they chose in the settings */
  readonly stored: string | undefined;
  /** the header (RFC 9110 §12.5.4) */
  readonly acceptLanguage: string | null;
}

/** The first of these that we speak, else the default one. */
export function chooseLanguage({ requested, stored, acceptLanguage }: LanguagePreferences): Language {
  return (
    findLanguage(requested) ?? findLanguage(stored) ?? preferredLanguage(acceptLanguage) ?? DEFAULT_LANGUAGE
  );
}

/** The language asked for by hand, if we speak it. */
export function findLanguage(tag: string | undefined): Language | undefined {
  const base = tag?.trim().toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === base);
}

function preferredLanguage(header: string | null): Language | undefined {
  const ranges = (header ?? "").split(",").map((range) => {
    const [tag, ...parameters] = range.split(";");
    const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/i.exec(parameter)?.[1]).find(Boolean);
    return { language: findLanguage(tag), quality: weight === undefined ? 1 : Number(weight) };
  });
  const supported = ranges.filter(({ language, quality }) => language !== undefined && quality > 0);
  return supported.toSorted((a, b) => b.quality - a.quality)[0]?.language;
}

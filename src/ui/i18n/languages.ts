/** The languages of the interface. Each one's words are a chunk of their own: a reader loads one. */
import type { LateStrings, Strings } from "./strings.ts";

const LOADERS = {
  en: async (): Promise<Strings> => (await import("./en.ts")).en,
  ar: async (): Promise<Strings> => (await import("./ar.ts")).ar,
} as const;

const LATE_LOADERS: Readonly<Record<Language, () => Promise<LateStrings>>> = {
  en: async () => (await import("./en-late.ts")).enLate,
  ar: async () => (await import("./ar-late.ts")).arLate,
};

export type Language = keyof typeof LOADERS;
export const LANGUAGES = Object.keys(LOADERS) as Language[];

export function loadStrings(language: Language): Promise<Strings> {
  return LOADERS[language]();
}

/** The words of the parts that are loaded later. */
export function loadLateStrings(language: Language): Promise<LateStrings> {
  return LATE_LOADERS[language]();
}

/** The interface's language for a `lang` attribute; English where there is no table. */
export function languageFrom(lang: string): Language {
  const base = baseOf(lang);
  return base in LOADERS ? (base as Language) : "en";
}

/** Dates and numbers follow the reader's own region where it speaks the interface's language: `ar-EG` has other digits than `ar`. */
export function localeFor(language: Language, preferred: readonly string[]): string {
  const first = preferred[0];
  return first !== undefined && baseOf(first) === language ? first : language;
}

function baseOf(tag: string): string {
  return tag.split("-", 1)[0]?.toLowerCase() ?? "";
}

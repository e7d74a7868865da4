/** The languages of the interface. Each one's words are a chunk of their own: a reader loads one. */
import type { LazyStrings, Strings } from "./strings.ts";

const LOADERS = {
  en: async (): Promise<Strings> => (await import("./en.ts")).en,
  ar: async (): Promise<Strings> => (await import("./ar.ts")).ar,
} as const;

const LAZY_LOADERS: Readonly<Record<Language, () => Promise<LazyStrings>>> = {
  en: async () => (await import("./en-lazy.ts")).enLazy,
  ar: async () => (await import("./ar-lazy.ts")).arLazy,
};

export type Language = keyof typeof LOADERS;
export const LANGUAGES = Object.keys(LOADERS) as Language[];

export function loadStrings(language: Language): Promise<Strings> {
  return LOADERS[language]();
}

/** The words of the parts that are loaded later. */
export function loadLazyStrings(language: Language): Promise<LazyStrings> {
  return LAZY_LOADERS[language]();
}

/** The interface's language for a `lang` attribute; English where there is no table. */
export function parseLanguage(lang: string): Language {
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

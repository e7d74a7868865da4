/** Loads the strings of one language. Each part is a chunk of its own (`src/build/locale-modules.ts`). */
import { STRINGS } from "locale:strings";
import type { Language } from "../../locales/languages.ts";
import type { AdminStrings, LazyStrings, Strings } from "./strings.ts";

export function isLanguage(tag: string): tag is Language {
  return tag in STRINGS;
}

/** The strings of the first view. */
export async function loadStrings(language: Language): Promise<Strings> {
  return (await STRINGS[language].room()).default;
}

/** The strings of lazily loaded parts. */
export async function loadLazyStrings(language: Language): Promise<LazyStrings> {
  return (await STRINGS[language].lazy()).default;
}

/** The strings of what owners and moderators use. */
export async function loadAdminStrings(language: Language): Promise<AdminStrings> {
  return (await STRINGS[language].admin()).default;
}

/** Loads the words of one language. Each part of them is a chunk of its own (`src/build/locale-modules.ts`). */
import { STRINGS } from "locale:strings";
import type { Language } from "../../locales/languages.ts";
import type { LazyStrings, Strings } from "./strings.ts";

export function isLanguage(tag: string): tag is Language {
  return tag in STRINGS;
}

/** The words that a page opens with. */
export async function loadStrings(language: Language): Promise<Strings> {
  return (await STRINGS[language].room()).default;
}

/** The words of the parts that are loaded later. */
export async function loadLazyStrings(language: Language): Promise<LazyStrings> {
  return (await STRINGS[language].lazy()).default;
}

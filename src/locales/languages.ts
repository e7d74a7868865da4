/** All locales, for the Worker, the build and the tests. A page loads them in parts: import only types there. */
import * as locales from "./index.ts";
import type { Locale } from "./locale.ts";

export type Language = keyof typeof locales;

export const DEFAULT_LANGUAGE = "en" satisfies Language;

export const LOCALES: Readonly<Record<Language, Locale>> = locales;

/** The default language first, then by code. */
export const LANGUAGES: readonly Language[] = [
  DEFAULT_LANGUAGE,
  ...(Object.keys(locales) as Language[]).filter((language) => language !== DEFAULT_LANGUAGE),
];

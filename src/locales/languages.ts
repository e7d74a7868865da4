/** All locales, for the build and the tests. A page loads them in parts: import only types there. */
import * as locales from "./index.ts";
import type { Language } from "./languages-info.ts";
import type { Locale } from "./locale.ts";

export { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "./languages-info.ts";

export const LOCALES: Readonly<Record<Language, Locale>> = locales;

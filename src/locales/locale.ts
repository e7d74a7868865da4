/** The type of a locale: English defines the keys, which every other language must have too. */
import type { en } from "./en.ts";
import type { en as enPages } from "./pages/en.ts";
import type { LanguageInfo, PluralCategory, PluralForms } from "./shape.ts";

/** `English` in another language: the same keys, and `Forms` where English has plural forms. */
type Translation<English, Forms> = English extends string
  ? string
  : English extends PluralForms<never>
    ? Forms
    : { readonly [Key in keyof English]: Translation<English[Key], Forms> };

type Words<Forms> = Translation<Omit<typeof en, keyof LanguageInfo>, Forms>;

/** The type of a language's file of the Worker's pages, which have no plurals. */
export type PageLocale = LanguageInfo & Translation<Omit<typeof enPages, keyof LanguageInfo>, never>;

/** The type of a language's file: plurals have exactly these categories, and `other`. */
export type LocaleWithPlurals<Category extends PluralCategory> = LanguageInfo & Words<PluralForms<Category>>;

/** The plural forms of any language. */
export type AnyPluralForms = PluralForms<never> & Partial<PluralForms<PluralCategory>>;

/** The locale of any language. */
export type Locale = LanguageInfo & Words<AnyPluralForms>;

/** The words of the Worker's pages in one language. */
export type PageWords = Omit<PageLocale, keyof LanguageInfo>;

/** The static file of a language for the Worker: the words of its pages. */
export interface WordsFile extends PageWords {
  /** the words of suggested room names, separated by white space; English ones are suggested if absent */
  readonly roomNames?: string;
}

export const PAGE_PARTS = [
  "shared",
  "pages",
  "landing",
  "privacy",
  "offline",
  "plain",
] as const satisfies readonly (keyof PageWords)[];

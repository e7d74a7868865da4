/** All that is said in one language. English says which words there are; every other language must have the same. */
import type { en } from "./en.ts";
import type { LanguageInfo, PluralCategory, PluralForms } from "./shape.ts";

/** The words of `English` in another language: the same keys, and `Forms` where English has plural forms. */
type Translation<English, Forms> = English extends string
  ? string
  : English extends PluralForms<never>
    ? Forms
    : { readonly [Key in keyof English]: Translation<English[Key], Forms> };

type Words<Forms> = Translation<Omit<typeof en, keyof LanguageInfo>, Forms>;

/** For the file of a language: it must have exactly these plural forms, and `other`. */
export type LocaleWithPlurals<Category extends PluralCategory> = LanguageInfo & Words<PluralForms<Category>>;

/** Plural forms of any language. */
export type AnyPluralForms = PluralForms<never> & Partial<PluralForms<PluralCategory>>;

/** Any language. */
export type Locale = LanguageInfo & Words<AnyPluralForms>;

/** What a table of strings is: English has every key, and says which of them count. */
import type { en } from "./en.ts";
import type { enLazy } from "./en-lazy.ts";

/** One wording for each plural category that the language has (CLDR); `other` is always there. */
export type PluralForms = Readonly<
  { other: string } & Partial<Record<Exclude<Intl.LDMLPluralRule, "other">, string>>
>;

type English = typeof en & typeof enLazy;
type StringTable<Keys extends StringKey> = {
  readonly [K in Keys]: English[K] extends string ? string : PluralForms;
};

export type StringKey = keyof English;
/** The words that a page opens with. */
export type Strings = StringTable<keyof typeof en>;
/** The words of what is loaded later, which come with it. */
export type LazyStrings = StringTable<keyof typeof enLazy>;

/** Keys whose wording depends on a `count`. */
export type PluralStringKey = { [K in StringKey]: English[K] extends string ? never : K }[StringKey];
export type PlainStringKey = Exclude<StringKey, PluralStringKey>;

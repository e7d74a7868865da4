/** What a table of strings is: English has every key, and says which of them count. */
import type { en } from "./en.ts";

/** One wording for each plural category that the language has (CLDR); `other` is always there. */
export type PluralForms = Readonly<
  { other: string } & Partial<Record<Exclude<Intl.LDMLPluralRule, "other">, string>>
>;

export type Key = keyof typeof en;
export type Strings = { readonly [K in Key]: (typeof en)[K] extends string ? string : PluralForms };

/** Keys whose wording depends on a `count`. */
export type CountedKey = { [K in Key]: (typeof en)[K] extends string ? never : K }[Key];
export type PlainKey = Exclude<Key, CountedKey>;

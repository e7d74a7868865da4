/** What a table of strings is: English has every key, and says which of them count. */
import type { en } from "./en.ts";
import type { enLate } from "./en-late.ts";

/** One wording for each plural category that the language has (CLDR); `other` is always there. */
export type PluralForms = Readonly<
  { other: string } & Partial<Record<Exclude<Intl.LDMLPluralRule, "other">, string>>
>;

type English = typeof en & typeof enLate;
type Table<Keys extends Key> = { readonly [K in Keys]: English[K] extends string ? string : PluralForms };

export type Key = keyof English;
/** The words that a page opens with. */
export type Strings = Table<keyof typeof en>;
/** The words of what is loaded later, which come with it. */
export type LateStrings = Table<keyof typeof enLate>;

/** Keys whose wording depends on a `count`. */
export type CountedKey = { [K in Key]: English[K] extends string ? never : K }[Key];
export type PlainKey = Exclude<Key, CountedKey>;

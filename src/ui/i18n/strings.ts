/** The words of the room page, by their keys. */
import type { Locale } from "../../locales/locale.ts";

/** The words that a page opens with. */
export type Strings = Locale["room"];
/** The words of what is loaded later. */
export type LazyStrings = Locale["lazy"];

type AllStrings = Strings & LazyStrings;
export type StringKey = keyof AllStrings;

/** Keys whose wording depends on a `count`. */
export type PluralStringKey = { [K in StringKey]: AllStrings[K] extends string ? never : K }[StringKey];
export type PlainStringKey = Exclude<StringKey, PluralStringKey>;

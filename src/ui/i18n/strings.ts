/** Types of the strings of the room page. */
import type { Locale } from "../../locales/locale.ts";

/** The strings of the first view. */
export type Strings = Locale["room"];
/** The strings of lazily loaded parts. */
export type LazyStrings = Locale["lazy"];

/** The strings of what owners and moderators use. */
export type AdminStrings = Locale["admin"];

type AllStrings = Strings & LazyStrings & AdminStrings;
export type StringKey = keyof AllStrings;

/** Keys whose wording depends on a `count`. */
export type PluralStringKey = { [K in StringKey]: AllStrings[K] extends string ? never : K }[StringKey];
export type PlainStringKey = Exclude<StringKey, PluralStringKey>;

/** The structure of a locale. */

export type Direction = "ltr" | "rtl";

/** The plural categories of CLDR; every language has `other`. */
export type PluralCategory = Exclude<Intl.LDMLPluralRule, "other">;

/** A wording for `other` and for each further category that the language has. */
export type PluralForms<Category extends PluralCategory> = Readonly<Record<Category | "other", string>>;

/** A language's metadata. */
export interface LanguageInfo {
  /** in the language itself */
  readonly name: string;
  readonly direction: Direction;
  /** a BCP 47 tag: the Worker's pages format numbers and dates for this region */
  readonly region: string;
  /** of the product */
  readonly appName: string;
}

type Entry<Category extends PluralCategory> = string | PluralForms<Category>;
type Entries<Category extends PluralCategory> = Readonly<Record<string, Entry<Category>>>;

/** The constraint on the English words of the Worker's pages, from whose keys those of all languages are typed. */
export interface PageLocaleShape extends LanguageInfo {
  readonly shared: Readonly<Record<string, string>>;
  readonly pages: Readonly<Record<string, string>>;
  readonly landing: Readonly<Record<string, string | readonly Readonly<Record<string, string>>[]>>;
  readonly privacy: Readonly<Record<string, string | readonly Readonly<Record<string, string>>[]>>;
  readonly offline: Readonly<Record<string, string>>;
  readonly plain: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** The constraint on the English locale, from whose keys all other locales are typed. */
export interface LocaleShape<Category extends PluralCategory> extends PageLocaleShape {
  readonly room: Entries<Category>;
  readonly lazy: Entries<Category>;
  readonly admin: Entries<Category>;
  readonly emoji: Readonly<Record<"flag" | "keycap" | "pair", string>>;
}

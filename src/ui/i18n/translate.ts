/** `t("newMessages", { count: 3 })`: strings in the interface's language, with its plural rules. */
import { fillPlaceholders, type Placeholders } from "../../locales/fill-placeholders.ts";
import { memoize } from "./memoize.ts";
import type { AdminStrings, PluralStringKey, LazyStrings, PlainStringKey, Strings } from "./strings.ts";

/** Strings are isolated, so that a name in one script cannot reorder a sentence in another. */
export interface Translate {
  (key: PlainStringKey, values?: Placeholders): string;
  (key: PluralStringKey, values: Placeholders & { readonly count: number }): string;
}

/** FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9). */
export const ISOLATE = "\u2068";
export const POP_ISOLATE = "\u2069";

/** Isolates `text` from the direction of the text around it. */
export function isolate(text: string): string {
  return `${ISOLATE}${text}${POP_ISOLATE}`;
}

/** A translated string for other programs, where isolates would be invisible characters in the text. */
export function withoutIsolates(text: string): string {
  return text.replaceAll(ISOLATE, "").replaceAll(POP_ISOLATE, "");
}

/**
 * Translates with the strings in `table` and the plural rules of `language`; `locale` formats the numbers. Lazy strings may
 * be added to `table` later; until then `t` throws Error for them.
 */
export function translator(
  table: Strings & Partial<LazyStrings> & Partial<AdminStrings>,
  language: string,
  locale: string = language,
): Translate {
  const plurals = memoize(() => new Intl.PluralRules(language));
  const numbers = memoize(() => new Intl.NumberFormat(locale));

  const format = (value: string | number) =>
    typeof value === "number" ? numbers().format(value) : isolate(value);

  return (key: PlainStringKey | PluralStringKey, values: Placeholders = {}): string => {
    const entry = table[key];
    if (entry === undefined) throw new Error(`the string ${key} is not loaded`);
    const template =
      typeof entry === "string" ? entry : (entry[plurals().select(Number(values["count"]))] ?? entry.other);
    return fillPlaceholders(template, values, format);
  };
}

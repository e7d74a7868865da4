/** `t("newMessages", { count: 3 })`: words in the interface's language, plurals by its own rules. */
import { fillPlaceholders, type Placeholders } from "../../locales/fill-placeholders.ts";
import { memoize } from "./memoize.ts";
import type { PluralStringKey, LazyStrings, PlainStringKey, Strings } from "./strings.ts";

/** Strings are isolated, so that a name in one script cannot reorder a sentence in another. */
export interface Translate {
  (key: PlainStringKey, values?: Placeholders): string;
  (key: PluralStringKey, values: Placeholders & { readonly count: number }): string;
}

/** FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9). */
const ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/** Sets `text` off from the text around it, whichever way either reads. */
export function isolate(text: string): string {
  return `${ISOLATE}${text}${POP_ISOLATE}`;
}

/** The language's own words and plurals; `locale` formats the numbers. */
export function translator(
  table: Strings & Partial<LazyStrings>,
  language: string,
  locale: string = language,
): Translate {
  const plurals = memoize(() => new Intl.PluralRules(language));
  const numbers = memoize(() => new Intl.NumberFormat(locale));

  const format = (value: string | number) =>
    typeof value === "number" ? numbers().format(value) : isolate(value);

  return (key: PlainStringKey | PluralStringKey, values: Placeholders = {}): string => {
    const entry = table[key];
    if (entry === undefined) throw new Error(`the words of ${key} are not loaded`);
    const template =
      typeof entry === "string" ? entry : (entry[plurals().select(Number(values["count"]))] ?? entry.other);
    return fillPlaceholders(template, values, format);
  };
}

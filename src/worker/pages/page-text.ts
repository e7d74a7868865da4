import { fillPlaceholders, type Placeholders } from "../../locales/fill-placeholders.ts";
import { LANGUAGE_INFO, type Language } from "../../locales/languages-info.ts";

/** Fills the placeholders of `template`, with numbers in the digits of the language's region. */
export function pageText(language: Language, template: string, values: Placeholders): string {
  const numbers = new Intl.NumberFormat(LANGUAGE_INFO[language].region);
  return fillPlaceholders(template, values, (value) =>
    typeof value === "number" ? numbers.format(value) : value,
  );
}

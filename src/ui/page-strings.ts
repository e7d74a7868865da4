import { watchCurrentDay } from "./browser/current-day.ts";
import type { PageConfig } from "./browser/page-config.ts";
import { formats, type Formats } from "./i18n/formats.ts";
import { loadLazyStrings } from "./i18n/load-strings.ts";
import { localeFor } from "./i18n/locale-for.ts";
import type { Strings } from "./i18n/strings.ts";
import { translator, type Translate } from "./i18n/translate.ts";
import { memoizeAsync } from "./memoize-async.ts";
import { browserTimers } from "./timers.ts";

export interface PageStrings {
  readonly t: Translate;
  readonly formats: Formats;
  /** Loads the strings of the lazy parts; from then on `t` knows them too. */
  readonly loadStrings: () => Promise<void>;
}

/** Strings and formats in the page's language, with the digits and dates of the reader's region. */
export function pageStrings({ language }: PageConfig, strings: Strings): PageStrings {
  const locale = localeFor(language, navigator.languages);
  const table = { ...strings };
  const today = watchCurrentDay(browserTimers);
  return {
    t: translator(table, language, locale),
    formats: formats(locale, browserTimers.now, () => today.value),
    loadStrings: memoizeAsync(async () => void Object.assign(table, await loadLazyStrings(language))),
  };
}

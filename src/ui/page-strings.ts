import { signal, type Signal } from "@preact/signals";
import { watchCurrentDay } from "./browser/current-day.ts";
import type { PageConfig } from "./browser/page-config.ts";
import { clockOf, formats, type Clock, type Formats } from "./i18n/formats.ts";
import { loadAdminStrings, loadLazyStrings } from "./i18n/load-strings.ts";
import { localeFor } from "./i18n/locale-for.ts";
import type { Strings } from "./i18n/strings.ts";
import { translator, type Translate } from "./i18n/translate.ts";
import { memoizeAsync } from "./memoize-async.ts";
import { browserTimers } from "./timers.ts";

export interface PageStrings {
  readonly t: Translate;
  readonly formats: Formats;
  /** the clock of the times; changing it renews them */
  readonly clock: Signal<Clock>;
  /** Loads the strings of the lazy parts; from then on `t` knows them too. */
  readonly loadStrings: () => Promise<void>;
  /** The same for those of what owners and moderators use. */
  readonly loadAdminStrings: () => Promise<void>;
}

/** Strings and formats in the page's language, with the digits and dates of the reader's region. */
export function pageStrings({ language }: PageConfig, strings: Strings): PageStrings {
  const locale = localeFor(language, navigator.languages);
  const table = { ...strings };
  const today = watchCurrentDay(browserTimers);
  const clock = signal(clockOf(document.documentElement.dataset["clock"]));
  return {
    t: translator(table, language, locale),
    formats: formats(locale, { today: () => today.value, clock: () => clock.value }),
    clock,
    loadStrings: memoizeAsync(async () => void Object.assign(table, await loadLazyStrings(language))),
    loadAdminStrings: memoizeAsync(async () => void Object.assign(table, await loadAdminStrings(language))),
  };
}

/** Formats of numbers, dates and lists in the reader's locale. */

import { memoize } from "./memoize.ts";

export interface Formats {
  number(value: number): string;
  /** 04:05, or 4:05 AM */
  time(at: number): string;
  /** date and time, for a title */
  dateTime(at: number): string;
  /** "Today", "Yesterday", else the full date */
  day(at: number): string;
  /** "Ana, Bo and Cem" */
  list(items: readonly string[]): string;
  /** "3 minutes ago", "2 hours ago", "yesterday": to the largest unit that fits */
  ago(at: number): string;
}

const UNITS = [
  ["year", 365 * 86_400_000],
  ["month", 30 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** @param today any time of the current day; a signal's value renews the views at midnight. Times are ms since 1970. */
export function formats(locale: string, now: () => number = Date.now, today: () => number = now): Formats {
  const relative = memoize(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
  const capitalize = (text: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
  const time = memoize(() => new Intl.DateTimeFormat(locale, { timeStyle: "short" }));
  const number = memoize(() => new Intl.NumberFormat(locale));
  const dateTimeFormat = memoize(
    () => new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" }),
  );
  const day = memoize(
    () => new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }),
  );
  const dayOfOtherYear = memoize(() => new Intl.DateTimeFormat(locale, { dateStyle: "full" }));

  const list = memoize(() => new Intl.ListFormat(locale));

  return {
    list: (items) => list().format(items),
    number: (value) => number().format(value),
    time: (at) => time().format(at),
    dateTime: (at) => dateTimeFormat().format(at),
    ago(at) {
      const elapsedMs = Math.max(0, now() - at);
      const [unit, ms] = UNITS.find(([, unitMs]) => elapsedMs >= unitMs) ?? (["second", 1_000] as const);
      return relative().format(-Math.floor(elapsedMs / ms), unit);
    },
    day(at) {
      const current = new Date(today());
      const yesterday = new Date(current);
      yesterday.setDate(current.getDate() - 1);
      const date = new Date(at);
      if (date.toDateString() === current.toDateString()) return capitalize(relative().format(0, "day"));
      if (date.toDateString() === yesterday.toDateString()) return capitalize(relative().format(-1, "day"));
      return (date.getFullYear() === current.getFullYear() ? day() : dayOfOtherYear()).format(at);
    },
  };
}

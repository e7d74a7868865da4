/** Times and days as the reader's region writes them. */
import type { Translate } from "./translate.ts";

export interface Formats {
  number(value: number): string;
  /** 14:05 */
  time(at: number): string;
  /** date and time, for a title */
  moment(at: number): string;
  /** "Today", "Yesterday", else the full date */
  day(at: number): string;
}

export function formats(locale: string, t: Translate, now: () => number = Date.now): Formats {
  const time = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
  const number = new Intl.NumberFormat(locale);
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });
  const day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
  const dayOfOtherYear = new Intl.DateTimeFormat(locale, { dateStyle: "full" });

  return {
    number: (value) => number.format(value),
    time: (at) => time.format(at),
    moment: (at) => moment.format(at),
    day(at) {
      const today = new Date(now());
      const yesterday = new Date(today);
      yesterday.setDate(today.getDate() - 1);
      const date = new Date(at);
      if (date.toDateString() === today.toDateString()) return t("today");
      if (date.toDateString() === yesterday.toDateString()) return t("yesterday");
      return (date.getFullYear() === today.getFullYear() ? day : dayOfOtherYear).format(at);
    },
  };
}

/** Formats of numbers, dates and lists in the reader's locale. */
import type { DisplaySettings } from "../../protocol/display-settings.ts";
import { memoize } from "./memoize.ts";

export interface Formats {
  /** of the reader (BCP 47) */
  readonly locale: string;
  number(value: number): string;
  /** 04:05, or 4:05 AM */
  time(at: number): string;
  /** date and time, for a title */
  dateTime(at: number): string;
  /** "Today", "Yesterday", else the full date */
  day(at: number): string;
  /** the full date */
  date(at: number): string;
  /** "Ana, Bo and Cem" */
  list(items: readonly string[]): string;
}

/** Of times; `auto` as in the reader's region. */
export type Clock = DisplaySettings["clock"];

const HOURS = {
  auto: {},
  12: { hourCycle: "h12" },
  24: { hourCycle: "h23" },
} as const satisfies Record<Clock, Intl.DateTimeFormatOptions>;

/** In some regions `timeStyle` writes 04:05 AM, for a 24-hour clock. */
const TWELVE_HOURS = { hour: "numeric", minute: "2-digit", ...HOURS[12] } as const;

export function clockOf(value: string | undefined): Clock {
  return value === "12" || value === "24" ? value : "auto";
}

/** Times are ms since 1970. The value of a signal renews the views that show the format. */
export interface FormatSources {
  /** any time of the current day */
  readonly today?: () => number;
  readonly clock?: () => Clock;
}

export function formats(
  locale: string,
  { today = Date.now, clock = () => "auto" }: FormatSources = {},
): Formats {
  const relative = memoize(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
  const capitalize = (text: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
  const time = memoizeByClock(
    (clock) =>
      new Intl.DateTimeFormat(
        locale,
        clock === "12" ? TWELVE_HOURS : { timeStyle: "short", ...HOURS[clock] },
      ),
  );
  const number = memoize(() => new Intl.NumberFormat(locale));
  const dateTime = memoizeByClock(
    (clock) => new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", ...HOURS[clock] }),
  );
  const day = memoize(
    () => new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }),
  );
  const fullDate = memoize(() => new Intl.DateTimeFormat(locale, { dateStyle: "full" }));

  const list = memoize(() => new Intl.ListFormat(locale));

  return {
    locale,
    list: (items) => list().format(items),
    number: (value) => number().format(value),
    time: (at) => time(clock()).format(at),
    dateTime: (at) => dateTime(clock()).format(at),
    date: (at) => fullDate().format(at),
    day(at) {
      const current = new Date(today());
      const yesterday = new Date(current);
      yesterday.setDate(current.getDate() - 1);
      const date = new Date(at);
      if (date.toDateString() === current.toDateString()) return capitalize(relative().format(0, "day"));
      if (date.toDateString() === yesterday.toDateString()) return capitalize(relative().format(-1, "day"));
      return (date.getFullYear() === current.getFullYear() ? day() : fullDate()).format(at);
    },
  };
}

/** A format for each clock, created when it is first used. */
function memoizeByClock(
  create: (clock: Clock) => Intl.DateTimeFormat,
): (clock: Clock) => Intl.DateTimeFormat {
  const byClock = new Map<Clock, Intl.DateTimeFormat>();
  return (clock) => {
    const format = byClock.get(clock) ?? create(clock);
    byClock.set(clock, format);
    return format;
  };
}

/** The formats of the plain page, made once for each language: to make one takes longer than to format a whole page. */
import { LANGUAGE_INFO, type Language } from "../../locales/languages-info.ts";

export interface PlainFormats {
  /** a day, in full */
  readonly day: Intl.DateTimeFormat;
  /** the time of a message */
  readonly time: Intl.DateTimeFormat;
  /** its day and time, in full */
  readonly dateTime: Intl.DateTimeFormat;
  readonly number: Intl.NumberFormat;
}

const made = new Map<Language, PlainFormats>();

/** Times are in UTC: the server does not know the reader's time zone. */
export function plainFormats(language: Language): PlainFormats {
  let formats = made.get(language);
  if (formats === undefined) made.set(language, (formats = makeFormats(LANGUAGE_INFO[language].region)));
  return formats;
}

function makeFormats(locale: string): PlainFormats {
  const utc = { hourCycle: "h23", timeZone: "UTC" } as const;
  return {
    day: new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }),
    time: new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", ...utc }),
    dateTime: new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long", ...utc }),
    number: new Intl.NumberFormat(locale),
  };
}

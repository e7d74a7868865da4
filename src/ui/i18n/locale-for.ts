/**
 * The locale that formats dates and numbers: the words are in the interface's language, the hour cycle and the order of
 * day and month are those of the reader's region.
 *
 * @param preferred the reader's language tags, the preferred first; those that `Intl` does not know are ignored
 */
export function localeFor(language: string, preferred: readonly string[]): string {
  const known = preferred.flatMap(knownTag);
  const spoken = known.find((tag) => new Intl.Locale(tag).language === language);
  const [reader] = known;
  if (reader === undefined || reader === spoken) return reader ?? language;
  const words = spoken ?? language;
  const base = startsWithDay(words) === startsWithDay(reader) ? words : otherOrder(words, reader);
  const hourCycle = hourCycleOf(reader);
  return hourCycle === hourCycleOf(base) ? base : `${base}-u-hc-${hourCycle}`;
}

/** Some systems write `en_GB.UTF-8@euro` or `C`, for which `Intl` throws. */
function knownTag(tag: string): string[] {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag.replace(/[.@].*/u, "").replaceAll("_", "-"));
  } catch {
    return [];
  }
}

/** Only English has both orders: 17 November, and November 17 in the United States. */
function otherOrder(words: string, reader: string): string {
  if (!words.startsWith("en")) return words;
  return startsWithDay(reader) ? "en-GB" : "en-US";
}

function hourCycleOf(locale: string): string | undefined {
  return new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hourCycle;
}

function startsWithDay(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, { month: "long", day: "numeric" }).formatToParts();
  return parts.find(({ type }) => type === "day" || type === "month")?.type === "day";
}

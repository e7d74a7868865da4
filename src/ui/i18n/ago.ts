const UNITS = [
  ["year", 365 * 86_400_000],
  ["month", 30 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** "3 minutes ago", "2 hours ago", "yesterday": to the largest unit that fits. Both times are ms since 1970. */
export function ago(locale: string, at: number, now: number): string {
  const elapsedMs = Math.max(0, now - at);
  const [unit, ms] = UNITS.find(([, unitMs]) => elapsedMs >= unitMs) ?? (["second", 1_000] as const);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return format.format(-Math.floor(elapsedMs / ms), unit);
}

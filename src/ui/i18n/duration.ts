const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** "1 minute", "30 seconds": in the largest unit that divides it, to the minute if it is longer than one. */
export function formatDuration(locale: string, seconds: number): string {
  const rounded = seconds < 60 ? Math.round(seconds) : Math.round(seconds / 60) * 60;
  const [unit, size] = UNITS.find(([, unitSeconds]) => rounded > 0 && rounded % unitSeconds === 0) ?? [
    "second" as const,
    1,
  ];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(rounded / size);
}

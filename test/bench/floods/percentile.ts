/** Percentiles of few values, where each counts. */

/** The smallest value that at least that share of the values does not exceed (nearest rank); NaN for none. */
export function exactPercentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** One measured figure of the page, and its target. */
export interface PageMetric {
  readonly name: string;
  readonly measured: string;
  readonly target: string;
  readonly isMet: boolean;
}

export function pageMetric(
  name: string,
  value: number,
  unit: string,
  target: { atMost?: number; atLeast?: number },
): PageMetric {
  const { atMost, atLeast } = target;
  const isMet = (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
  const bound = atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`;
  return {
    name,
    measured: `${Math.round(value * 10) / 10} ${unit}`.trim(),
    target: `${bound} ${unit}`.trim(),
    isMet,
  };
}

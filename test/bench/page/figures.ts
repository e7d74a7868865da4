/** What a measure of the page finds. */
export interface PageFigure {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
  readonly met: boolean;
}

export function figure(
  what: string,
  value: number,
  unit: string,
  target: { atMost?: number; atLeast?: number },
): PageFigure {
  const { atMost, atLeast } = target;
  const met = (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
  const words = atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`;
  return {
    what,
    measured: `${Math.round(value * 10) / 10} ${unit}`.trim(),
    target: `${words} ${unit}`.trim(),
    met,
  };
}

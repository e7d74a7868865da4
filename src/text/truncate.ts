const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** `text`, or its start and `…` if it is longer than `maxUnits` UTF-16 units; cut between two graphemes. */
export function truncate(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  const end = segmenter.segment(text).containing(maxUnits)?.index ?? maxUnits;
  return `${text.slice(0, end)}…`;
}

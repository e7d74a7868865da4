/** Tables for a terminal: names to the left, figures to the right. */

/** `names` says how many of the first columns are names. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[], names = 2): string {
  const lines = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const show = (line: readonly string[]) => line.map(aligned).join("  ").trimEnd();
  const aligned = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return column < names ? cell.padEnd(width) : cell.padStart(width);
  };
  const rule = widths.map((width) => "─".repeat(width)).join("──");
  return [show(heads), rule, ...rows.map(show)].join("\n");
}

/** A figure with so many digits as mean something. */
export function digits(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(size >= 10 ? 1 : 2);
}

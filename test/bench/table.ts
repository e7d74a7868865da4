/** Tables for a terminal: names to the left, figures to the right. */

/** `names` says how many of the first columns are names. */
export function table(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  nameColumns = 2,
): string {
  const lines = [headers, ...rows];
  const widths = headers.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const formatLine = (line: readonly string[]) => line.map(alignCell).join("  ").trimEnd();
  const alignCell = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return column < nameColumns ? cell.padEnd(width) : cell.padStart(width);
  };
  const rule = widths.map((width) => "─".repeat(width)).join("──");
  return [formatLine(headers), rule, ...rows.map(formatLine)].join("\n");
}

/** A figure with so many digits as mean something. */
export function formatNumber(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(size >= 10 ? 1 : 2);
}

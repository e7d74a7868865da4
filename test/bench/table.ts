/** Tables of a report: names aligned left, figures right, for a terminal or as Markdown. */

export interface Table {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** how many of the first columns hold names; 2 unless given */
  readonly nameColumns?: number;
}

const DEFAULT_NAME_COLUMNS = 2;
/** The shortest delimiter cell of a Markdown table: `---`, or `--:` for a column aligned right. */
const MIN_MARKDOWN_WIDTH = 3;

/** Columns padded to the same width, a rule below the headers. */
export function textTable(table: Table): string {
  const widths = columnWidths(table, 0);
  const formatLine = (line: readonly string[]) => padCells(line, widths, table).join("  ").trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("──");
  return [formatLine(table.headers), rule, ...table.rows.map(formatLine)].join("\n");
}

/** A GitHub Flavored Markdown table, padded as oxfmt formats it. */
export function markdownTable(table: Table): string {
  const widths = columnWidths(table, MIN_MARKDOWN_WIDTH);
  const formatLine = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const delimiters = widths.map((width, column) =>
    isNameColumn(table, column) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  const lines = [table.headers, ...table.rows].map((line) => formatLine(padCells(line, widths, table)));
  return [lines[0], formatLine(delimiters), ...lines.slice(1)].join("\n");
}

/** Three significant digits for small values, whole numbers from 100 on; "–" if there is no value. */
export function formatNumber(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(size >= 10 ? 1 : 2);
}

function columnWidths({ headers, rows }: Table, minWidth: number): readonly number[] {
  return headers.map((_, column) =>
    Math.max(minWidth, ...[headers, ...rows].map((line) => line[column]?.length ?? 0)),
  );
}

function padCells(line: readonly string[], widths: readonly number[], table: Table): readonly string[] {
  return widths.map((width, column) => {
    const cell = line[column] ?? "";
    return isNameColumn(table, column) ? cell.padEnd(width) : cell.padStart(width);
  });
}

function isNameColumn({ nameColumns = DEFAULT_NAME_COLUMNS }: Table, column: number): boolean {
  return column < nameColumns;
}

/** Deletes rows of the log that are overwritten (SPEC LOG-7). */
import { integer, type Sql } from "./sql.ts";

/**
 * The pruned rows that a sweep leaves: as much as fills four pages, among which SQLite moves rows when it deletes others. So
 * it moves none that still has its text, whose old place nothing would overwrite.
 */
const SWEEP_MARGIN_BYTES = 16_384;
/** More rows than fit into that. */
const SWEEP_MARGIN_ROWS = 400;
/** The bytes of a row, less than it takes, and the most that it takes of a page with others. */
const ROW_BYTES =
  "60 + COALESCE(octet_length(text), 0) + COALESCE(octet_length(folded), 0) + COALESCE(octet_length(pad), 0)";
const MAX_LEAF_BYTES = 4_000;

/** Deletes the rows before seq `erased`, which are overwritten and committed; all rows if none is newer. */
export function sweepRows(sql: Sql, erased: number, newest: number): void {
  if (erased > newest) {
    sql.all("DELETE FROM log WHERE seq >= 1");
    return;
  }
  const [row] = sql.all(
    `SELECT seq FROM (
       SELECT seq, SUM(MIN(${ROW_BYTES}, ${MAX_LEAF_BYTES})) OVER (ORDER BY seq DESC) AS bytes
       FROM log WHERE seq < ? AND seq >= ?
     ) WHERE bytes > ${SWEEP_MARGIN_BYTES} ORDER BY seq DESC LIMIT 1`,
    erased,
    Math.max(1, erased - SWEEP_MARGIN_ROWS),
  );
  if (row !== undefined) sql.all("DELETE FROM log WHERE seq >= 1 AND seq < ?", integer(row, "seq"));
}

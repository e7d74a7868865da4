/** Scans rows of the log for the terms of a search (SPEC SEARCH-2, SEARCH-4). */
import { foldedWords } from "../text/folded-words.ts";
import { matchesTerms, type SearchTerm } from "../text/search-terms.ts";
import { MESSAGE_COLUMNS, MESSAGE_KIND } from "./message-row.ts";
import { integer, text, type Sql, type SqlRow } from "./sql.ts";

export interface RowSearch {
  readonly terms: readonly SearchTerm[];
  /** the first seq that is scanned */
  readonly start: number;
  /** the seq after the last */
  readonly end: number;
  /** rows before this seq have no folded words */
  readonly foldedFrom: number;
  readonly limit: number;
}

/** The bytes that a search scans of a row: SQLite has the lengths in the row's header and reads no text. */
const WORDS_BYTES = "COALESCE(octet_length(folded), octet_length(text))";

export interface SearchBounds {
  readonly start: number;
  readonly end: number;
  readonly maxBytes: number;
}

/** Rows to fold are read into memory in chunks: the longest texts are 16 KiB each. */
const UNFOLDED_CHUNK_ROWS = 500;

/**
 * The first seq that a search of the rows from `start` to `end` may scan, so that it scans no more than `maxBytes` of
 * words: one long text costs as much as many short ones. At least one row is always scanned, so that paging advances.
 */
export function boundedStart(sql: Sql, { start, end, maxBytes }: SearchBounds): number {
  const [total] = sql.all(
    `SELECT TOTAL(${WORDS_BYTES}) > ? AS is_too_much FROM log WHERE seq >= ? AND seq < ?`,
    maxBytes,
    start,
    end,
  );
  if (total === undefined || integer(total, "is_too_much") === 0) return start;
  const [row] = sql.all(
    `SELECT seq FROM (
       SELECT seq, SUM(${WORDS_BYTES}) OVER (ORDER BY seq DESC) AS bytes FROM log WHERE seq >= ? AND seq < ?
     ) WHERE bytes > ? ORDER BY seq DESC LIMIT 1`,
    start,
    end,
    maxBytes,
  );
  return row === undefined ? start : Math.min(integer(row, "seq") + 1, end - 1);
}

/** The rows from `start` to `end` that contain all terms, newest first, at most `limit`. */
export function searchRows(sql: Sql, search: RowSearch): SqlRow[] {
  const folded = searchFolded(sql, search);
  return folded.length < search.limit ? [...folded, ...searchUnfolded(sql, search, folded.length)] : folded;
}

/** Rows with folded words are searched in SQL. A deleted message has no text, so it contains no term. */
function searchFolded(sql: Sql, { terms, start, end, foldedFrom, limit }: RowSearch): SqlRow[] {
  const from = Math.max(start, foldedFrom);
  if (from >= end) return [];
  return sql.all(
    `SELECT ${MESSAGE_COLUMNS} FROM log WHERE seq >= ? AND seq < ? AND kind = ${MESSAGE_KIND}
     ${terms.map(spellingCondition).join(" ")} ORDER BY seq DESC LIMIT ?`,
    from,
    end,
    ...terms.flatMap((term) => [plainSpelling(term), ...term]),
    limit,
  );
}

/** Checks the plain spelling first: most rows do not contain it, and one `instr` is several times faster than all. */
function spellingCondition(term: SearchTerm): string {
  const spellings = term.map(() => "instr(' ' || COALESCE(folded, text) || ' ', ?) > 0");
  return `AND instr(COALESCE(folded, text), ?) > 0 AND (${spellings.join(" OR ")})`;
}

function plainSpelling([plain = ""]: SearchTerm): string {
  return plain.trim();
}

/** Rows without folded words are folded and matched here, chunk by chunk from the newest. */
function searchUnfolded(
  sql: Sql,
  { terms, start, end, foldedFrom, limit }: RowSearch,
  foundCount: number,
): SqlRow[] {
  const found: SqlRow[] = [];
  for (let high = Math.min(end, foldedFrom); high > start; high -= UNFOLDED_CHUNK_ROWS) {
    const rows = sql.all(
      `SELECT ${MESSAGE_COLUMNS} FROM log
       WHERE seq >= ? AND seq < ? AND kind = ${MESSAGE_KIND} AND text IS NOT NULL ORDER BY seq DESC`,
      Math.max(start, high - UNFOLDED_CHUNK_ROWS),
      high,
    );
    found.push(...rows.filter((row) => matchesTerms(foldedWords(text(row, "text")), terms)));
    if (foundCount + found.length >= limit) return found.slice(0, limit - foundCount);
  }
  return found;
}

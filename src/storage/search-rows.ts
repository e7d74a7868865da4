/** Looks through rows of the log for words (SPEC SEARCH-2, SEARCH-4). */
import { foldedWords } from "../text/folded-words.ts";
import { matchesTerms, type SearchTerm } from "../text/search-terms.ts";
import { MESSAGE_COLUMNS, MESSAGE_KIND } from "./entries/message.ts";
import { integer, text, type Sql, type SqlRow } from "./sql.ts";

export interface RowSearch {
  readonly terms: readonly SearchTerm[];
  /** the first seq that is looked at */
  readonly start: number;
  /** the seq after the last */
  readonly end: number;
  /** rows before it have no folded words */
  readonly foldedFrom: number;
  readonly limit: number;
}

/** Written so that SQLite knows it from the row's header, and reads no text. */
const WORDS_BYTES = "COALESCE(octet_length(folded), octet_length(text))";

export interface SearchBounds {
  readonly start: number;
  readonly end: number;
  readonly maxBytes: number;
}

/** Rows that must be folded first are held in memory so many at a time: the longest texts are 16 KiB each. */
const UNFOLDED_CHUNK_ROWS = 500;

/**
 * Where a search of the rows from `start` to `end` must stop, so that it looks through no more than `maxBytes` of
 * words: long texts cost what many short ones do. It always goes on by one row.
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

/** The newest rows from `start` to `end` that hold all terms, newest first. */
export function searchRows(sql: Sql, search: RowSearch): SqlRow[] {
  const folded = searchFolded(sql, search);
  return folded.length < search.limit ? [...folded, ...searchUnfolded(sql, search, folded.length)] : folded;
}

/** A deleted message has no text, and what has none holds no term. */
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

/** Most rows do not hold the words at all, and that is found out several times faster than how they are spelled. */
function spellingCondition(term: SearchTerm): string {
  const spellings = term.map(() => "instr(' ' || COALESCE(folded, text) || ' ', ?) > 0");
  return `AND instr(COALESCE(folded, text), ?) > 0 AND (${spellings.join(" OR ")})`;
}

function plainSpelling([plain = ""]: SearchTerm): string {
  return plain.trim();
}

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

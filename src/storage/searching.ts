/** Looks through rows of the log for words (SPEC SEARCH-2, SEARCH-4). */
import { foldedWords } from "../text/folded-words.ts";
import { holdsTerms, type SearchTerm } from "../text/search-terms.ts";
import { KINDS, MESSAGE_COLUMNS } from "./rows.ts";
import { text, type Sql, type SqlRow } from "./sql.ts";

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

/** Rows that must be folded first are held in memory so many at a time: the longest texts are 16 KiB each. */
const UNFOLDED_CHUNK_ROWS = 500;

/** What the column `folded` holds for a text: nothing where the text is its own folded words. */
export function foldedColumn(said: string): string | null {
  const words = foldedWords(said);
  return words === said ? null : words;
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
    `SELECT ${MESSAGE_COLUMNS} FROM log WHERE seq >= ? AND seq < ? AND kind = ${KINDS.message}
     ${terms.map(anySpelling).join(" ")} ORDER BY seq DESC LIMIT ?`,
    from,
    end,
    ...terms.flat(),
    limit,
  );
}

function anySpelling(term: SearchTerm): string {
  return `AND (${term.map(() => "instr(' ' || COALESCE(folded, text) || ' ', ?) > 0").join(" OR ")})`;
}

function searchUnfolded(
  sql: Sql,
  { terms, start, end, foldedFrom, limit }: RowSearch,
  foundBefore: number,
): SqlRow[] {
  const found: SqlRow[] = [];
  for (let high = Math.min(end, foldedFrom); high > start; high -= UNFOLDED_CHUNK_ROWS) {
    const rows = sql.all(
      `SELECT ${MESSAGE_COLUMNS} FROM log
       WHERE seq >= ? AND seq < ? AND kind = ${KINDS.message} AND text IS NOT NULL ORDER BY seq DESC`,
      Math.max(start, high - UNFOLDED_CHUNK_ROWS),
      high,
    );
    found.push(...rows.filter((row) => holdsTerms(foldedWords(text(row, "text")), terms)));
    if (foundBefore + found.length >= limit) return found.slice(0, limit - foundBefore);
  }
  return found;
}

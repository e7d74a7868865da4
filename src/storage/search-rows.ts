/** Scans rows of the log for the terms of a search (SPEC SEARCH-2, SEARCH-4). */
import { foldedWords } from "../text/folded-words.ts";
import { matchesTerms, type SearchTerm } from "../text/search-terms.ts";
import { current, MESSAGE_COLUMNS, MESSAGE_KIND, MESSAGES } from "./message-row.ts";
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
  /** characters compared, once for each spelling, past which no more rows are scanned */
  readonly maxComparisons: number;
}

export interface FoundRows {
  /** newest first */
  readonly rows: readonly SqlRow[];
  /** all rows from this seq on were scanned, unless `limit` was reached */
  readonly scannedFrom: number;
}

/** A message's words. Only where its own row has none they are looked for elsewhere: a join would cost each row scanned. */
const WORDS = `COALESCE(l.folded, l.text, ${elsewhere("COALESCE(h.folded, h.text)")})`;

/** Looking a content up elsewhere counts as much: two rows more are read, and two when the row is compared. */
const HELD_COST_BYTES = 350;

/** Folding a text takes as long as scanning this many times its length. */
const FOLDING_COST = 8;

export interface SearchBounds {
  readonly start: number;
  readonly end: number;
  readonly foldedFrom: number;
  readonly maxBytes: number;
}

/** The bytes that a search scans of a row: SQLite has the lengths in the row's header and reads no text. */
const BYTES = `CASE WHEN l.kind <> ${MESSAGE_KIND} THEN 0 ELSE iif(l.edited_at < 0, ${HELD_COST_BYTES}, 0) + CASE
  WHEN l.seq < ?1 THEN ${FOLDING_COST} * COALESCE(octet_length(l.text), ${elsewhere("octet_length(h.text)")}, 0)
  ELSE COALESCE(octet_length(l.folded), octet_length(l.text),
    ${elsewhere("COALESCE(octet_length(h.folded), octet_length(h.text))")}, 0) END END`;

/** The value in the row that holds the content of message `l`; NULL where its own row does. */
function elsewhere(value: string): string {
  return `(SELECT ${value} FROM log h WHERE h.seq = -l.edited_at AND l.edited_at < 0)`;
}

/** Rows whose bytes are summed by one statement. */
const SUMMED_ROWS = 128;

/** Candidates are read into memory in chunks: few, as the longest are 24 KiB, until they turn out to be short. */
const MIN_CHUNK_ROWS = 8;
const MAX_CHUNK_ROWS = 64;
/** The size of a chunk from which the next one is not larger, in characters. */
const LARGE_CHUNK = 16_384;

/**
 * The first seq that a search of the rows from `start` to `end` may scan, so that it scans no more than `maxBytes` of
 * words: one long text costs as much as many short ones. At least one row is always scanned, so that paging advances.
 */
export function boundedStart(sql: Sql, { start, end, foldedFrom, maxBytes }: SearchBounds): number {
  let bytesLeft = maxBytes;
  for (let high = end; high > start; high -= SUMMED_ROWS) {
    const low = Math.max(start, high - SUMMED_ROWS);
    const [sum] = sql.all(
      `SELECT COALESCE(SUM(${BYTES}), 0) AS bytes FROM log l WHERE l.seq >= ?2 AND l.seq < ?3`,
      foldedFrom,
      low,
      high,
    );
    const bytes = sum === undefined ? 0 : integer(sum, "bytes");
    if (bytes > bytesLeft)
      return firstWithin(sql, { start: low, end: high, foldedFrom, maxBytes: bytesLeft }, end);
    bytesLeft -= bytes;
  }
  return start;
}

/** The first of the rows that fit into `maxBytes`, at most the last row before `searchEnd`. */
function firstWithin(
  sql: Sql,
  { start, end, foldedFrom, maxBytes }: SearchBounds,
  searchEnd: number,
): number {
  const rows = sql.all(
    `SELECT l.seq, ${BYTES} AS bytes FROM log l WHERE l.seq >= ?2 AND l.seq < ?3 ORDER BY l.seq DESC`,
    foldedFrom,
    start,
    end,
  );
  let bytes = 0;
  for (const row of rows) {
    bytes += integer(row, "bytes");
    if (bytes > maxBytes) return Math.min(integer(row, "seq") + 1, searchEnd - 1);
  }
  return start;
}

/** The rows from `start` to `end` that contain all terms, newest first, at most `limit`. */
export function searchRows(sql: Sql, search: RowSearch): FoundRows {
  const matcher = new Matcher(sql, search);
  const scannedFrom = searchFolded(sql, search, matcher);
  return {
    rows: matcher.found,
    scannedFrom: matcher.isDone ? scannedFrom : searchUnfolded(sql, search, matcher),
  };
}

/** Compares rows with the terms, up to the bounds of a search. */
class Matcher {
  readonly found: SqlRow[] = [];
  private comparisons = 0;
  private readonly spellings: number;

  constructor(
    private readonly sql: Sql,
    private readonly search: RowSearch,
  ) {
    this.spellings = search.terms.reduce((sum, term) => sum + term.length, 0);
  }

  get isDone(): boolean {
    return this.found.length >= this.search.limit || this.comparisons > this.search.maxComparisons;
  }

  /** Compares rows in order. @returns the seq of the last one, from which on all are compared; undefined if there are none */
  compare(rows: readonly SqlRow[], wordsOf: (row: SqlRow) => string): number | undefined {
    let last: number | undefined;
    for (const row of rows) {
      if (this.isDone) return last;
      last = integer(row, "seq");
      const words = wordsOf(row);
      this.comparisons += words.length * this.spellings;
      if (matchesTerms(words, this.search.terms)) this.found.push(...this.message(last));
    }
    return last;
  }

  private message(seq: number): SqlRow[] {
    return this.sql.all(`SELECT ${MESSAGE_COLUMNS} FROM ${MESSAGES} WHERE l.seq = ?`, seq);
  }
}

/**
 * Rows with folded words are looked for in SQL by their longest term alone, which few of them contain; what is left
 * is compared here, where another spelling does not cost another copy of the text. A deleted message has no text.
 */
function searchFolded(sql: Sql, { terms, start, end, foldedFrom }: RowSearch, matcher: Matcher): number {
  const from = Math.max(start, foldedFrom);
  const longest = terms.map(plainSpelling).reduce((a, b) => (b.length > a.length ? b : a));
  let chunkRows = MIN_CHUNK_ROWS;
  let scannedFrom = end;
  while (scannedFrom > from && !matcher.isDone) {
    const rows = sql.all(
      `SELECT l.seq, ${WORDS} AS words FROM log l WHERE l.seq >= ? AND l.seq < ?
       AND l.kind = ${MESSAGE_KIND} AND instr(${WORDS}, ?) > 0 ORDER BY l.seq DESC LIMIT ?`,
      from,
      scannedFrom,
      longest,
      chunkRows,
    );
    const last = matcher.compare(rows, (row) => text(row, "words"));
    const isWhole = rows.length < chunkRows && !matcher.isDone;
    scannedFrom = isWhole || last === undefined ? from : last;
    const characters = rows.reduce((sum, row) => sum + text(row, "words").length, 0);
    chunkRows = characters < LARGE_CHUNK ? Math.min(chunkRows * 2, MAX_CHUNK_ROWS) : MIN_CHUNK_ROWS;
  }
  return scannedFrom;
}

function plainSpelling([plain = ""]: SearchTerm): string {
  return plain.trim();
}

/** Rows without folded words are folded and compared here, from the newest. */
function searchUnfolded(sql: Sql, { start, end, foldedFrom }: RowSearch, matcher: Matcher): number {
  let scannedFrom = Math.max(start, Math.min(end, foldedFrom));
  while (scannedFrom > start && !matcher.isDone) {
    const low = Math.max(start, scannedFrom - SUMMED_ROWS);
    const rows = sql.all(
      `SELECT l.seq, ${current("text")} AS text FROM ${MESSAGES} WHERE l.seq >= ? AND l.seq < ?
       AND l.kind = ${MESSAGE_KIND} AND ${current("text")} IS NOT NULL ORDER BY l.seq DESC`,
      low,
      scannedFrom,
    );
    const last = matcher.compare(rows, (row) => foldedWords(text(row, "text")));
    scannedFrom = matcher.isDone && last !== undefined ? last : low;
  }
  return scannedFrom;
}

/** The log in SQL: one row a durable event. `Log` documents the methods. */
import type { Message } from "../protocol/events/message.ts";
import type {
  Log,
  NewEntry,
  PruneRequest,
  SearchResultPage,
  LogSearch,
  StoredCommand,
  StoredPage,
} from "../room/store.ts";
import { ENTRIES, EVENT_COLUMNS, IS_ORPHAN, toCommand, toEvent } from "./entries.ts";
import { columnValues, ENTRY_COLUMNS, type EntryDefinition } from "./entry-definition.ts";
import { MESSAGE_COLUMNS, MESSAGE_KIND, messageFromRow } from "./message-row.ts";
import { NO_REACTIONS, reactionsBetween, reactionsOn, type ReactionsByMessage } from "./reactions.ts";
import { searchRows, boundedStart } from "./search-rows.ts";
import { integer, optionalInteger, type Sql, type SqlRow } from "./sql.ts";

export class SqlLog implements Log {
  private newestSeq: number;
  private oldestSeq: number;

  /** `foldedFrom`: the first seq whose row was written with its folded words */
  constructor(
    private readonly sql: Sql,
    private readonly foldedFrom: number,
  ) {
    const [ends] = sql.all("SELECT MIN(seq) AS oldest, MAX(seq) AS newest FROM log");
    this.newestSeq = ends === undefined ? 0 : (optionalInteger(ends, "newest") ?? 0);
    this.oldestSeq = ends === undefined ? 0 : (optionalInteger(ends, "oldest") ?? 0);
  }

  get newest(): number {
    return this.newestSeq;
  }

  get oldest(): number {
    return this.oldestSeq;
  }

  oldestAt(): number | undefined {
    const [row] = this.sql.all("SELECT at FROM log WHERE seq = ?", this.oldestSeq);
    return row === undefined ? undefined : integer(row, "at");
  }

  append(entry: NewEntry): number {
    const seq = this.newestSeq + 1;
    const definition: EntryDefinition = ENTRIES[entry.type];
    const { apply } = definition;
    if (apply === undefined) this.insert(seq, entry, definition);
    else {
      this.sql.transaction(() => {
        this.insert(seq, entry, definition);
        apply(this.sql, entry, seq);
      });
    }
    // Only after the insert: if it throws, the next event takes this seq.
    this.newestSeq = seq;
    if (this.oldestSeq === 0) this.oldestSeq = seq;
    return seq;
  }

  message(seq: number): Message | undefined {
    const [row] = this.sql.all(
      `SELECT ${MESSAGE_COLUMNS} FROM log WHERE seq = ? AND kind = ${MESSAGE_KIND}`,
      seq,
    );
    return row === undefined ? undefined : messageFromRow(row, NO_REACTIONS);
  }

  reactionsOn(seq: number, emoji: string, member: string) {
    return reactionsOn(this.sql, seq, emoji, member);
  }

  messagesBefore(seq: number | undefined, limit: number, viewer: string | undefined): StoredPage {
    if (this.newestSeq === 0) return { events: [], more: false };
    const rows = this.sql.all(
      `SELECT ${MESSAGE_COLUMNS} FROM log
       WHERE kind = ${MESSAGE_KIND} AND seq < ? ORDER BY seq DESC LIMIT ?`,
      seq ?? Number.MAX_SAFE_INTEGER,
      limit + 1,
    );
    const more = rows.length > limit;
    const page = rows.slice(0, limit).reverse();
    const reactions = this.reactionsOf(page, viewer);
    return { events: page.map((row) => messageFromRow(row, reactions)), more };
  }

  eventsAfter(seq: number, limit: number, viewer: string | undefined): StoredPage {
    const rows = this.sql.all(
      `SELECT ${EVENT_COLUMNS} FROM log l WHERE l.seq > ? AND NOT (${IS_ORPHAN}) ORDER BY l.seq LIMIT ?`,
      seq,
      this.oldestSeq,
      limit + 1,
    );
    const more = rows.length > limit;
    const page = rows.slice(0, limit);
    const reactions = this.reactionsOf(page, viewer);
    return { events: page.map((row) => toEvent(row, reactions)), more };
  }

  isWholeAfter(seq: number): boolean {
    if (seq < this.oldestSeq - 1) return false;
    // Nothing was ever pruned, so nothing is orphaned: no rows are read.
    if (this.oldestSeq <= 1) return true;
    const orphans = this.sql.all(
      `SELECT 1 FROM log l WHERE l.seq > ? AND ${IS_ORPHAN} LIMIT 1`,
      seq,
      this.oldestSeq,
    );
    return orphans.length === 0;
  }

  search({ terms, before, maxRows, maxBytes, limit }: LogSearch): SearchResultPage {
    const end = Math.min(before ?? Number.MAX_SAFE_INTEGER, this.newestSeq + 1);
    const start = boundedStart(this.sql, { start: Math.max(this.oldestSeq, end - maxRows), end, maxBytes });
    const found = searchRows(this.sql, { terms, start, end, foldedFrom: this.foldedFrom, limit: limit + 1 });
    const events = found.slice(0, limit).map((row) => messageFromRow(row, NO_REACTIONS));
    const last = events.at(-1);
    if (found.length > limit && last !== undefined) return { events, more: true, before: last.seq };
    return { events, more: start > this.oldestSeq, before: start };
  }

  commandsBetween(afterSeq: number, untilSeq: number): StoredCommand[] {
    const rows = this.sql.all(
      "SELECT seq, kind, member, command FROM log WHERE seq > ? AND seq <= ? ORDER BY seq",
      afterSeq,
      untilSeq,
    );
    return rows.map(toCommand);
  }

  prune({ beforeSeq, beforeAt, maxRows }: PruneRequest): number {
    const firstRetained = Math.min(this.firstRetainedSeq(beforeSeq, beforeAt, maxRows), this.newestSeq);
    if (firstRetained <= this.oldestSeq) return 0;
    this.sql.transaction(() => {
      this.sql.all("DELETE FROM log WHERE seq < ?", firstRetained);
      this.sql.all("DELETE FROM reaction WHERE message < ?", firstRetained);
    });
    const pruned = firstRetained - this.oldestSeq;
    this.oldestSeq = firstRetained;
    return pruned;
  }

  /** Only a prefix of the log is pruned: up to the first row to retain, even if the clock once stepped back. */
  private firstRetainedSeq(beforeSeq: number, beforeAt: number, maxRows: number): number {
    const end = this.oldestSeq + maxRows;
    const [row] = this.sql.all(
      "SELECT seq FROM log WHERE seq < ? AND seq >= ? AND at >= ? ORDER BY seq LIMIT 1",
      end,
      beforeSeq,
      beforeAt,
    );
    return row === undefined ? end : integer(row, "seq");
  }

  private insert(seq: number, entry: NewEntry, { kind, columns }: EntryDefinition): void {
    this.sql.all(
      `INSERT INTO log (seq, kind, at, member, name, command, ${ENTRY_COLUMNS})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      seq,
      kind,
      entry.at,
      entry.from.id,
      entry.from.name,
      entry.commandId,
      ...columnValues(columns(entry)),
    );
  }

  private reactionsOf(rows: readonly SqlRow[], viewer: string | undefined): ReactionsByMessage {
    const first = rows[0];
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return NO_REACTIONS;
    return reactionsBetween(this.sql, integer(first, "seq"), integer(last, "seq"), viewer);
  }
}

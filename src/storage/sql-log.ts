/** The log in SQL: one row a durable event. `Log` documents the methods. */
import type { Message } from "../protocol/events/message.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import type {
  Log,
  NewEntry,
  PageBounds,
  PruneRequest,
  SearchResultPage,
  LogSearch,
  StoredCommand,
  StoredPage,
} from "../room/store.ts";
import { ENTRIES, toCommand } from "./entries.ts";
import { columnValues, ENTRY_COLUMNS, type EntryColumns, type EntryDefinition } from "./entry-definition.ts";
import { MESSAGE_COLUMNS, MESSAGE_KIND, messageFromRow, MESSAGES } from "./message-row.ts";
import type { LogState } from "./log-state.ts";
import { NewestPage } from "./newest-page.ts";
import { maskRows } from "./overwrite.ts";
import { readEventsAfter, readMessagesBefore, type ReadPage } from "./pages.ts";
import { ReactionReader } from "./reaction-reader.ts";
import {
  eraseNoted,
  erasePruned,
  erasureDueAt,
  heldBy,
  holdersAfter,
  NO_REACTIONS,
  reactionHolders,
  reactionsOn,
} from "./reactions.ts";
import { sweepRows } from "./sweep-rows.ts";
import { searchRows, boundedStart } from "./search-rows.ts";
import { integer, optionalInteger, text, type Sql } from "./sql.ts";

/** Of a page that is read without bounds of a deployment. */
const DEFAULT_BOUNDS: PageBounds = {
  maxRows: DEFAULT_LIMITS.pageRows,
  maxBytes: DEFAULT_LIMITS.recoveryBytes,
};

/** A message that is read by itself is most likely rewritten, which takes as long for so many characters as reading a row. */
const CHARACTERS_PER_ROW = 32;

/** Time that steps back further than so many rows is not noticed. */
const DATED_ROWS = 1_000;

export class SqlLog implements Log {
  private readonly foldedFrom: number;
  private newestSeq: number;
  private oldestSeq: number;
  /** rows before it are overwritten; behind `oldestSeq` only after a `clear` event */
  private erasedSeq: number;
  /** the seq of the newest message, 0 where there is none; undefined where only rows without it are newer */
  private newestMessage: number | undefined;
  private pageWork = 0;
  private readonly newestPage = new NewestPage();

  constructor(
    private readonly sql: Sql,
    { foldedFrom, oldest, erased, clearedThrough }: LogState,
  ) {
    const [ends = {}] = sql.all(
      "SELECT (SELECT MIN(seq) FROM log WHERE seq >= ?) AS oldest, (SELECT MAX(seq) FROM log) AS newest",
      oldest,
    );
    this.foldedFrom = foldedFrom;
    this.erasedSeq = erased;
    this.newestSeq = Math.max(optionalInteger(ends, "newest") ?? 0, clearedThrough);
    this.oldestSeq = optionalInteger(ends, "oldest") ?? (clearedThrough === 0 ? 0 : clearedThrough + 1);
    this.newestMessage = this.findNewestMessage();
  }

  get newest(): number {
    return this.newestSeq;
  }

  get oldest(): number {
    return this.oldestSeq;
  }

  oldestAt(): number | undefined {
    return this.atOf(this.oldestSeq);
  }

  newestAt(): number | undefined {
    return this.atOf(this.newestSeq);
  }

  hasEventsSince(at: number): boolean {
    const [row] = this.sql.all(
      "SELECT 1 FROM log WHERE seq >= ? AND at >= ? ORDER BY seq DESC LIMIT 1",
      Math.max(1, this.oldestSeq, this.newestSeq - DATED_ROWS),
      at,
    );
    return row !== undefined;
  }

  append(entry: NewEntry): number {
    this.newestPage.forget();
    const seq = this.newestSeq + 1;
    const definition: EntryDefinition = ENTRIES[entry.type];
    const { apply } = definition;
    if (apply === undefined) this.insert(seq, entry, definition);
    else this.sql.transaction(() => this.insert(seq, entry, definition, apply(this.sql, entry, seq)));
    // Only after the insert: if it throws, the next event takes this seq.
    this.newestSeq = seq;
    if (entry.type === "message") this.newestMessage = seq;
    if (entry.type === "clear") {
      this.oldestSeq = seq;
      this.newestMessage = 0;
    }
    if (this.oldestSeq === 0) this.oldestSeq = seq;
    return seq;
  }

  message(seq: number): Message | undefined {
    if (seq < this.oldestSeq) return undefined;
    const [row] = this.sql.all(
      `SELECT ${MESSAGE_COLUMNS} FROM ${MESSAGES} WHERE l.seq = ? AND l.kind = ${MESSAGE_KIND}`,
      seq,
    );
    if (row === undefined) return undefined;
    const message = messageFromRow(row, NO_REACTIONS);
    this.pageWork += Math.floor(message.text.length / CHARACTERS_PER_ROW);
    return message;
  }

  reactionsOn(seq: number, emoji: string, member: string) {
    return reactionsOn(this.sql, seq, emoji, member);
  }

  reactionHolders(seq: number, limit: number) {
    const holders = reactionHolders(this.sql, seq, limit);
    this.pageWork += holders.length;
    return holders;
  }

  heldBy(seq: number, emoji: readonly string[], members: readonly string[]) {
    this.pageWork += emoji.length * members.length;
    return heldBy(this.sql, seq, emoji, members);
  }

  newestAuthors(limit: number, maxRows: number) {
    const end = (this.newestMessage ?? this.newestSeq) + 1;
    const rows = this.sql.all(
      `SELECT member, name FROM log WHERE seq < ? AND seq >= ? AND kind = ${MESSAGE_KIND} ORDER BY seq DESC LIMIT ?`,
      end,
      Math.max(1, this.oldestSeq, end - maxRows),
      limit,
    );
    return rows.map((row) => ({ member: text(row, "member"), name: text(row, "name") })).reverse();
  }

  holdersAfter(seq: number, emoji: string, after: string, limit: number) {
    return holdersAfter(this.sql, seq, emoji, after, limit);
  }

  reactionsTo(seq: number) {
    const reader = new ReactionReader(this.sql, undefined);
    reader.load([seq], Number.POSITIVE_INFINITY);
    this.pageWork += reader.rowsRead;
    return reader.summariesOf(seq) ?? [];
  }

  get work(): number {
    return this.pageWork;
  }

  messagesBefore(
    seq: number | undefined,
    limit: number,
    viewer: string | undefined,
    bounds: PageBounds = DEFAULT_BOUNDS,
  ): StoredPage {
    const end = Math.min(seq ?? Number.MAX_SAFE_INTEGER, (this.newestMessage ?? this.newestSeq) + 1);
    const request = { limit, viewer, oldest: this.oldestSeq, ...bounds };
    const read = () => readMessagesBefore(this.sql, end, request);
    return this.count(seq === undefined ? this.newestPage.find(request, read) : read());
  }

  eventsAfter(
    after: number,
    limit: number,
    viewer: string | undefined,
    bounds: PageBounds = DEFAULT_BOUNDS,
  ): StoredPage {
    const request = { limit, viewer, oldest: this.oldestSeq, ...bounds };
    return this.count(readEventsAfter(this.sql, { after, newest: this.newestSeq }, request));
  }

  search({ terms, before, maxRows, maxBytes, maxComparisons, limit }: LogSearch): SearchResultPage {
    const { foldedFrom, sql } = this;
    const end = Math.min(before ?? Number.MAX_SAFE_INTEGER, this.newestSeq + 1);
    const range = { start: Math.max(this.oldestSeq, end - maxRows), end, foldedFrom };
    const start = boundedStart(sql, { ...range, maxBytes });
    const { rows, scannedFrom } = searchRows(sql, {
      ...range,
      start,
      terms,
      limit: limit + 1,
      maxComparisons,
    });
    const events = rows.slice(0, limit).map((row) => messageFromRow(row, NO_REACTIONS));
    const last = events.at(-1);
    if (rows.length > limit && last !== undefined) return { events, more: true, before: last.seq };
    return { events, more: scannedFrom > this.oldestSeq, before: scannedFrom };
  }

  commandsBetween(afterSeq: number, untilSeq: number): StoredCommand[] {
    const rows = this.sql.all(
      "SELECT seq, kind, member, name, command FROM log WHERE seq > ? AND seq <= ? ORDER BY seq",
      afterSeq,
      untilSeq,
    );
    return rows.map(toCommand);
  }

  prune({ beforeSeq, beforeAt, maxRows }: PruneRequest): number {
    const firstRetained = Math.min(this.firstRetainedSeq(beforeSeq, beforeAt, maxRows), this.newestSeq);
    if (firstRetained <= this.oldestSeq) return 0;
    const pruned = firstRetained - this.oldestSeq;
    this.pruneBefore(firstRetained);
    return pruned;
  }

  get eraseDueAt(): number | undefined {
    return this.hasRowsToErase ? 0 : erasureDueAt(this.sql, this.oldestSeq);
  }

  erase(maxRows: number, now: number): void {
    if (!this.hasRowsToErase)
      return this.sql.transaction(() => {
        if (!eraseNoted(this.sql, now, maxRows)) erasePruned(this.sql, this.oldestSeq, maxRows);
      });
    const end = Math.min(this.erasedSeq + maxRows, this.oldestSeq);
    this.sql.transaction(() => {
      maskRows(this.sql, this.erasedSeq, end);
      this.sql.all("UPDATE room SET erased = ?", end);
    });
    this.erasedSeq = end;
  }

  private get hasRowsToErase(): boolean {
    return this.erasedSeq < this.oldestSeq;
  }

  clear(): void {
    if (this.oldestSeq === 0 || this.oldestSeq > this.newestSeq) return;
    this.pruneBefore(this.newestSeq + 1);
  }

  sweep(): void {
    sweepRows(this.sql, Math.min(this.erasedSeq, this.oldestSeq), this.newestSeq);
  }

  private pruneBefore(end: number): void {
    this.newestPage.forget();
    this.sql.transaction(() => {
      maskRows(this.sql, Math.min(this.erasedSeq, this.oldestSeq), end);
      erasePruned(this.sql, end);
      this.sql.all(
        "UPDATE room SET oldest = ?1, erased = ?1, cleared_through = iif(?1 > ?2, ?2, cleared_through)",
        end,
        this.newestSeq,
      );
    });
    this.oldestSeq = this.erasedSeq = end;
  }

  /** Of a row that is not pruned. */
  private atOf(seq: number): number | undefined {
    if (seq === 0 || seq < this.oldestSeq) return undefined;
    const [row] = this.sql.all("SELECT at FROM log WHERE seq = ?", seq);
    return row === undefined ? undefined : integer(row, "at");
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

  private insert(
    seq: number,
    entry: NewEntry,
    { kind, columns }: EntryDefinition,
    content: EntryColumns | undefined | void,
  ): void {
    this.sql.all(
      `INSERT INTO log (seq, kind, at, member, name, command, message_before, ${ENTRY_COLUMNS})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      seq,
      kind,
      entry.at,
      entry.from.id,
      entry.from.name,
      entry.commandId,
      entry.type === "message" ? null : (this.newestMessage ?? null),
      ...columnValues({ ...columns(entry), ...content }),
    );
  }

  private findNewestMessage(): number | undefined {
    if (this.newestSeq < Math.max(1, this.oldestSeq)) return 0;
    const [newest] = this.sql.all("SELECT kind, message_before FROM log WHERE seq = ?", this.newestSeq);
    if (newest === undefined) return 0;
    return integer(newest, "kind") === MESSAGE_KIND
      ? this.newestSeq
      : optionalInteger(newest, "message_before");
  }

  private count({ page, work }: ReadPage): StoredPage {
    this.pageWork += work;
    return page;
  }
}

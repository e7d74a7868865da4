/** Reads pages of the log, bounded in the rows that are looked through and the bytes that are read (SPEC HIST-5). */
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { Message } from "../protocol/events/message.ts";
import type { PageBounds, StoredPage } from "../room/store.ts";
import { EVENT_COLUMNS, EVENTS, IS_ORPHAN, messageWithReactions, toEvent } from "./entries.ts";
import { MESSAGE_COLUMNS, MESSAGE_KIND, messageFromRow, MESSAGES } from "./message-row.ts";
import { ReactionReader } from "./reaction-reader.ts";
import { integer, optionalInteger, optionalText, type Sql, type SqlRow } from "./sql.ts";

/**
 * Rows with their texts are read in chunks: few, as the longest texts are 16 KiB, and later no more than fit into the
 * page if they are as long as those before.
 */
const FIRST_CHUNK_ROWS = 16;
const MAX_CHUNK_ROWS = 32;

/** Rows searched for messages where none was in many rows before them. */
const FEW_ROWS = 16;
const MANY_ROWS = 512;

/** The columns with the short texts of an event, and with an edit's text; a message's own has its length beside it. */
const EVENT_TEXTS = ["member", "name", "command", "current"] as const;
/** Of a message in {@link MESSAGES} or {@link EVENTS}: the bytes of its text, and whether a row more holds it. */
const COST = `COALESCE(l.edited_at < 0, 0) AS held, iif(l.kind = ${MESSAGE_KIND}, COALESCE(octet_length(l.text), octet_length(h.text), 0), 0) AS bytes`;
/** Names of fields and punctuation: no event has less. */
const JSON_BYTES = 75;

/** An edit's row, its message's, and that of the edit which holds the content. */
const EDIT_ROWS = 3;

export interface PageRequest extends PageBounds {
  readonly limit: number;
  /** the member whose reactions are `mine` */
  readonly viewer: string | undefined;
  /** the oldest seq in the log */
  readonly oldest: number;
}

/** A page, and what it has cost (see `Log.work`). */
export interface ReadPage<Event extends DurableEvent = DurableEvent> {
  readonly page: StoredPage<Event>;
  readonly work: number;
  /** whose reactions are in it, so that they see `mine`; undefined if there are too many to know */
  readonly holders?: ReadonlySet<string> | undefined;
}

/** Reading and encoding so many bytes takes as long as reading a row. */
const BYTES_PER_ROW = 128;

/** What a page has read so far, against its bounds. */
class PageMeter {
  logRows = 0;
  private bytes = 0;
  private chunkStart = 0;
  private chunkRows = FIRST_CHUNK_ROWS;

  constructor(
    private readonly bounds: PageBounds,
    private readonly reactions: ReactionReader,
  ) {}

  get rowsRead(): number {
    return this.logRows + this.reactions.rowsRead;
  }

  get work(): number {
    return this.rowsRead + Math.floor(this.bytes / BYTES_PER_ROW);
  }

  get rowsLeft(): number {
    return Math.max(0, this.bounds.maxRows - this.rowsRead);
  }

  /** No less is counted than the events have as JSON, so a page that is full here is full by its bytes. */
  get isFull(): boolean {
    return this.rowsLeft === 0 || this.bytes > this.bounds.maxBytes;
  }

  /** How many rows to read next. */
  nextChunk(): number {
    const average = (this.bytes - this.chunkStart) / this.chunkRows;
    if (average > 0) {
      const fitting = Math.ceil((this.bounds.maxBytes - this.bytes) / average) + 1;
      this.chunkRows = Math.min(fitting, MAX_CHUNK_ROWS);
    }
    this.chunkStart = this.bytes;
    return this.chunkRows;
  }

  /** Counts the row's event: its texts, and what JSON writes around them. */
  addEvent(row: SqlRow): void {
    this.logRows += integer(row, "held");
    this.bytes += JSON_BYTES + integer(row, "bytes");
    for (const column of EVENT_TEXTS) {
      const text = row[column];
      if (typeof text === "string") this.bytes += text.length;
    }
  }
}

/**
 * The messages before seq `end`, oldest first. Rows that are no messages are skipped by their `message_before`, and
 * walked over where they have none; a page that ends among such rows says where in `before`.
 */
export function readMessagesBefore(sql: Sql, end: number, request: PageRequest): ReadPage<Message> {
  const { oldest, limit, viewer } = request;
  const reactions = new ReactionReader(sql, viewer);
  const meter = new PageMeter(request, reactions);
  const found: SqlRow[] = [];
  let before = end;
  let windowRows = 2 * (limit + 1);
  // One more than the page holds shows whether there is more.
  while (before > oldest && found.length <= limit && !meter.isFull) {
    const start = Math.max(oldest, before - Math.min(windowRows, meter.rowsLeft));
    const maxCount = Math.min(limit + 1 - found.length, meter.nextChunk());
    const rows = sql.all(
      `SELECT ${MESSAGE_COLUMNS}, ${COST} FROM ${MESSAGES}
       WHERE l.kind = ${MESSAGE_KIND} AND l.seq >= ? AND l.seq < ? ORDER BY l.seq DESC LIMIT ?`,
      start,
      before,
      maxCount,
    );
    const taken = takeFitting(rows, limit - found.length, meter, reactions);
    found.push(...taken);
    const last = taken.at(-1);
    const isCut = taken.length < rows.length || rows.length === maxCount;
    const reached = isCut && last !== undefined ? integer(last, "seq") : start;
    meter.logRows += before - reached;
    before = reached;
    if (taken.length < rows.length) break;
    if (isCut || before === oldest) continue;
    const next = skipToMessage(sql, before);
    meter.logRows += 1;
    windowRows = next < before ? FEW_ROWS : Math.min(windowRows * 2, MANY_ROWS);
    before = next;
  }
  const events = found
    .slice(0, limit)
    .reverse()
    .map((row) => messageFromRow(row, reactions));
  const hasMore = found.length > limit;
  const continuesEarlier = !hasMore && before > oldest && before !== events[0]?.seq;
  const page = {
    events,
    more: hasMore || before > oldest,
    ...(continuesEarlier ? { before } : {}),
  };
  return { page, work: meter.work, holders: reactions.holders };
}

/** The rows that fit into the page, up to and with the first one that fills it; reads the reactions of `wanted` of them. */
function takeFitting(
  rows: readonly SqlRow[],
  wanted: number,
  meter: PageMeter,
  reactions: ReactionReader,
): readonly SqlRow[] {
  const readable = rows.slice(0, countUntilFull(rows, meter));
  const shown = readable.slice(0, wanted);
  const loaded = reactions.load(
    shown.map((row) => integer(row, "seq")),
    meter.rowsLeft,
  );
  return loaded < shown.length ? shown.slice(0, loaded) : readable;
}

function countUntilFull(rows: readonly SqlRow[], meter: PageMeter): number {
  for (const [index, row] of rows.entries()) {
    meter.addEvent(row);
    if (meter.isFull) return index + 1;
  }
  return rows.length;
}

/** The seq before which the next message is, if the row at `seq` knows it; else `seq`. */
function skipToMessage(sql: Sql, seq: number): number {
  const [row] = sql.all("SELECT kind, message_before FROM log WHERE seq = ?", seq);
  if (row === undefined || integer(row, "kind") === MESSAGE_KIND) return seq;
  const message = optionalInteger(row, "message_before");
  return message === undefined ? seq : message + 1;
}

/** The durable events after seq `after` up to `newest`, oldest first, without orphans (SPEC LOG-6). */
export function readEventsAfter(
  sql: Sql,
  { after, newest }: { readonly after: number; readonly newest: number },
  request: PageRequest,
): ReadPage {
  const { oldest, limit, viewer } = request;
  const reactions = new ReactionReader(sql, viewer);
  const meter = new PageMeter(request, reactions);
  const events: DurableEvent[] = [];
  let reached = Math.max(after, oldest - 1);
  while (reached < newest && events.length < limit && !meter.isFull) {
    const until = Math.min(newest, reached + meter.rowsLeft);
    const maxCount = Math.min(limit - events.length, meter.nextChunk());
    const rows = sql.all(
      `SELECT ${EVENT_COLUMNS}, ${COST} FROM ${EVENTS}
       WHERE l.seq > ? AND l.seq <= ? AND NOT (${IS_ORPHAN}) ORDER BY l.seq LIMIT ?`,
      reached,
      until,
      oldest,
      maxCount,
    );
    const taken = takeEvents(rows, meter, reactions);
    events.push(...taken);
    const isCut = taken.length < rows.length || rows.length === maxCount;
    const lastSeq = isCut ? (taken.at(-1)?.seq ?? until) : until;
    meter.logRows += lastSeq - reached;
    reached = lastSeq;
    if (taken.length < rows.length) break;
  }
  return { page: { events, more: reached < newest }, work: meter.work };
}

/** The events of the rows, up to and with the first one that fills the page. */
function takeEvents(rows: readonly SqlRow[], meter: PageMeter, reactions: ReactionReader): DurableEvent[] {
  const messages = rows.flatMap((row) => messageWithReactions(row) ?? []);
  const loaded = reactions.load(messages, meter.rowsLeft);
  const unread = rows.filter((row) => messageWithReactions(row) !== undefined)[loaded];
  const events: DurableEvent[] = [];
  for (const row of rows) {
    if (row === unread || (events.length > 0 && meter.isFull)) break;
    events.push(toEvent(row, reactions));
    meter.addEvent(row);
    if (optionalText(row, "current") !== undefined) meter.logRows += EDIT_ROWS - 1;
  }
  return events;
}

/**
 * Overwrites texts in the database's file (SPEC LOG-7). SQLite only marks the space of what is deleted as free, and does
 * not write pages that are freed in the same transaction, so a text that is set to NULL stays in the file. An UPDATE that
 * leaves a row's size as it is overwrites the row where it lies, with all its pages: what is left of the size goes to the
 * column `pad`. No row ever grows: SQLite would move those beside it, and leave copies of their texts behind.
 */
import { utf8Bytes } from "../text/lengths.ts";
import { integerBytes, textBytes, textLengthFor } from "./record-size.ts";
import { integer, optionalInteger, type Sql, type SqlRow } from "./sql.ts";

/** What a row holds of a message's content. */
export interface RowContent {
  readonly text: string | null;
  readonly folded: string | null;
  readonly detail: string | null;
}

/** The content of a row that holds a message's. */
export interface HeldContent extends RowContent {
  /** when the message was edited, in ms since 1970; NULL where never */
  readonly editedAt: number | null;
}

/** No word of a text, which a search could find. */
const FILLER = ".";

/** What the seq of the row that holds a message's content takes beside NULL in the message's own row, up to 2^31. */
const POINTER_BYTES = 4;

const CONTENT_COLUMNS = ["text", "folded", "detail"] as const;
const TEXT_COLUMNS = [...CONTENT_COLUMNS, "pad"] as const;
const BYTES = TEXT_COLUMNS.map((column) => `octet_length(${column}) AS ${column}`).join(", ");
const NO_CONTENT: RowContent = { text: null, folded: null, detail: null };

/** The values of columns replaced by as many bytes. */
function masked(columns: readonly string[]): string {
  const assignments = columns.map((column) => {
    const length = `octet_length(${column})`;
    return `${column} = iif(${column} IS NULL, NULL, substr(printf('%.*c', ${length}, '${FILLER}'), 1, ${length}))`;
  });
  return assignments.join(", ");
}

const MASKED_CONTENT = masked(TEXT_COLUMNS);
const MASKED_ROW = masked(["member", "name", "command", ...TEXT_COLUMNS]);

/** The pad of a new message, with which its row has space for {@link POINTER_BYTES}; NULL for most, which are longer. */
export function spareBytes({ text, folded, detail }: RowContent): string | null {
  const bytes = textsBytes([text, folded, detail]) - textsBytes([null, null, null]);
  return bytes >= POINTER_BYTES ? null : FILLER.repeat(POINTER_BYTES - bytes);
}

/**
 * Replaces the content of message `seq` so that nothing of the former is left in the file; `editedAt` stays where it is
 * undefined. Writes a row, or two.
 * @returns the content, where it takes more space than the former: then the row of event `event`, which is not inserted
 *   yet, has to hold it
 */
export function replaceContent(
  sql: Sql,
  { message, event }: { readonly message: number; readonly event: number },
  content: RowContent,
  editedAt?: number,
): HeldContent | undefined {
  const place = readPlace(sql, message);
  const held = { ...content, editedAt: editedAt ?? place.editedAt };
  if (writeInPlace(sql, place, held)) return undefined;
  if (place.seq === message) point(sql, place, event);
  else {
    writeInPlace(sql, place, { ...NO_CONTENT, editedAt: place.editedAt });
    point(sql, readRow(sql, message), event);
  }
  return held;
}

/** Erases the content of message `seq`, and leaves `mark` in place of its mentions: at most one byte. Writes a row. */
export function eraseContent(sql: Sql, message: number, mark: string | null = null): void {
  const place = readPlace(sql, message);
  const erased = { ...NO_CONTENT, editedAt: place.editedAt };
  if (!writeInPlace(sql, place, { ...erased, detail: mark })) writeInPlace(sql, place, erased);
}

/**
 * Overwrites the rows from `start` to before `end`, which are no longer read, and what later rows hold of their messages; all
 * sizes stay.
 */
export function maskRows(sql: Sql, start: number, end: number): void {
  sql.all(
    `UPDATE log SET ${MASKED_CONTENT} WHERE seq IN (
       SELECT -edited_at FROM log WHERE seq >= ?1 AND seq < ?2 AND edited_at <= -?2
     )`,
    start,
    end,
  );
  sql.all(`UPDATE log SET ${MASKED_ROW} WHERE seq >= ? AND seq < ?`, start, end);
}

/** A row, the column `edited_at` in it, and the bytes that its texts, its pad and that column take. */
interface Place {
  readonly seq: number;
  readonly editedAt: number | null;
  readonly bytes: number;
}

/** The row that holds the message's content. */
function readPlace(sql: Sql, message: number): Place {
  const own = readRow(sql, message);
  return own.editedAt !== null && own.editedAt < 0 ? readRow(sql, -own.editedAt) : own;
}

function readRow(sql: Sql, seq: number): Place {
  const [row] = sql.all(`SELECT edited_at, ${BYTES} FROM log WHERE seq = ?`, seq);
  if (row === undefined) throw new Error(`there is no row ${seq}`);
  const editedAt = optionalInteger(row, "edited_at") ?? null;
  const texts = TEXT_COLUMNS.map((column) => textBytes(nullable(row, column)));
  return { seq, editedAt, bytes: sum(texts) + integerBytes(editedAt) };
}

/** The message's content is elsewhere: its row has a pointer and filler. One of an earlier release may be too short for it. */
function point(sql: Sql, place: Place, holder: number): void {
  const pointer = { ...NO_CONTENT, editedAt: -holder };
  if (!writeInPlace(sql, place, pointer)) write(sql, place.seq, pointer, null);
}

/** Writes the row if that leaves its size as it is; false if it cannot. */
function writeInPlace(sql: Sql, place: Place, content: HeldContent): boolean {
  const { text, folded, detail, editedAt } = content;
  const left = place.bytes - textsBytes([text, folded, detail]) - integerBytes(editedAt);
  const length = left === textBytes(null) ? null : textLengthFor(left);
  if (length !== undefined) {
    write(sql, place.seq, content, length === null ? null : FILLER.repeat(length));
    return true;
  }
  // No pad takes all that is left. The mentions, or the mark in their place, take a byte or two more where nothing reads them.
  const isErased = text === null && (detail === null || detail.length === 1);
  return isErased && left > 0 && writeInPlace(sql, place, { ...content, detail: (detail ?? "") + FILLER });
}

function write(
  sql: Sql,
  seq: number,
  { text, folded, detail, editedAt }: HeldContent,
  pad: string | null,
): void {
  sql.all(
    "UPDATE log SET text = ?, folded = ?, detail = ?, pad = ?, edited_at = ? WHERE seq = ?",
    text,
    folded,
    detail,
    pad,
    editedAt,
    seq,
  );
}

function textsBytes(texts: readonly (string | null)[]): number {
  return sum(texts.map((text) => textBytes(text === null ? null : utf8Bytes(text))));
}

function nullable(row: SqlRow, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

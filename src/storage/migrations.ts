/**
 * The migrations of the schema. New ones are added at the end; a released one never changes. What they lead to is created
 * in schema.ts at once.
 */
import { createTombstone, insertSpacers } from "./schema.ts";
import { hasColumn, hasTable, integer, type Sql } from "./sql.ts";

type Migration = (sql: Sql) => void;

/**
 * - `room`: one row: the schema's version and what was fixed when the room was created.
 * - `log`: one row a durable event, numbered without AUTOINCREMENT, which would write a second row a message.
 *   `text` is a message's own and NULL once deleted; `target` is the message that an event, or a reply, is about.
 * - `reaction`: the members that now hold an emoji on a message; WITHOUT ROWID, so that a reaction writes one row.
 */
const firstSchema: Migration = (sql) => {
  sql.all(`CREATE TABLE room (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    schema INTEGER NOT NULL,
    name TEXT NOT NULL,
    epoch TEXT NOT NULL,
    key BLOB NOT NULL,
    born_at INTEGER NOT NULL
  ) STRICT`);
  sql.all(`CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    at INTEGER NOT NULL,
    member TEXT NOT NULL,
    name TEXT NOT NULL,
    command TEXT NOT NULL,
    text TEXT,
    target INTEGER,
    detail TEXT,
    edited_at INTEGER
  ) STRICT`);
  sql.all(`CREATE TABLE reaction (
    message INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    member TEXT NOT NULL,
    name TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (message, emoji, member)
  ) STRICT, WITHOUT ROWID`);
};

/**
 * The text that a search scans (SPEC SEARCH-2): `folded` holds a message's folded words if they differ from its text.
 * Rows before `folded_from` have no words in it, or outdated ones; a search folds them as it scans, so that opening a room
 * rewrites none of them.
 */
const foldedWords: Migration = (sql) => {
  sql.all("ALTER TABLE log ADD COLUMN folded TEXT");
  sql.all("ALTER TABLE room ADD COLUMN folded_from INTEGER NOT NULL DEFAULT 1");
  sql.all("UPDATE room SET folded_from = (SELECT COALESCE(MAX(seq), 0) + 1 FROM log)");
};

/**
 * The folding of a text changed (ø, ł and other letters that do not decompose): the rows so far are folded as a search
 * scans them, like those from before the column. Append it again when the folding changes again.
 */
const changedFolding: Migration = (sql) => {
  sql.all("UPDATE room SET folded_from = (SELECT COALESCE(MAX(seq), 0) + 1 FROM log)");
};

/**
 * What keeps reads cheap in rooms where few rows are messages:
 *
 * - `reaction_count`: how many members hold an emoji, where they are many. WITHOUT ROWID, so that a count is one row.
 * - `log.message_before`: the newest message before a row that is none, so that a page of messages skips all rows in
 *   between. Rows so far have none but the newest, and are walked over.
 */
const cheapReads: Migration = (sql) => {
  sql.all(`CREATE TABLE IF NOT EXISTS reaction_count (
    message INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    count INTEGER NOT NULL,
    first INTEGER NOT NULL,
    PRIMARY KEY (message, emoji)
  ) STRICT, WITHOUT ROWID`);
  sql.all(`INSERT OR REPLACE INTO reaction_count (message, emoji, count, first)
    SELECT message, emoji, COUNT(*), MIN(seq) FROM reaction GROUP BY message, emoji HAVING COUNT(*) > 20`);
  addColumn(sql, "log", "message_before INTEGER");
  sql.all(`UPDATE log SET message_before = (SELECT COALESCE(MAX(seq), 0) FROM log WHERE kind = 1)
    WHERE seq = (SELECT MAX(seq) FROM log) AND kind <> 1`);
};

/** `room.cleared_through`: the newest seq when every row of the log was deleted, so that the next event has the one after it. */
const clearedLog: Migration = (sql) => {
  addColumn(sql, "room", "cleared_through INTEGER NOT NULL DEFAULT 0");
};

/**
 * What makes deleted texts go from the file (SPEC LOG-7):
 *
 * - `log.pad`: fills a row up to its former size when its content is replaced, so that it is overwritten in place.
 * - `room.oldest`: rows of the log before it are pruned. They are overwritten first, and deleted later.
 * - Two rows before the first one: a table's first page keeps a copy of all its rows when it is split for the first time, so
 *   it is split before there are any.
 */
const overwriting: Migration = (sql) => {
  addColumn(sql, "log", "pad TEXT");
  addColumn(sql, "room", "oldest INTEGER NOT NULL DEFAULT 1");
  insertSpacers(sql);
};

/** `room.owned`: 1 if the room has an owner, and with it the tables of sql-authority.ts. */
const ownedRooms: Migration = (sql) => {
  addColumn(sql, "room", "owned INTEGER NOT NULL DEFAULT 0");
};

/**
 * `log.edited_at` may be negative: a message that became longer has its content in the row of that edit, so that its own does
 * not grow. There is nothing to migrate, but an earlier release would not find such a content.
 */
const heldContents: Migration = () => undefined;

/** `room.erased`: rows of the log before it are overwritten: a large log that was cleared is overwritten step by step. */
const clearedByOwner: Migration = (sql) => {
  addColumn(sql, "room", "erased INTEGER NOT NULL DEFAULT 1");
  sql.all("UPDATE room SET erased = COALESCE((SELECT MIN(seq) FROM log WHERE seq >= oldest), oldest)");
};

/** `room.deleted_at`: when the room was deleted for good. What is left of it then has no other table. */
const tombstones: Migration = (sql) => {
  addColumn(sql, "room", "deleted_at INTEGER");
};

function addColumn(sql: Sql, table: "log" | "room", definition: string): void {
  const [name = ""] = definition.split(" ");
  if (!hasColumn(sql, table, name)) sql.all(`ALTER TABLE ${table} ADD COLUMN ${definition}`);
}

const MIGRATIONS: readonly Migration[] = [
  firstSchema,
  foldedWords,
  changedFolding,
  cheapReads,
  clearedLog,
  overwriting,
  ownedRooms,
  heldContents,
  clearedByOwner,
  tombstones,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** The stored room was written by a newer release: this one must not change it (SPEC LOG-5). */
export class NewerSchemaError extends Error {
  constructor(readonly stored: number) {
    super(`the room's schema is ${stored}, this code knows up to ${SCHEMA_VERSION}`);
    this.name = "NewerSchemaError";
  }
}

/** Stores, in an empty database, that a room was deleted for good. The caller holds the transaction. */
export function leaveTombstone(sql: Sql, at: number): void {
  createTombstone(sql, SCHEMA_VERSION, at);
}

/** What is stored of a room, whatever its schema. */
export interface StoredState {
  /** the version of the schema; 0 if nothing was ever stored */
  readonly version: number;
  /** true for a room that was deleted for good: it may have no other table */
  readonly isDeleted: boolean;
}

/** Writes nothing. */
export function storedState(sql: Sql): StoredState {
  const [row] = hasTable(sql, "room") ? sql.all("SELECT * FROM room") : [];
  if (row === undefined) return { version: 0, isDeleted: false };
  // An older schema has no such column.
  return { version: integer(row, "schema"), isDeleted: typeof row["deleted_at"] === "number" };
}

/**
 * Migrates an older schema to the newest, each step in one transaction together with its version.
 * @throws NewerSchemaError if `from` is newer than this code knows
 */
export function migrate(sql: Sql, from: number, steps: readonly Migration[] = MIGRATIONS): void {
  if (from > steps.length) throw new NewerSchemaError(from);
  for (const [index, step] of steps.entries()) {
    const version = index + 1;
    if (version <= from) continue;
    sql.transaction(() => {
      step(sql);
      sql.all("UPDATE room SET schema = ?", version);
    });
  }
}

/** The migrations of the schema. New ones are added at the end; a released one never changes. */
import { integer, type Sql } from "./sql.ts";

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

const MIGRATIONS: readonly Migration[] = [firstSchema, foldedWords, changedFolding];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** The stored room was written by a newer release: this one must not change it (SPEC LOG-5). */
export class NewerSchemaError extends Error {
  constructor(readonly stored: number) {
    super(`the room's schema is ${stored}, this code knows up to ${SCHEMA_VERSION}`);
    this.name = "NewerSchemaError";
  }
}

/** The version of the stored schema; 0 if nothing was ever stored. Writes nothing. */
export function storedVersion(sql: Sql): number {
  const [table] = sql.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'room'");
  if (table === undefined) return 0;
  const [row] = sql.all("SELECT schema FROM room");
  return row === undefined ? 0 : integer(row, "schema");
}

/** Creates the newest schema in an empty database. The caller holds the transaction. */
export function createSchema(sql: Sql): void {
  for (const step of MIGRATIONS) step(sql);
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

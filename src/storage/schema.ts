/**
 * The newest schema, as it is created: the one that the migrations lead to. They would write more than twice as many rows,
 * which are what the creation of a room costs.
 */
import type { Sql } from "./sql.ts";

/** The columns are documented where they were added, in migrations.ts. */
const ROOM_TABLE = `CREATE TABLE room (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    schema INTEGER NOT NULL,
    name TEXT NOT NULL,
    epoch TEXT NOT NULL,
    key BLOB NOT NULL,
    born_at INTEGER NOT NULL,
    folded_from INTEGER NOT NULL DEFAULT 1,
    cleared_through INTEGER NOT NULL DEFAULT 0,
    oldest INTEGER NOT NULL DEFAULT 1,
    owned INTEGER NOT NULL DEFAULT 0,
    erased INTEGER NOT NULL DEFAULT 1,
    deleted_at INTEGER
  ) STRICT`;

const TABLES = [
  ROOM_TABLE,
  `CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    at INTEGER NOT NULL,
    member TEXT NOT NULL,
    name TEXT NOT NULL,
    command TEXT NOT NULL,
    text TEXT,
    target INTEGER,
    detail TEXT,
    edited_at INTEGER,
    folded TEXT,
    message_before INTEGER,
    pad TEXT
  ) STRICT`,
  `CREATE TABLE reaction (
    message INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    member TEXT NOT NULL,
    name TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (message, emoji, member)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE reaction_count (
    message INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    count INTEGER NOT NULL,
    first INTEGER NOT NULL,
    PRIMARY KEY (message, emoji)
  ) STRICT, WITHOUT ROWID`,
];

/** With two of these a table has more than one page. */
const SPACER_BYTES = 2_100;

/** Creates the newest schema in an empty database. The caller holds the transaction. */
export function createSchema(sql: Sql): void {
  for (const table of TABLES) sql.all(table);
  insertSpacers(sql);
}

/**
 * Inserts two rows before the first one of the log: a table's first page keeps a copy of all its rows when it is split for
 * the first time, so it is split before there are any (SPEC LOG-7).
 */
export function insertSpacers(sql: Sql): void {
  for (const seq of [-1, 0])
    sql.all(
      `INSERT OR IGNORE INTO log (seq, kind, at, member, name, command, detail)
       VALUES (?, 0, 0, '', '', '', printf('%.*c', ${SPACER_BYTES}, '.'))`,
      seq,
    );
}

/** Creates what is left of a room that was deleted for good, in an empty database: the row that keeps its name. */
export function createTombstone(sql: Sql, version: number, deletedAt: number): void {
  sql.all(ROOM_TABLE);
  sql.all(
    "INSERT INTO room (id, schema, name, epoch, key, born_at, deleted_at) VALUES (1, ?, '', '', x'', 0, ?)",
    version,
    deletedAt,
  );
}

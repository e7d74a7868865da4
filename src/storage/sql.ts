/** The port to a SQLite database: the same statements run on a Durable Object's and on `node:sqlite`. */

export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface Sql {
  /**
   * Runs one statement and returns all its rows.
   * @throws Error as SQLite does: a broken constraint, a full disk
   */
  all(statement: string, ...bindings: SqlValue[]): SqlRow[];
  /** Runs `work` as one transaction: all of it is stored, or, if it throws, nothing. Never asynchronous. */
  transaction<Value>(work: () => Value): Value;
  /** bytes in use, without the pages that deletes have freed */
  sizeBytes(): number;
}

/** True if the database has a table of that name: some are made when they are first needed. */
export function hasTable(sql: Sql, name: string): boolean {
  return sql.all("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name).length > 0;
}

export function hasColumn(sql: Sql, table: string, name: string): boolean {
  return sql.all(`SELECT 1 FROM pragma_table_info('${table}') WHERE name = ?`, name).length > 0;
}

/** A column that is declared `INTEGER NOT NULL`; STRICT tables hold what they declare. */
export function integer(row: SqlRow, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new TypeError(`column ${column} is no integer`);
  return value;
}

/** A column that is declared `TEXT NOT NULL`. */
export function text(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`column ${column} is no text`);
  return value;
}

/** A column that is declared `INTEGER`. */
export function optionalInteger(row: SqlRow, column: string): number | undefined {
  return row[column] === null ? undefined : integer(row, column);
}

/** A column that is declared `TEXT`. */
export function optionalText(row: SqlRow, column: string): string | undefined {
  return row[column] === null ? undefined : text(row, column);
}

/** A column that is declared `BLOB NOT NULL`: node:sqlite gives bytes, a Durable Object an ArrayBuffer. */
export function blob(row: SqlRow, column: string): Uint8Array {
  const value: unknown = row[column];
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError(`column ${column} is no blob`);
}

/** The {@link Sql} port on the SQLite database of a Durable Object. */
import type { Sql, SqlRow, SqlValue } from "./sql.ts";

/** The database of the Durable Object with this storage. */
export function durableObjectSql(storage: DurableObjectStorage): Sql {
  const { sql } = storage;
  return {
    all: (statement: string, ...bindings: SqlValue[]) =>
      sql.exec(statement, ...bindings).toArray() as unknown as SqlRow[],
    transaction: (work) => storage.transactionSync(work),
    sizeBytes: () => sql.databaseSize,
  };
}

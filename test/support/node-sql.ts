import type { DatabaseSync } from "node:sqlite";
import type { Sql, SqlRow, SqlValue } from "../../src/storage/sql.ts";

/** The room's SQL port on `node:sqlite`, for tests without a Workers runtime. Caches prepared statements. */
export function nodeSql(database: DatabaseSync): Sql {
  const prepared = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  const prepare = (statement: string) => {
    const cached = prepared.get(statement);
    if (cached !== undefined) return cached;
    const created = database.prepare(statement);
    prepared.set(statement, created);
    return created;
  };
  const pragma = (name: string) => Object.values(prepare(`PRAGMA ${name}`).get() ?? {})[0] as number;
  let depth = 0;
  return {
    all: (statement: string, ...bindings: SqlValue[]) => prepare(statement).all(...bindings) as SqlRow[],
    transaction(work) {
      const savepoint = `level_${depth++}`;
      database.exec(`SAVEPOINT ${savepoint}`);
      try {
        const value = work();
        database.exec(`RELEASE ${savepoint}`);
        return value;
      } catch (error) {
        database.exec(`ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`);
        throw error;
      } finally {
        depth--;
      }
    },
    sizeBytes: () => (pragma("page_count") - pragma("freelist_count")) * pragma("page_size"),
  };
}

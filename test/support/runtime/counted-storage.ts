export interface CountedStorage {
  readonly storage: DurableObjectStorage;
  /** rows read by all statements so far */
  readonly rowsRead: () => number;
  /** rows written by all statements so far */
  readonly rowsWritten: () => number;
}

/** A storage that counts the rows which its statements report. */
export function countRows(storage: DurableObjectStorage): CountedStorage {
  const cursors: { readonly rowsRead: number; readonly rowsWritten: number }[] = [];
  const sql = new Proxy(storage.sql, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (property !== "exec") return value;
      return (...args: Parameters<SqlStorage["exec"]>) => {
        const cursor = target.exec(...args);
        cursors.push(cursor);
        return cursor;
      };
    },
  });
  const countedStorage = new Proxy(storage, {
    get(target, property) {
      if (property === "sql") return sql;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return {
    storage: countedStorage,
    rowsRead: () => cursors.reduce((sum, { rowsRead }) => sum + rowsRead, 0),
    rowsWritten: () => cursors.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0),
  };
}

import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe } from "vitest";
import type { RoomObject } from "../../src/durable-object/room-object.ts";
import { durableObjectSql } from "../../src/storage/durable-object-sql.ts";
import { roomStoreContract, type WithDatabase } from "../contract/room-store-contract.ts";
import { searchContract } from "../contract/search-contract.ts";
import { uniqueRoomName } from "../support/runtime/guest.ts";

/** A storage that counts the rows which its statements report as written. */
function countWrites(storage: DurableObjectStorage): {
  storage: DurableObjectStorage;
  rowsWritten: () => number;
} {
  const cursors: { readonly rowsWritten: number }[] = [];
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
    rowsWritten: () => cursors.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0),
  };
}

describe("on a Durable Object's SQLite", () => {
  const withDatabase: WithDatabase = async (work) => {
    const stub: DurableObjectStub<RoomObject> = env.ROOM.getByName(uniqueRoomName());
    await runInDurableObject(stub, (_room, state) => {
      const { storage, rowsWritten } = countWrites(state.storage);
      work({ sql: durableObjectSql(storage), rowsWritten });
    });
  };
  roomStoreContract(withDatabase);
  searchContract(withDatabase);
});

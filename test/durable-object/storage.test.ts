import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe } from "vitest";
import type { RoomObject } from "../../src/durable-object/room-object.ts";
import { durableObjectSql } from "../../src/storage/durable-object-sql.ts";
import { roomStoreContract, type WithDatabase } from "../contract/room-store-contract.ts";
import { searchContract } from "../contract/search-contract.ts";
import { countRows } from "../support/runtime/counted-storage.ts";
import { uniqueRoomName } from "../support/runtime/guest.ts";

describe("on a Durable Object's SQLite", () => {
  const withDatabase: WithDatabase = async (work) => {
    const stub: DurableObjectStub<RoomObject> = env.ROOM.getByName(uniqueRoomName());
    await runInDurableObject(stub, (_room, state) => {
      const { storage, rowsWritten } = countRows(state.storage);
      work({ sql: durableObjectSql(storage), rowsWritten });
    });
  };
  roomStoreContract(withDatabase);
  searchContract(withDatabase);
});

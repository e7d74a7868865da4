import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { migrate } from "../../src/storage/migrations.ts";
import { SqlRoomStore } from "../../src/storage/sql-room-store.ts";
import { roomStoreContract, type WithDatabase } from "../contract/room-store-contract.ts";
import { searchContract } from "../contract/search-contract.ts";
import { nodeSql } from "../support/node-sql.ts";

describe("on node:sqlite", () => {
  const withDatabase: WithDatabase = async (work) => {
    const database = new DatabaseSync(":memory:");
    const changes = database.prepare("SELECT total_changes() AS rows");
    work({ sql: nodeSql(database), rowsWritten: () => Number(changes.get()?.["rows"]) });
    database.close();
  };
  roomStoreContract(withDatabase);
  searchContract(withDatabase);
});

describe("[LOG-5] migrations", () => {
  function oldRoom() {
    const sql = nodeSql(new DatabaseSync(":memory:"));
    new SqlRoomStore(sql).create({ name: "tea", epoch: "e", key: new Uint8Array([1]), at: 1 });
    return sql;
  }

  test("run in order, each stores its version, and only missing ones run", () => {
    const sql = oldRoom();
    const ran: string[] = [];
    const steps = [() => ran.push("1"), () => ran.push("2"), () => ran.push("3")].map(
      (run) => () => void run(),
    );
    migrate(sql, 1, steps);
    expect(ran).toEqual(["2", "3"]);
    expect(sql.all("SELECT schema FROM room")).toEqual([{ schema: 3 }]);
  });

  test("that fail are rolled back, and the step before stays", () => {
    const sql = oldRoom();
    const steps = [
      () => {},
      () => void sql.all("CREATE TABLE two (id INTEGER)"),
      () => {
        sql.all("CREATE TABLE three (id INTEGER)");
        throw new Error("the disk is full");
      },
    ];
    expect(() => migrate(sql, 1, steps)).toThrow("the disk is full");
    expect(sql.all("SELECT schema FROM room")).toEqual([{ schema: 2 }]);
    expect(sql.all("SELECT name FROM sqlite_master WHERE name IN ('two', 'three')")).toEqual([
      { name: "two" },
    ]);
  });
});

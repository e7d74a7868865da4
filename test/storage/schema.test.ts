import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { migrate, SCHEMA_VERSION } from "../../src/storage/migrations.ts";
import { createSchema } from "../../src/storage/schema.ts";
import type { Sql } from "../../src/storage/sql.ts";
import { SqlRoomStore } from "../../src/storage/sql-room-store.ts";
import { nodeSql } from "../support/node-sql.ts";

const newSql = (): Sql => nodeSql(new DatabaseSync(":memory:"));

/** Everything that statements can rely on: tables, columns in their order, and the rows that every room has. */
function schemaOf(sql: Sql): unknown {
  const tables = sql.all(
    "SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main' AND name <> 'sqlite_schema' ORDER BY name",
  );
  return tables.map((table) => ({
    ...table,
    columns: sql.all("SELECT * FROM pragma_table_xinfo(?)", String(table["name"])),
    rows: sql.all(`SELECT * FROM "${String(table["name"])}"`),
  }));
}

test("[LOG-5] the schema that a room is created with is the one that the migrations lead to", () => {
  const [migrated, created] = [newSql(), newSql()];
  migrate(migrated, 0);
  createSchema(created);
  expect(schemaOf(created)).toEqual(schemaOf(migrated));
});

test("[LOG-5] a room of before owners is migrated, and opened as it was", () => {
  const sql = newSql();
  new SqlRoomStore(sql).create({ name: "tea", epoch: "e", key: new Uint8Array([1]), at: 1 });
  sql.all("ALTER TABLE room DROP COLUMN owned");
  sql.all("UPDATE room SET schema = 6");
  expect(new SqlRoomStore(sql).open()).toMatchObject({ epoch: "e" });
  expect(sql.all("SELECT schema, owned FROM room")).toEqual([{ schema: SCHEMA_VERSION, owned: 0 }]);
});

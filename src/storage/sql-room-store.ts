/** Stores a room in SQLite. */
import type { NewRoom, StoredRoom, RoomStore } from "../room/store.ts";
import { createSchema, migrate, SCHEMA_VERSION, storedVersion } from "./migrations.ts";
import { blob, integer, text, type Sql } from "./sql.ts";
import { SqlLog } from "./sql-log.ts";

export class SqlRoomStore implements RoomStore {
  constructor(private readonly sql: Sql) {}

  open(): StoredRoom | undefined {
    const version = storedVersion(this.sql);
    if (version === 0) return undefined;
    migrate(this.sql, version);
    const [row] = this.sql.all("SELECT epoch, key, folded_from FROM room");
    if (row === undefined) return undefined;
    const log = new SqlLog(this.sql, integer(row, "folded_from"));
    return { epoch: text(row, "epoch"), key: blob(row, "key"), log };
  }

  create({ name, epoch, key, at }: NewRoom): StoredRoom {
    this.sql.transaction(() => {
      createSchema(this.sql);
      this.sql.all(
        "INSERT INTO room (id, schema, name, epoch, key, born_at) VALUES (1, ?, ?, ?, ?, ?)",
        SCHEMA_VERSION,
        name,
        epoch,
        key,
        at,
      );
    });
    return { epoch, key, log: new SqlLog(this.sql, 1) };
  }

  sizeBytes(): number {
    return this.sql.sizeBytes();
  }
}

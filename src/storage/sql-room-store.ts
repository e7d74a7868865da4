/** Stores a room in SQLite. */
import {
  DeletedRoomError,
  type NewRoom,
  type Revocations,
  type StoredRoom,
  type RoomStore,
  type StateStore,
} from "../room/store.ts";
import type { AuthorityStore } from "../room/authority/store.ts";
import { migrate, SCHEMA_VERSION, storedState } from "./migrations.ts";
import { createSchema } from "./schema.ts";
import { createAuthority, SqlAuthority } from "./sql-authority.ts";
import { blob, integer, text, type Sql } from "./sql.ts";
import { NEW_LOG } from "./log-state.ts";
import { SqlLog } from "./sql-log.ts";
import { SqlState } from "./sql-state.ts";
import { SqlRevocations } from "./sql-revocations.ts";

export class SqlRoomStore implements RoomStore {
  readonly revocations: Revocations;
  readonly authority: AuthorityStore;
  readonly state: StateStore;

  constructor(private readonly sql: Sql) {
    this.revocations = new SqlRevocations(sql);
    this.authority = new SqlAuthority(sql, false);
    this.state = new SqlState(sql);
  }

  open(): StoredRoom | undefined {
    const { version, isDeleted } = storedState(this.sql);
    if (version === 0) return undefined;
    if (isDeleted) throw new DeletedRoomError();
    migrate(this.sql, version);
    const [row] = this.sql.all(
      "SELECT epoch, key, born_at, folded_from, oldest, erased, cleared_through, owned FROM room",
    );
    if (row === undefined) return undefined;
    const log = new SqlLog(this.sql, {
      foldedFrom: integer(row, "folded_from"),
      oldest: integer(row, "oldest"),
      erased: integer(row, "erased"),
      clearedThrough: integer(row, "cleared_through"),
    });
    return {
      epoch: text(row, "epoch"),
      key: blob(row, "key"),
      createdAt: integer(row, "born_at"),
      log,
      revocations: this.revocations,
      authority: new SqlAuthority(this.sql, integer(row, "owned") === 1),
      state: this.state,
    };
  }

  create({ name, epoch, key, at, ownership }: NewRoom): StoredRoom {
    this.sql.transaction(() => {
      createSchema(this.sql);
      this.sql.all(
        "INSERT INTO room (id, schema, name, epoch, key, born_at, owned) VALUES (1, ?, ?, ?, ?, ?, ?)",
        SCHEMA_VERSION,
        name,
        epoch,
        key,
        at,
        ownership === undefined ? 0 : 1,
      );
      if (ownership !== undefined) createAuthority(this.sql, ownership);
    });
    const log = new SqlLog(this.sql, NEW_LOG);
    return {
      epoch,
      key,
      createdAt: at,
      log,
      revocations: this.revocations,
      authority: this.authority,
      state: this.state,
    };
  }

  markDeleted(at: number): void {
    this.sql.all("UPDATE room SET deleted_at = ?", at);
  }

  sizeBytes(): number {
    return this.sql.sizeBytes();
  }
}

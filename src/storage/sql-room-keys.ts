/** The keys of a room in SQLite: a table that is made with the first one, so that no other room pays for it. */
import { base64urlnopad } from "@scure/base";
import { parseRoomKey } from "../protocol/room-keys.ts";
import type { RoomKeyStore, StoredRoomKey } from "../room/authority/store.ts";
import { hasTable, integer, text, type Sql, type SqlRow } from "./sql.ts";

export class SqlRoomKeys implements RoomKeyStore {
  constructor(private readonly sql: Sql) {}

  load(): StoredRoomKey[] {
    if (!hasTable(this.sql, "room_key")) return [];
    const rows = this.sql.all("SELECT kid, iss, alg, key, max_role, created_at FROM room_key");
    return rows.flatMap((row) => storedKey(row) ?? []);
  }

  save({ key: { kid, iss, alg, key, maxRole }, createdAt }: StoredRoomKey): void {
    this.sql.transaction(() => {
      if (hasTable(this.sql, "room_key")) this.overwrite(kid);
      this.sql.all(`CREATE TABLE IF NOT EXISTS room_key (
        kid TEXT PRIMARY KEY,
        iss TEXT NOT NULL,
        alg TEXT NOT NULL,
        key TEXT NOT NULL,
        max_role TEXT NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`);
      this.sql.all(
        "INSERT OR REPLACE INTO room_key (kid, iss, alg, key, max_role, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        kid,
        iss,
        alg,
        JSON.stringify(key instanceof Uint8Array ? base64urlnopad.encode(key) : key),
        maxRole,
        createdAt,
      );
    });
  }

  delete(kid: string): void {
    this.overwrite(kid);
    this.sql.all("DELETE FROM room_key WHERE kid = ?", kid);
  }

  /** A deleted row stays in the database's file: so that no secret does, it is replaced by as many other letters before. */
  private overwrite(kid: string): void {
    this.sql.all("UPDATE room_key SET key = printf('%.*c', octet_length(key), '.') WHERE kid = ?", kid);
  }
}

/** The key in a row; none of an algorithm or a role of a later release. */
function storedKey(row: SqlRow): StoredRoomKey | undefined {
  const parsed = parseRoomKey(text(row, "kid"), {
    iss: text(row, "iss"),
    alg: text(row, "alg"),
    key: JSON.parse(text(row, "key")) as unknown,
    maxRole: text(row, "max_role"),
  });
  return parsed.ok ? { key: parsed.value, createdAt: integer(row, "created_at") } : undefined;
}

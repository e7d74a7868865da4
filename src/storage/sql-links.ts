/** The links of a room in SQLite: a table that is made with the first one, so that no other room pays for it. */
import type { LinkStore, StoredLink } from "../room/authority/store.ts";
import { isLinkRole } from "../protocol/room-link.ts";
import { hasTable, integer, optionalInteger, text, type Sql } from "./sql.ts";

export class SqlLinks implements LinkStore {
  constructor(private readonly sql: Sql) {}

  load(): StoredLink[] {
    if (!hasTable(this.sql, "link")) return [];
    const rows = this.sql.all("SELECT id, role, expires_at, uses FROM link");
    return rows.flatMap((row) => {
      const role = text(row, "role");
      // A role of a later release is none that this one could give.
      if (!isLinkRole(role)) return [];
      const [expiresAt, uses] = [integer(row, "expires_at"), optionalInteger(row, "uses")];
      return [{ id: text(row, "id"), role, expiresAt, uses }];
    });
  }

  save({ id, role, expiresAt, uses }: StoredLink): void {
    this.sql.transaction(() => {
      this.sql.all(`CREATE TABLE IF NOT EXISTS link (
        id TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        uses INTEGER
      ) STRICT, WITHOUT ROWID`);
      this.sql.all(
        "INSERT OR REPLACE INTO link (id, role, expires_at, uses) VALUES (?, ?, ?, ?)",
        id,
        role,
        expiresAt,
        uses ?? null,
      );
    });
  }

  delete(ids: readonly string[]): void {
    this.sql.transaction(() => {
      for (const id of ids) this.sql.all("DELETE FROM link WHERE id = ?", id);
    });
  }
}

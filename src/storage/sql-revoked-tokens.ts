/** Revoked tokens of sites in SQLite: a table that is made with the first one, so that no other room pays for it. */
import type { RevokedToken, RevokedTokenStore } from "../room/authority/store.ts";
import { hasTable, integer, text, type Sql } from "./sql.ts";

export class SqlRevokedTokens implements RevokedTokenStore {
  constructor(private readonly sql: Sql) {}

  load(): RevokedToken[] {
    if (!hasTable(this.sql, "revoked_token")) return [];
    return this.sql.all("SELECT id, until, by_owner FROM revoked_token").map((row) => ({
      id: text(row, "id"),
      until: integer(row, "until"),
      by: integer(row, "by_owner") === 1 ? "owner" : "moderator",
    }));
  }

  save({ id, until, by }: RevokedToken): void {
    this.sql.transaction(() => {
      this.sql.all(`CREATE TABLE IF NOT EXISTS revoked_token (
        id TEXT PRIMARY KEY,
        until INTEGER NOT NULL,
        by_owner INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`);
      this.sql.all(
        "INSERT OR REPLACE INTO revoked_token (id, until, by_owner) VALUES (?, ?, ?)",
        id,
        until,
        by === "owner" ? 1 : 0,
      );
    });
  }

  delete(ids: readonly string[]): void {
    for (const id of ids) this.sql.all("DELETE FROM revoked_token WHERE id = ?", id);
  }
}

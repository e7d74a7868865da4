/** Revoked tokens in SQLite: a table that is made with the first one, so that no other room pays for it. */
import type { Revocations } from "../room/store.ts";
import { hasTable, integer, type Sql } from "./sql.ts";

/** More are not kept: a guest is made in a moment, and each could leave a row for 30 days. */
export const MAX_REVOCATIONS = 2_000;

export class SqlRevocations implements Revocations {
  private exists: boolean | undefined;

  constructor(private readonly sql: Sql) {}

  revokedUntil(member: string): number | undefined {
    this.exists ??= hasTable(this.sql, "revocation");
    if (!this.exists) return undefined;
    const [row] = this.sql.all("SELECT until FROM revocation WHERE member = ?", member);
    return row && integer(row, "until");
  }

  revoke(member: string, until: number, expiredBefore: number, mayExceed = false): boolean {
    if ((this.revokedUntil(member) ?? -1) >= until) return true;
    return this.sql.transaction(() => {
      this.sql.all(
        "CREATE TABLE IF NOT EXISTS revocation (member TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID",
      );
      this.exists = true;
      if (this.count() >= MAX_REVOCATIONS)
        this.sql.all("DELETE FROM revocation WHERE until < ?", expiredBefore);
      const isFull = this.count() >= MAX_REVOCATIONS && this.revokedUntil(member) === undefined;
      if (isFull && !mayExceed) return false;
      this.sql.all("INSERT OR REPLACE INTO revocation (member, until) VALUES (?, ?)", member, until);
      return true;
    });
  }

  private count(): number {
    const [row] = this.sql.all("SELECT COUNT(*) AS count FROM revocation");
    return row === undefined ? 0 : integer(row, "count");
  }
}

/** Revoked tokens in SQLite: a table that is made with the first one, so that no other room pays for it. */
import type { Revocations, RevokeOptions } from "../room/store.ts";
import { hasColumn, hasTable, integer, type Sql } from "./sql.ts";

/** More are not kept: a guest is made in a moment, and each could leave a row for 30 days. */
export const MAX_REVOCATIONS = 2_000;
/** Those that came from one place: one that makes guests to revoke them leaves room for the others. */
export const MAX_REVOCATIONS_OF_PLACE = 200;

export class SqlRevocations implements Revocations {
  private exists: boolean | undefined;

  constructor(private readonly sql: Sql) {}

  revokedUntil(member: string): number | undefined {
    this.exists ??= hasTable(this.sql, "revocation");
    if (!this.exists) return undefined;
    const [row] = this.sql.all("SELECT until FROM revocation WHERE member = ?", member);
    return row && integer(row, "until");
  }

  revoke(member: string, until: number, { expiredBefore, place, mayExceed = false }: RevokeOptions): boolean {
    if ((this.revokedUntil(member) ?? -1) >= until) return true;
    return this.sql.transaction(() => {
      this.prepareTable();
      if (this.isFull(place)) this.sql.all("DELETE FROM revocation WHERE until < ?", expiredBefore);
      const isRefused = this.isFull(place) && this.revokedUntil(member) === undefined;
      if (isRefused && !mayExceed) return false;
      this.sql.all(
        "INSERT OR REPLACE INTO revocation (member, until, place) VALUES (?, ?, ?)",
        member,
        until,
        place ?? null,
      );
      return true;
    });
  }

  private prepareTable(): void {
    this.sql.all(
      "CREATE TABLE IF NOT EXISTS revocation (member TEXT PRIMARY KEY, until INTEGER NOT NULL, place TEXT) STRICT, WITHOUT ROWID",
    );
    // One of an earlier release has none, and that release can go on using it.
    if (!hasColumn(this.sql, "revocation", "place"))
      this.sql.all("ALTER TABLE revocation ADD COLUMN place TEXT");
    this.exists = true;
  }

  private isFull(place: string | undefined): boolean {
    const [row] = this.sql.all(
      "SELECT COUNT(*) AS count, COUNT(iif(place = ?, 1, NULL)) AS here FROM revocation",
      place ?? null,
    );
    if (row === undefined) return false;
    return integer(row, "count") >= MAX_REVOCATIONS || integer(row, "here") >= MAX_REVOCATIONS_OF_PLACE;
  }
}

/** Sanctions in SQLite: a table that is made with the first one. */
import type { SanctionKind } from "../protocol/acts.ts";
import type { Sanction, SanctionStore } from "../room/authority/store.ts";
import { hasTable, integer, optionalInteger, text, type Sql } from "./sql.ts";

const TABLE = `CREATE TABLE IF NOT EXISTS sanction (
    member TEXT NOT NULL,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    until INTEGER,
    seq INTEGER NOT NULL,
    PRIMARY KEY (member, kind, address)
  ) STRICT, WITHOUT ROWID`;

/** A kind of a later release is not enforced, and stays stored. */
const KINDS: ReadonlySet<string> = new Set(["hide", "mute", "ban", "kick"] satisfies SanctionKind[]);

export class SqlSanctions implements SanctionStore {
  constructor(private readonly sql: Sql) {}

  load(): Sanction[] {
    if (!hasTable(this.sql, "sanction")) return [];
    const rows = this.sql.all("SELECT member, kind, address, name, until, seq FROM sanction");
    return rows
      .filter((row) => KINDS.has(text(row, "kind")))
      .map((row) => ({
        member: text(row, "member"),
        kind: text(row, "kind") as SanctionKind,
        address: text(row, "address"),
        name: text(row, "name"),
        until: optionalInteger(row, "until"),
        seq: integer(row, "seq"),
      }));
  }

  save({ member, kind, address, name, until, seq }: Sanction): void {
    this.sql.all(TABLE);
    this.sql.all(
      "INSERT OR REPLACE INTO sanction (member, kind, address, name, until, seq) VALUES (?, ?, ?, ?, ?, ?)",
      member,
      kind,
      address,
      name,
      until ?? null,
      seq,
    );
  }

  delete({ member, kind, address }: Pick<Sanction, "member" | "kind" | "address">): void {
    this.sql.all("DELETE FROM sanction WHERE member = ? AND kind = ? AND address = ?", member, kind, address);
  }
}

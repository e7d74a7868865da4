/** The audit log in SQLite: a table that is made with the first entry, and that no retention of messages touches. */
import { auditRecordSchema, type AuditEntry, type AuditRecord } from "../protocol/audit.ts";
import type { AuditStore } from "../room/authority/store.ts";
import { parseJson } from "./parse-json.ts";
import { hasTable, integer, text, type Sql, type SqlRow } from "./sql.ts";

const TABLE = "CREATE TABLE IF NOT EXISTS audit (id INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT";

export class SqlAudit implements AuditStore {
  constructor(private readonly sql: Sql) {}

  append(record: AuditRecord, maxEntries: number): void {
    this.sql.all(TABLE);
    // The newest is never deleted, so that no id is used twice.
    this.sql.all("INSERT INTO audit (record) VALUES (?)", JSON.stringify(record));
    this.sql.all("DELETE FROM audit WHERE id <= (SELECT MAX(id) FROM audit) - ?", maxEntries);
  }

  before(id: number | undefined, limit: number): AuditEntry[] {
    if (!hasTable(this.sql, "audit")) return [];
    const rows = this.sql.all(
      "SELECT id, record FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
      id ?? Number.MAX_SAFE_INTEGER,
      limit,
    );
    return rows.flatMap((row) => entryOf(row) ?? []);
  }
}

/** The entry in a row; none of a damaged one, or of an action of a later release. */
function entryOf(row: SqlRow): AuditEntry | undefined {
  const record = parseJson(text(row, "record"), auditRecordSchema);
  return record && { id: integer(row, "id"), ...record };
}

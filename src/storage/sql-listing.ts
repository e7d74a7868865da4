/** What a room reported to the list of rooms, in SQLite: a table that is there as long as the room may be in the list. */
import type { ListingStore, StoredListing } from "../room/authority/store.ts";
import { hasTable, integer, text, type Sql } from "./sql.ts";

const TABLE = `CREATE TABLE IF NOT EXISTS listing (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    title TEXT NOT NULL,
    topic TEXT NOT NULL,
    language TEXT NOT NULL,
    reported_at INTEGER NOT NULL
  ) STRICT`;

export class SqlListing implements ListingStore {
  constructor(private readonly sql: Sql) {}

  load(): StoredListing | undefined {
    if (!mayBeListed(this.sql)) return undefined;
    const [row] = this.sql.all("SELECT title, topic, language, reported_at FROM listing");
    if (row === undefined) return undefined;
    const texts = { title: text(row, "title"), topic: text(row, "topic"), language: text(row, "language") };
    return { texts, reportedAt: integer(row, "reported_at") };
  }

  save({ texts: { title, topic, language }, reportedAt }: StoredListing): void {
    this.sql.transaction(() => {
      this.sql.all(TABLE);
      this.sql.all(
        "INSERT OR REPLACE INTO listing (id, title, topic, language, reported_at) VALUES (1, ?, ?, ?, ?)",
        title,
        topic,
        language,
        reportedAt,
      );
    });
  }

  delete(): void {
    this.sql.all("DROP TABLE IF EXISTS listing");
  }
}

/** Notes, in the database of a room that was deleted, that the list may still have it. */
export function keepListed(sql: Sql): void {
  new SqlListing(sql).save({ texts: { title: "", topic: "", language: "" }, reportedAt: 0 });
}

/** True if the list of rooms may have the room with this database, also one that was deleted and is not yet purged. */
export function mayBeListed(sql: Sql): boolean {
  return hasTable(sql, "listing");
}

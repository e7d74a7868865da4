/** The deployment's list of rooms in SQLite (SPEC LIST-4). What is in it can be lost: the rooms report it anew. */
import { MAX_INACTIVE_MS, MAX_LISTED_ROOMS, type DirectoryEntry } from "../protocol/listed-room.ts";
import { masked } from "./overwrite.ts";
import { integer, text, type Sql } from "./sql.ts";

const TABLE = `CREATE TABLE IF NOT EXISTS entry (
    name TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    topic TEXT NOT NULL,
    language TEXT NOT NULL,
    members INTEGER NOT NULL,
    active_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`;

/** What leaves the list is overwritten where it lies, as SQLite only marks its space as free (SPEC LIST-1). */
const MASKED = masked(["title", "topic"]);

export class SqlDirectory {
  private exists = false;

  constructor(
    private readonly sql: Sql,
    private readonly maxEntries = MAX_LISTED_ROOMS,
  ) {}

  /** Adds a room, or replaces what is known of it. */
  put({ name, title, topic, language, members, activeAt }: DirectoryEntry, now: number): void {
    this.sql.transaction(() => {
      this.sql.all(TABLE);
      const [known] = this.sql.all("SELECT 1 FROM entry WHERE name = ?", name);
      if (known !== undefined) this.overwrite("name = ?", name);
      this.sql.all(
        "INSERT OR REPLACE INTO entry (name, title, topic, language, members, active_at) VALUES (?, ?, ?, ?, ?, ?)",
        name,
        title,
        topic,
        language,
        members,
        activeAt,
      );
      if (known === undefined) this.makeRoom(now);
    });
    this.exists = true;
  }

  remove(name: string): void {
    if (this.hasTable()) this.sql.transaction(() => this.delete("name = ?", name));
  }

  /** The rooms that were active lately, the last to be so first. */
  list(now: number): readonly DirectoryEntry[] {
    if (!this.hasTable()) return [];
    const rows = this.sql.all(
      "SELECT name, title, topic, language, members, active_at FROM entry WHERE active_at > ? ORDER BY active_at DESC, name",
      now - MAX_INACTIVE_MS,
    );
    return rows.map((row) => ({
      name: text(row, "name"),
      title: text(row, "title"),
      topic: text(row, "topic"),
      language: text(row, "language"),
      members: integer(row, "members"),
      activeAt: integer(row, "active_at"),
    }));
  }

  private makeRoom(now: number): void {
    this.delete("active_at <= ?", now - MAX_INACTIVE_MS);
    this.delete(
      "name IN (SELECT name FROM entry ORDER BY active_at DESC, name LIMIT -1 OFFSET ?)",
      this.maxEntries,
    );
  }

  private delete(condition: string, value: string | number): void {
    this.overwrite(condition, value);
    this.sql.all(`DELETE FROM entry WHERE ${condition}`, value);
  }

  private overwrite(condition: string, value: string | number): void {
    this.sql.all(`UPDATE entry SET ${MASKED} WHERE ${condition}`, value);
  }

  private hasTable(): boolean {
    this.exists ||= this.sql.all("SELECT 1 FROM sqlite_master WHERE name = 'entry'").length > 0;
    return this.exists;
  }
}

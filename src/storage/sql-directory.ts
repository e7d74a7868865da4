/** The deployment's list of rooms in SQLite (SPEC LIST-4). What is in it can be lost: the rooms report it again. */
import * as v from "@badrap/valita";
import { MAX_INACTIVE_MS, MAX_LISTED_ROOMS, type DirectoryEntry } from "../protocol/listed-room.ts";
import { parseJson } from "./parse-json.ts";
import { Slots } from "./slots.ts";
import type { Sql } from "./sql.ts";

const entrySchema = v.object({
  name: v.string(),
  title: v.string(),
  topic: v.string(),
  language: v.string(),
  members: v.number(),
  activeAt: v.number(),
});

/** All of the list is in memory while its object is awake. */
export class SqlDirectory {
  private readonly slots: Slots<DirectoryEntry>;
  private loaded: Map<string, DirectoryEntry> | undefined;

  constructor(
    private readonly sql: Sql,
    private readonly maxEntries = MAX_LISTED_ROOMS,
  ) {
    this.slots = new Slots(sql, "listed", (data) => {
      const entry = parseJson(data, entrySchema);
      return entry && [entry.name, entry];
    });
  }

  /** Adds a room, or replaces what is known of it. */
  put(entry: DirectoryEntry, now: number): void {
    this.change(() => {
      this.slots.save(entry.name, JSON.stringify(entry));
      this.entries.set(entry.name, entry);
      for (const [index, { name, activeAt }] of this.ranked().entries())
        if (index >= this.maxEntries || activeAt <= now - MAX_INACTIVE_MS) this.delete(name);
    });
  }

  remove(name: string): void {
    if (this.entries.has(name)) this.change(() => this.delete(name));
  }

  /** The rooms that were active lately, the last to be so first. */
  list(now: number): readonly DirectoryEntry[] {
    return this.ranked().filter(({ activeAt }) => activeAt > now - MAX_INACTIVE_MS);
  }

  private get entries(): Map<string, DirectoryEntry> {
    return (this.loaded ??= new Map(this.slots.load().map((entry) => [entry.name, entry])));
  }

  private ranked(): DirectoryEntry[] {
    return [...this.entries.values()].toSorted(
      (one, other) => other.activeAt - one.activeAt || (one.name < other.name ? -1 : 1),
    );
  }

  private change(work: () => void): void {
    try {
      this.sql.transaction(work);
    } catch (error) {
      this.loaded = undefined;
      this.slots.forget();
      throw error;
    }
  }

  private delete(name: string): void {
    this.slots.remove(name);
    this.entries.delete(name);
  }
}

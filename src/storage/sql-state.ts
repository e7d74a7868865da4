/**
 * The keys of the shared state in SQLite: a table that is made with the first one, so that no other room pays for it.
 *
 * A slot holds a key as JSON, filled with spaces up to one of a few sizes, so that a change overwrites its slot in place. A
 * slot that is too small is filled with spaces, and used again for another key (SPEC LOG-7, overwrite.ts): rows are neither
 * deleted nor moved, so that no copies of values are left in the file.
 */
import * as v from "@badrap/valita";
import { stateEntrySchema } from "../protocol/events/state.ts";
import type { StateStore, StoredKey } from "../room/store.ts";
import { utf8Bytes } from "../text/lengths.ts";
import { integer, text, type Sql } from "./sql.ts";

const storedSchema = stateEntrySchema.extend({ until: v.number().optional() });

/** Bytes of a slot; a larger value has a multiple of the last one. */
const SIZES = [256, 1_024, 4_096] as const;
const LAST_SIZE = SIZES[2];

/** With two of these a table has more than one page: see `insertSpacers` in schema.ts. */
const SPACER_BYTES = 2_100;

interface Slot {
  readonly id: number;
  readonly bytes: number;
}

interface Slots {
  /** by key */
  readonly used: Map<string, Slot>;
  readonly free: Slot[];
  newest: number;
}

export class SqlState implements StateStore {
  private slots: Slots | undefined;

  constructor(private readonly sql: Sql) {}

  transaction<Value>(work: () => Value): Value {
    try {
      return this.sql.transaction(work);
    } catch (error) {
      // What was rolled back is read again.
      this.slots = undefined;
      throw error;
    }
  }

  load(): StoredKey[] {
    const [table] = this.sql.all("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'state'");
    if (table === undefined) return [];
    const slots: Slots = { used: new Map(), free: [], newest: 0 };
    const keys = this.sql.all("SELECT id, data FROM state WHERE id > 0").flatMap((row) => {
      const [id, data] = [integer(row, "id"), text(row, "data")];
      const key = data.trim() === "" ? undefined : parseKey(data);
      const slot = { id, bytes: utf8Bytes(data) };
      slots.newest = Math.max(slots.newest, id);
      if (key === undefined) slots.free.push(slot);
      else slots.used.set(key.entry.key, slot);
      return key ?? [];
    });
    this.slots = slots;
    return keys;
  }

  save({ entry, until }: StoredKey): void {
    const slots = this.opened();
    const data = JSON.stringify({ ...entry, until });
    const bytes = sizeFor(utf8Bytes(data));
    const before = slots.used.get(entry.key);
    const slot = before?.bytes === bytes ? before : this.takeFree(slots, bytes);
    if (before !== undefined && before !== slot) this.erase(slots, before);
    this.sql.all(
      "INSERT INTO state (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data",
      slot.id,
      data + " ".repeat(bytes - utf8Bytes(data)),
    );
    slots.used.set(entry.key, slot);
  }

  remove(key: string): void {
    const slots = this.opened();
    const slot = slots.used.get(key);
    if (slot === undefined) return;
    slots.used.delete(key);
    this.erase(slots, slot);
  }

  clear(): void {
    for (const key of this.opened().used.keys()) this.remove(key);
  }

  /** New slots come behind all others, so that SQLite moves none. */
  private takeFree(slots: Slots, bytes: number): Slot {
    const index = slots.free.findIndex((slot) => slot.bytes === bytes);
    const [free] = index === -1 ? [] : slots.free.splice(index, 1);
    return free ?? { id: ++slots.newest, bytes };
  }

  private erase(slots: Slots, slot: Slot): void {
    this.sql.all("UPDATE state SET data = ? WHERE id = ?", " ".repeat(slot.bytes), slot.id);
    slots.free.push(slot);
  }

  private opened(): Slots {
    if (this.slots === undefined) this.load();
    if (this.slots === undefined) this.createTable();
    return (this.slots ??= { used: new Map(), free: [], newest: 0 });
  }

  private createTable(): void {
    this.sql.all("CREATE TABLE state (id INTEGER PRIMARY KEY, data TEXT NOT NULL) STRICT");
    for (const id of [-1, 0])
      this.sql.all("INSERT INTO state (id, data) VALUES (?, printf('%.*c', ?, '.'))", id, SPACER_BYTES);
  }
}

function sizeFor(bytes: number): number {
  return SIZES.find((size) => bytes <= size) ?? Math.ceil(bytes / LAST_SIZE) * LAST_SIZE;
}

/** The key in a slot; a damaged one is none, so that the others still load. */
function parseKey(data: string): StoredKey | undefined {
  try {
    const parsed = storedSchema.try(JSON.parse(data), { mode: "strip" });
    if (!parsed.ok) return undefined;
    const { until, ...entry } = parsed.value;
    return { entry, until };
  } catch {
    return undefined;
  }
}

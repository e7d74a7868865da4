/**
 * Texts by keys in SQLite, of which nothing stays in the file once they are replaced or removed (SPEC LOG-7, overwrite.ts): a
 * table that is made with the first one.
 *
 * A slot holds a text, filled with spaces up to one of a few sizes, so that a change overwrites its slot in place. A slot
 * that is too small is filled with spaces, and used again for another key: rows are neither deleted nor moved, so that no
 * copies are left in the file.
 */
import { utf8Bytes } from "../text/lengths.ts";
import { hasTable, integer, text, type Sql } from "./sql.ts";

/** Bytes of a slot; a larger text has a multiple of the last one. */
const SIZES = [256, 1_024, 4_096] as const;
const LAST_SIZE = SIZES[2];

/** With two of these a table has more than one page: see `insertSpacers` in schema.ts. */
const SPACER_BYTES = 2_100;

interface Slot {
  readonly id: number;
  readonly bytes: number;
}

interface LoadedSlots {
  /** by key */
  readonly used: Map<string, Slot>;
  readonly free: Slot[];
  newest: number;
}

export class Slots<Value> {
  private loaded: LoadedSlots | undefined;

  /** @param parse the key and the value of a text; undefined for a damaged one, so that the others still load */
  constructor(
    private readonly sql: Sql,
    private readonly table: string,
    private readonly parse: (data: string) => readonly [key: string, value: Value] | undefined,
  ) {}

  load(): Value[] {
    if (!hasTable(this.sql, this.table)) return [];
    const slots: LoadedSlots = { used: new Map(), free: [], newest: 0 };
    const values = this.sql.all(`SELECT id, data FROM ${this.table} WHERE id > 0`).flatMap((row) => {
      const [id, data] = [integer(row, "id"), text(row, "data")];
      const parsed = data.trim() === "" ? undefined : this.parse(data);
      const slot = { id, bytes: utf8Bytes(data) };
      slots.newest = Math.max(slots.newest, id);
      if (parsed === undefined) slots.free.push(slot);
      else slots.used.set(parsed[0], slot);
      return parsed === undefined ? [] : [parsed[1]];
    });
    this.loaded = slots;
    return values;
  }

  /** A transaction was rolled back: what is stored is read again. */
  forget(): void {
    this.loaded = undefined;
  }

  save(key: string, data: string): void {
    const slots = this.opened();
    const bytes = sizeFor(utf8Bytes(data));
    const before = slots.used.get(key);
    const slot = before?.bytes === bytes ? before : takeFree(slots, bytes);
    if (before !== undefined && before !== slot) this.erase(slots, before);
    this.sql.all(
      `INSERT INTO ${this.table} (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data`,
      slot.id,
      data + " ".repeat(bytes - utf8Bytes(data)),
    );
    slots.used.set(key, slot);
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

  private erase(slots: LoadedSlots, slot: Slot): void {
    this.sql.all(`UPDATE ${this.table} SET data = ? WHERE id = ?`, " ".repeat(slot.bytes), slot.id);
    slots.free.push(slot);
  }

  private opened(): LoadedSlots {
    if (this.loaded === undefined) this.load();
    if (this.loaded === undefined) this.createTable();
    return (this.loaded ??= { used: new Map(), free: [], newest: 0 });
  }

  private createTable(): void {
    this.sql.all(`CREATE TABLE ${this.table} (id INTEGER PRIMARY KEY, data TEXT NOT NULL) STRICT`);
    for (const id of [-1, 0])
      this.sql.all(
        `INSERT INTO ${this.table} (id, data) VALUES (?, printf('%.*c', ${SPACER_BYTES}, '.'))`,
        id,
      );
  }
}

/** New slots come behind all others, so that SQLite moves none. */
function takeFree(slots: LoadedSlots, bytes: number): Slot {
  const index = slots.free.findIndex((slot) => slot.bytes === bytes);
  const [free] = index === -1 ? [] : slots.free.splice(index, 1);
  return free ?? { id: ++slots.newest, bytes };
}

function sizeFor(bytes: number): number {
  return SIZES.find((size) => bytes <= size) ?? Math.ceil(bytes / LAST_SIZE) * LAST_SIZE;
}

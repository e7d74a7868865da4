/** The keys of the shared state in SQLite, so that a room without any stores nothing for it. */
import * as v from "@badrap/valita";
import { stateEntrySchema } from "../protocol/events/state.ts";
import type { StateStore, StoredKey } from "../room/store.ts";
import { parseJson } from "./parse-json.ts";
import { Slots } from "./slots.ts";
import type { Sql } from "./sql.ts";

const storedSchema = stateEntrySchema.extend({ until: v.number().optional() });

export class SqlState implements StateStore {
  private readonly slots: Slots<StoredKey>;

  constructor(private readonly sql: Sql) {
    this.slots = new Slots(sql, "state", parseKey);
  }

  transaction<Value>(work: () => Value): Value {
    try {
      return this.sql.transaction(work);
    } catch (error) {
      this.slots.forget();
      throw error;
    }
  }

  load(): StoredKey[] {
    return this.slots.load();
  }

  save({ entry, until }: StoredKey): void {
    this.slots.save(entry.key, JSON.stringify({ ...entry, until }));
  }

  remove(key: string): void {
    this.slots.remove(key);
  }

  clear(): void {
    this.slots.clear();
  }
}

function parseKey(data: string): [string, StoredKey] | undefined {
  const parsed = parseJson(data, storedSchema);
  if (parsed === undefined) return undefined;
  const { until, ...entry } = parsed;
  return [entry.key, { entry, until }];
}

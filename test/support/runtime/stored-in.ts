import { runInDurableObject } from "cloudflare:test";
import { stubOf } from "./worker-requests.ts";

/** The tables, keys, bytes and alarm of a room's storage. */
export function storedIn(room: string) {
  return runInDurableObject(stubOf(room), async (_room, { storage }) => ({
    tables: storage.sql
      .exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")
      .toArray()
      .map(({ name }) => name),
    keys: [...(await storage.list()).keys()],
    bytes: storage.sql.databaseSize,
    alarm: await storage.getAlarm(),
  }));
}

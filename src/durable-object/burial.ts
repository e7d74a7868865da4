/** What is stored of a room that was deleted for good goes, but for the row that keeps its name (SPEC OWN-9). */
import { REPORT_RETRY_MS } from "../room/listing.ts";
import { durableObjectSql } from "../storage/durable-object-sql.ts";
import { buryRoom } from "../storage/migrations.ts";
import { keepListed, mayBeListed } from "../storage/sql-listing.ts";
import { log } from "./log.ts";
import type { OwnEntry } from "./own-entry.ts";
import { platformClock } from "./platform.ts";
import type { RetentionAlarm } from "./retention-alarm.ts";

/** When a deletion that did not end is tried again, in ms. */
const RETRY_MS = 10_000;

export interface BurialPorts {
  readonly storage: DurableObjectStorage;
  readonly retention: RetentionAlarm;
  /** in the list of rooms */
  readonly entry: OwnEntry;
}

export async function bury({ storage, retention, entry }: BurialPorts): Promise<void> {
  // deleteAll rolls back what is not committed; if it does not come to it, the alarm does.
  await storage.setAlarm(platformClock.now() + RETRY_MS);
  await storage.sync();
  const sql = durableObjectSql(storage);
  const isListed = mayBeListed(sql) && !(await leaveList(entry));
  const deleted = retention.deleteAll();
  // In the same turn, and so committed together: at no moment is the name free.
  sql.transaction(() => {
    buryRoom(sql, platformClock.now());
    if (isListed) keepListed(sql);
  });
  await deleted;
  if (isListed) await storage.setAlarm(platformClock.now() + REPORT_RETRY_MS);
}

/** Removes the room from the list of rooms. False if that failed. */
async function leaveList(entry: OwnEntry): Promise<boolean> {
  try {
    await entry.remove();
    return true;
  } catch (error) {
    log("listing", error);
    return false;
  }
}

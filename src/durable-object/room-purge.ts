/** Purges a room that was marked as deleted: only a tombstone stays, the row that keeps its name taken (SPEC OWN-9). */
import { REPORT_RETRY_MS } from "../room/listing.ts";
import { durableObjectSql } from "../storage/durable-object-sql.ts";
import { leaveTombstone } from "../storage/migrations.ts";
import { keepListed, mayBeListed } from "../storage/sql-listing.ts";
import { log } from "./log.ts";
import type { OwnEntry } from "./own-entry.ts";
import { platformClock } from "./platform.ts";
import type { RetentionAlarm } from "./retention-alarm.ts";

/** The pause before a purge that did not end is tried again, in ms. */
const RETRY_MS = 10_000;

export interface PurgePorts {
  readonly storage: DurableObjectStorage;
  readonly retention: RetentionAlarm;
  /** the room's, in the list of rooms */
  readonly entry: OwnEntry;
}

/**
 * Deletes all that is stored, leaves the tombstone, and takes the room off the list of rooms. May be repeated; the alarm
 * repeats it where it was interrupted.
 */
export async function purgeRoom({ storage, retention, entry }: PurgePorts): Promise<void> {
  // deleteAll rolls back what is not committed; if it does not come to it, the alarm does.
  await storage.setAlarm(platformClock.now() + RETRY_MS);
  await storage.sync();
  const sql = durableObjectSql(storage);
  const isListed = mayBeListed(sql) && !(await leaveList(entry));
  const deleted = retention.deleteAll();
  // In the same turn, and so committed together: at no moment is the name free.
  sql.transaction(() => {
    leaveTombstone(sql, platformClock.now());
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

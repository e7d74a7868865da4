/**
 * Files of rooms that were only read. workerd makes a database of one page for each room that is asked for, also where
 * nothing is stored, and never removes it, so that requests for new names fill the disk.
 */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** A page of SQLite: a database with a table has more. */
const PAGE_BYTES = 4_096;

/**
 * Removes the databases in `folder` that have no table; call it before workerd starts. One with a `-wal` is in use, or may
 * have more in that file.
 */
export function removeEmptyDatabases(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (!name.endsWith(".sqlite") || existsSync(`${file}-wal`)) continue;
    if (statSync(file).size <= PAGE_BYTES) rmSync(file);
  }
}

/** Where the objects' databases are stored: the local runtime syncs to disk at every commit, which the figures include. */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./statistics.ts";

export const STORAGES = ["disk", "memory"] as const;
/** `disk`: the system's temporary folder. `memory`: a tmpfs, which shows the cost of the disk by comparison. */
export type DatabaseStorage = (typeof STORAGES)[number];

const MEMORY_FOLDER = "/dev/shm";
const PROBES = 200;
const PAGE_BYTES = 4_096;

/** Places all temporary folders created from now on. */
export function useStorage(storage: DatabaseStorage): void {
  if (storage === "memory") process.env["TMPDIR"] = MEMORY_FOLDER;
}

/** The median time in ms to write a page and sync it to disk. */
export function medianSyncMs(): number {
  const path = join(tmpdir(), `majlis-bench-${process.pid}`);
  const file = openSync(path, "w");
  try {
    const page = Buffer.alloc(PAGE_BYTES);
    const times = Array.from({ length: PROBES }, () => {
      writeSync(file, page);
      const startedAt = performance.now();
      fsyncSync(file);
      return performance.now() - startedAt;
    });
    return median(times) ?? Number.NaN;
  } finally {
    closeSync(file);
    rmSync(path);
  }
}

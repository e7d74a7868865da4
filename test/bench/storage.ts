/** Where the databases of the objects lie. The local runtime waits for the disk at every commit, and so do the figures. */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./statistics.ts";

export const STORAGES = ["disk", "memory"] as const;
/** `disk`: the system's temporary folder. `memory`: a folder of the memory, which shows what the disk costs. */
export type DatabaseStorage = (typeof STORAGES)[number];

const MEMORY_FOLDER = "/dev/shm";
const PROBES = 200;
const PAGE_BYTES = 4_096;

/** Makes all temporary folders from now on lie there. */
export function useStorage(storage: DatabaseStorage): void {
  if (storage === "memory") process.env["TMPDIR"] = MEMORY_FOLDER;
}

/** The median time in which this machine writes a page and has it on its disk. */
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

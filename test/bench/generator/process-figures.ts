/** CPU time, run-queue wait and memory of a process, from /proc (proc(5)). */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const NS_PER_MS = 1_000_000;
/** In /proc/<pid>/stat the first field after the name in parentheses is the third. */
const FIELDS_BEFORE = 3;
let ticksPerSecond: number | undefined;

export interface ProcessTime {
  /** user and system time of all threads */
  readonly ranMs: number;
  /** runnable, without a core */
  readonly waitedMs: number;
}

/** From each thread's schedstat in nanoseconds; on kernels without schedstat from stat, in clock ticks. */
export function timeOf(pid: number): ProcessTime {
  try {
    return threadTimes(
      readdirSync(`/proc/${pid}/task`).map((id) => readFileSync(`/proc/${pid}/task/${id}/schedstat`, "utf8")),
    );
  } catch {
    const ticks = cpuTicks(readFileSync(`/proc/${pid}/stat`, "utf8"));
    ticksPerSecond ??= Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
    return { ranMs: (ticks * 1_000) / ticksPerSecond, waitedMs: 0 };
  }
}

export function threadTimes(schedstats: readonly string[]): ProcessTime {
  let ranMs = 0;
  let waitedMs = 0;
  for (const schedstat of schedstats) {
    const [ranNs = 0, waitedNs = 0] = schedstat.trim().split(" ").map(Number);
    ranMs += ranNs / NS_PER_MS;
    waitedMs += waitedNs / NS_PER_MS;
  }
  return { ranMs, waitedMs };
}

/** utime, stime, cutime and cstime in clock ticks: fields 14 to 17. */
export function cpuTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return [14, 15, 16, 17].reduce((sum, field) => sum + Number(fields[field - FIELDS_BEFORE]), 0);
}

export function memoryOf(pid: number): number {
  return residentBytes(readFileSync(`/proc/${pid}/status`, "utf8"));
}

/** The resident memory in bytes, from /proc/<pid>/status. */
export function residentBytes(status: string): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

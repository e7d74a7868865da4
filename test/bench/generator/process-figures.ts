/** What Linux says of a process (proc(5)): the time its threads ran and waited to run, and its memory. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const NS_PER_MS = 1_000_000;
/** The fields of /proc/<pid>/stat behind the name in parentheses begin with the third one. */
const FIELDS_BEFORE = 3;
let ticksPerSecond: number | undefined;

export interface ProcessTime {
  /** in user and system mode, of all threads */
  readonly ranMs: number;
  /** ready to run, while something else had the core */
  readonly waitedMs: number;
}

/** From each thread's schedstat, to the nanosecond; where the kernel keeps none, from stat, to its clock tick. */
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

/** The user, system and waited-for children's time of all threads, in clock ticks: fields 14 to 17. */
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

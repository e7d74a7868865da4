/** CPU affinity: one core for the server and another for the load generator, so that they do not compete. */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

export const SERVER_CORE = 0;
export const GENERATOR_CORE = 1;

/** Whether this machine has two cores and `taskset`. */
export const canPin = availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0;

/** Pins all threads of a process; without effect where {@link canPin} is false. */
export function pin(processId: number, core: number): void {
  if (!canPin) return;
  spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", String(core), String(processId)]);
}

const REAL_TIME_PRIORITY = "10";

/** Whether processes may run before all ordinary ones, so that other work on the machine does not delay them. */
export const canRunFirst =
  canPin && spawnSync("chrt", ["--rr", REAL_TIME_PRIORITY, process.execPath, "--version"]).status === 0;

/** Lets all threads of a process run before those of ordinary ones; without effect where {@link canRunFirst} is false. */
export function runFirst(processId: number): void {
  if (!canRunFirst) return;
  spawnSync("chrt", ["--all-tasks", "--rr", "--pid", REAL_TIME_PRIORITY, String(processId)]);
}

/** A command that runs on a core, and first where that is allowed. */
export function onCore(core: number, command: readonly string[]): readonly string[] {
  const pinned = canPin ? ["taskset", "--cpu-list", String(core), ...command] : command;
  return canRunFirst ? ["chrt", "--rr", REAL_TIME_PRIORITY, ...pinned] : pinned;
}

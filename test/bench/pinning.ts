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

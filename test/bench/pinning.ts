/** Gives the server one core and the generator another, so that neither takes the other's time. */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

export const SERVER_CORE = 0;
export const GENERATOR_CORE = 1;

/** Whether processes can be pinned here. */
export const canPin = availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0;

/** Pins all threads of a process. */
export function pin(processId: number, core: number): void {
  if (!canPin) return;
  spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", String(core), String(processId)]);
}

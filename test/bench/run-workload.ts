/** One run: starts an empty server, joins the members, applies the load, stops both. */
import { join } from "node:path";
import { runChild } from "../support/child-process.ts";
import type { RunResult, Job } from "./generator/job.ts";
import { canPin, GENERATOR_CORE, pin, SERVER_CORE } from "./pinning.ts";
import type { Subject } from "./subjects/subject.ts";
import type { BenchTimings, Workload } from "./workloads.ts";

const GENERATOR = join(import.meta.dirname, "generator/main.ts");
/** Added to the generator's own timeouts. */
const SLACK_MS = 30_000;
const JOIN_TIMEOUT_MS_PER_MEMBER = 10;

/** Never throws: the failure of a subject is a result. */
export async function runWorkload(
  subject: Subject,
  workload: Workload,
  timings: BenchTimings,
): Promise<RunResult> {
  try {
    const running = await subject.start();
    try {
      pin(running.processId, SERVER_CORE);
      const { members, ratePerSecond, texts } = workload;
      const joinTimeoutMs = Math.max(timings.joinTimeoutMs, members * JOIN_TIMEOUT_MS_PER_MEMBER);
      const { port, path, processId } = running;
      return await runGenerator({
        ...timings,
        joinTimeoutMs,
        members,
        ratePerSecond,
        texts,
        port,
        path,
        protocol: subject.protocol,
        serverPid: processId,
      });
    } finally {
      await running.stop();
    }
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Runs the load generator in a process on its own core. @throws Error with its output if it fails */
export async function runGenerator(job: Job): Promise<RunResult> {
  const command = [process.execPath, "--disable-warning=ExperimentalWarning", GENERATOR, JSON.stringify(job)];
  const [program = "", ...args] = canPin
    ? ["taskset", "--cpu-list", String(GENERATOR_CORE), ...command]
    : command;
  const timeoutMs = job.joinTimeoutMs + job.warmMs + job.measuredMs + job.drainTimeoutMs + SLACK_MS;
  return JSON.parse(await runChild(program, args, { timeoutMs })) as RunResult;
}

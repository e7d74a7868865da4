/** Rounds: each workload with each subject in turn, so that a disturbance of the machine hits all subjects alike. */
import { runWorkload } from "./run-workload.ts";
import { isSaturated, type Outcome } from "./summary.ts";
import type { Subject } from "./subjects/subject.ts";
import type { RunResult } from "./generator/job.ts";
import { runsPerRound, type BenchTimings, type Workload } from "./workloads.ts";

export interface BenchPlan {
  readonly workloads: readonly Workload[];
  readonly subjects: readonly Subject[];
  readonly timings: BenchTimings;
  /** pairs to leave out */
  readonly skips: (workload: Workload, subject: Subject) => boolean;
  readonly onProgress: (line: string) => void;
}

export async function runRounds({
  workloads,
  subjects,
  timings,
  skips,
  onProgress,
}: BenchPlan): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const saturated = new Set<string>();
  for (let round = 1; round <= timings.rounds; round++) {
    for (const workload of workloads.flatMap((workload) =>
      Array<Workload>(runsPerRound(workload)).fill(workload),
    )) {
      for (const subject of subjects) {
        const pair = `${workload.name} ${subject.name}`;
        if (skips(workload, subject) || saturated.has(pair)) continue;
        onProgress(`round ${round} of ${timings.rounds}: ${pair}`);
        const result = await runLeastNoisy(subject, workload, timings);
        outcomes.push({ workload: workload.name, subject: subject.name, round, result });
        if (subject.name !== "majlis" && isSaturated(result)) saturated.add(pair);
      }
    }
  }
  return outcomes;
}

/** A server that waited for its core for more than this share of the time was disturbed by another process. */
export const NOISE_SHARE = 0.15;

/** Runs a workload, and repeats it once if the run was disturbed: the less disturbed result counts. */
async function runLeastNoisy(
  subject: Subject,
  workload: Workload,
  timings: BenchTimings,
): Promise<RunResult> {
  const first = await runWorkload(subject, workload, timings);
  if (noiseShareOf(first) <= NOISE_SHARE) return first;
  const second = await runWorkload(subject, workload, timings);
  return noiseShareOf(second) < noiseShareOf(first) ? second : first;
}

function noiseShareOf(result: RunResult): number {
  return result.kind === "measured" ? result.load.serverWaitShare : 0;
}

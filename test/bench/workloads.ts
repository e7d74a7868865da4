/** The workloads: `MEMBERSxRATE`, with the rate in messages a second among all members. */
import type { SubjectName } from "./subjects/subject.ts";

export const WORKLOAD_NAMES = ["10x5", "300x50", "1000x100", "1000x1000", "5000x20", "join1000"] as const;
export type WorkloadName = (typeof WORKLOAD_NAMES)[number];

export interface Workload {
  readonly name: WorkloadName;
  readonly members: number;
  /** 0: no messages, only the joins are measured */
  readonly ratePerSecond: number;
}

/** Joining takes a second and varies by a tenth, so that a round repeats it. */
export const JOINS_PER_ROUND = 3;

export function runsPerRound({ ratePerSecond }: Workload): number {
  return ratePerSecond === 0 ? JOINS_PER_ROUND : 1;
}

export const WORKLOADS: readonly Workload[] = [
  { name: "10x5", members: 10, ratePerSecond: 5 },
  { name: "300x50", members: 300, ratePerSecond: 50 },
  { name: "1000x100", members: 1_000, ratePerSecond: 100 },
  { name: "1000x1000", members: 1_000, ratePerSecond: 1_000 },
  { name: "5000x20", members: 5_000, ratePerSecond: 20 },
  { name: "join1000", members: 1_000, ratePerSecond: 0 },
];

/** Objects that send each message as a frame saturate here, and no target depends on them. */
const SATURATES_PLAIN_OBJECTS: ReadonlySet<WorkloadName> = new Set(["1000x100", "1000x1000", "5000x20"]);

/** Pairs that a quick run leaves out. */
export function isForFullRunsOnly(workload: WorkloadName, subject: SubjectName): boolean {
  return SATURATES_PLAIN_OBJECTS.has(workload) && subject !== "node" && subject !== "majlis";
}

/** Rounds, durations and timeouts of a run. */
export interface BenchTimings {
  readonly rounds: number;
  readonly warmMs: number;
  readonly measuredMs: number;
  readonly drainTimeoutMs: number;
  readonly joinTimeoutMs: number;
}

export const FULL_TIMINGS: BenchTimings = {
  rounds: 3,
  warmMs: 1_500,
  measuredMs: 4_000,
  drainTimeoutMs: 3_500,
  joinTimeoutMs: 20_000,
};

export const QUICK_TIMINGS: BenchTimings = {
  rounds: 1,
  warmMs: 750,
  measuredMs: 1_500,
  drainTimeoutMs: 2_500,
  joinTimeoutMs: 15_000,
};

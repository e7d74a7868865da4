/** The workloads: `MEMBERSxRATE`, with the rate in messages a second among all members, or `joinMEMBERS`. */
import type { TextKind } from "./generator/phrases.ts";
import type { SubjectName } from "./subjects/subject.ts";

export const WORKLOAD_NAMES = [
  "10x5",
  "300x50",
  "1000x100",
  "1000x1000",
  "1000x1000-ascii",
  "5000x20",
  "join1000",
  "join9000",
] as const;
export type WorkloadName = (typeof WORKLOAD_NAMES)[number];

export interface Workload {
  readonly name: WorkloadName;
  readonly members: number;
  /** 0: no messages, only the joins are measured */
  readonly ratePerSecond: number;
  readonly texts: TextKind;
  /** the subjects that it says something about; all unless given */
  readonly subjects?: readonly SubjectName[];
}

/** Joining takes a second and varies by a tenth, so that a round repeats it. */
export const JOINS_PER_ROUND = 3;
const CROWD = 5_000;

export function runsPerRound({ ratePerSecond, members }: Workload): number {
  return ratePerSecond === 0 && members < CROWD ? JOINS_PER_ROUND : 1;
}

export const WORKLOADS: readonly Workload[] = [
  { name: "10x5", members: 10, ratePerSecond: 5, texts: "mixed" },
  { name: "300x50", members: 300, ratePerSecond: 50, texts: "mixed" },
  { name: "1000x100", members: 1_000, ratePerSecond: 100, texts: "mixed" },
  { name: "1000x1000", members: 1_000, ratePerSecond: 1_000, texts: "mixed" },
  {
    name: "1000x1000-ascii",
    members: 1_000,
    ratePerSecond: 1_000,
    texts: "ascii",
    subjects: ["node", "bun", "majlis"],
  },
  { name: "5000x20", members: 5_000, ratePerSecond: 20, texts: "mixed" },
  { name: "join1000", members: 1_000, ratePerSecond: 0, texts: "mixed" },
  // What a join costs in a crowd: the runtime takes two file descriptors a socket, and many systems give it 20,000.
  { name: "join9000", members: 9_000, ratePerSecond: 0, texts: "mixed", subjects: ["majlis"] },
];

/** Objects that send each message as a frame saturate here, and no target depends on them. */
const SATURATES_PLAIN_OBJECTS: ReadonlySet<WorkloadName> = new Set(["1000x100", "1000x1000", "5000x20"]);
const FULL_RUNS_ONLY: ReadonlySet<WorkloadName> = new Set(["1000x1000-ascii", "join9000"]);
const QUICK_SUBJECTS: ReadonlySet<SubjectName> = new Set(["node", "bun", "majlis"]);

/** Beside `majlis`: what its targets compare it with, and no more. */
const COMPARED: Readonly<Partial<Record<WorkloadName, readonly SubjectName[]>>> = {
  "10x5": ["bare+row"],
  "300x50": ["bare"],
  "1000x100": ["node", "bun"],
  "1000x1000": ["bun"],
  "1000x1000-ascii": ["bun"],
  join1000: ["bare+row"],
  join9000: [],
};

/** Pairs that a run for the ratios alone leaves out. */
export function isCompared({ name }: Workload, subject: SubjectName): boolean {
  const others = COMPARED[name];
  return others !== undefined && (subject === "majlis" || others.includes(subject));
}

/** Pairs that a run leaves out: those that would say nothing, and in a quick one those that take long. */
export function isLeftOut({ name, subjects }: Workload, subject: SubjectName, isQuick: boolean): boolean {
  if (subjects?.includes(subject) === false) return true;
  if (!isQuick) return false;
  return FULL_RUNS_ONLY.has(name) || (SATURATES_PLAIN_OBJECTS.has(name) && !QUICK_SUBJECTS.has(subject));
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

/**
 * More rounds and shorter ones: a disturbance is then one of many, and the median is of those without. In the first seconds of
 * a process an eighth of what a room takes is the compiler, which a room that is open for an hour does not notice.
 */
export const RATIO_TIMINGS: BenchTimings = {
  rounds: 5,
  warmMs: 3_000,
  measuredMs: 2_500,
  drainTimeoutMs: 2_500,
  joinTimeoutMs: 20_000,
};

export const QUICK_TIMINGS: BenchTimings = {
  rounds: 1,
  warmMs: 750,
  measuredMs: 1_500,
  drainTimeoutMs: 2_500,
  joinTimeoutMs: 15_000,
};

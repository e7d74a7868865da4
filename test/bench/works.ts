/** The works: how many members, and how many messages a second among all of them. */
import type { SubjectName } from "./subjects/subject.ts";

export const WORK_NAMES = ["10x5", "300x50", "1000x100", "1000x1000", "5000x20", "join1000"] as const;
export type WorkName = (typeof WORK_NAMES)[number];

export interface Work {
  readonly name: WorkName;
  readonly members: number;
  /** 0: nobody speaks, it is the joining that is measured */
  readonly ratePerSecond: number;
}

/** Joins are over in a second, and two of their figures may be a tenth apart: a round takes them so often. */
export const JOINS_A_ROUND = 3;

export function timesARound({ ratePerSecond }: Work): number {
  return ratePerSecond === 0 ? JOINS_A_ROUND : 1;
}

export const WORKS: readonly Work[] = [
  { name: "10x5", members: 10, ratePerSecond: 5 },
  { name: "300x50", members: 300, ratePerSecond: 50 },
  { name: "1000x100", members: 1_000, ratePerSecond: 100 },
  { name: "1000x1000", members: 1_000, ratePerSecond: 1_000 },
  { name: "5000x20", members: 5_000, ratePerSecond: 20 },
  { name: "join1000", members: 1_000, ratePerSecond: 0 },
];

/** Objects that send every message by itself fall behind here, and nothing is judged by them. */
const TOO_MUCH_FOR_OBJECTS: ReadonlySet<WorkName> = new Set(["1000x100", "1000x1000", "5000x20"]);

/** Left out of a quick bench. */
export function isForFullRunsOnly(work: WorkName, subject: SubjectName): boolean {
  return TOO_MUCH_FOR_OBJECTS.has(work) && subject !== "guide" && subject !== "majlis";
}

/** How long a bench takes its time. */
export interface Patience {
  readonly rounds: number;
  readonly warmMs: number;
  readonly measuredMs: number;
  readonly drainBoundMs: number;
  readonly joinBoundMs: number;
}

export const FULL: Patience = {
  rounds: 3,
  warmMs: 1_500,
  measuredMs: 4_000,
  drainBoundMs: 3_500,
  joinBoundMs: 20_000,
};

export const QUICK: Patience = {
  rounds: 1,
  warmMs: 750,
  measuredMs: 1_500,
  drainBoundMs: 2_500,
  joinBoundMs: 15_000,
};

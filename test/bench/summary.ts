/** The summary of several rounds of one subject and workload: medians of figures, the worst of errors. */
import type { RunResult, JoinFigures, LoadFigures } from "./generator/job.ts";
import { median } from "./statistics.ts";
import type { SubjectName } from "./subjects/subject.ts";
import type { WorkloadName } from "./workloads.ts";

export interface Outcome {
  readonly workload: WorkloadName;
  readonly subject: SubjectName;
  readonly round: number;
  readonly result: RunResult;
}

export type Medians<Figures> = { readonly [Key in keyof Figures]: number };
type LoadMedians = Medians<Omit<LoadFigures, "closes">>;

export interface Summary {
  readonly workload: WorkloadName;
  readonly subject: SubjectName;
  readonly rounds: number;
  readonly join?: Medians<JoinFigures>;
  readonly load?: LoadMedians & { readonly closed: number };
  /** the first failure, as a sentence */
  readonly failure?: string;
}

export function summarize(
  outcomes: readonly Outcome[],
  workload: WorkloadName,
  subject: SubjectName,
): Summary | undefined {
  const results = outcomes
    .filter((one) => one.workload === workload && one.subject === subject)
    .map(({ result }) => result);
  if (results.length === 0) return undefined;
  const joins = results.flatMap((result) => ("join" in result ? [result.join] : []));
  const loads = results.flatMap((result) => ("load" in result ? [result.load] : []));
  const failure = results.flatMap((result) => failureOf(result) ?? [])[0];
  return {
    workload,
    subject,
    rounds: results.length,
    ...(joins.length > 0 ? { join: mediansOf(joins) } : {}),
    ...(loads.length > 0 ? { load: summarizeLoads(loads) } : {}),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** A backlog beyond this share of the deliveries is a property of the subject, not noise of the machine. */
const SATURATED_SHARE = 0.05;

/** Whether the subject cannot sustain the workload, so that another round would show the same. */
export function isSaturated(result: RunResult): boolean {
  if (result.kind === "joined") return false;
  return result.kind !== "measured" || result.load.backlog > SATURATED_SHARE * result.load.expected;
}

function summarizeLoads(loads: readonly LoadFigures[]): LoadMedians & { closed: number } {
  const worst = (metric: (load: LoadFigures) => number) => Math.max(...loads.map(metric));
  return {
    ...mediansOf(loads.map(withoutCloses)),
    lost: worst(({ lost }) => lost),
    duplicated: worst(({ duplicated }) => duplicated),
    outOfOrder: worst(({ outOfOrder }) => outOfOrder),
    rejected: worst(({ rejected }) => rejected),
    closed: worst(({ closes }) => Object.values(closes).reduce((sum, one) => sum + one, 0)),
  };
}

function withoutCloses(load: LoadFigures): Omit<LoadFigures, "closes"> {
  const { closes, ...figures } = load;
  return closes === undefined ? load : figures;
}

function mediansOf<Figures extends object>(all: readonly Figures[]): Medians<Figures> {
  const keys = Object.keys(all[0] ?? {}) as (keyof Figures)[];
  const entries = keys.map((key) => [key, median(all.map((figures) => Number(figures[key])))] as const);
  return Object.fromEntries(entries) as Medians<Figures>;
}

function failureOf(result: RunResult): string | undefined {
  if (result.kind === "failed") return `failed: ${result.reason.slice(0, 200)}`;
  if (result.kind === "not_joined") return `only ${result.joined} joined in ${result.timeoutMs} ms`;
  return undefined;
}

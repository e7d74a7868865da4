/** What Majlis costs in proportion to each other subject: the median over runs that were made one after the other. */
import type { JoinFigures, LoadFigures, RunResult } from "./generator/job.ts";
import { median } from "./statistics.ts";
import type { Outcome } from "./summary.ts";
import type { SubjectName } from "./subjects/subject.ts";
import { formatNumber, type Table } from "./table.ts";
import type { WorkloadName } from "./workloads.ts";

export interface Ratio {
  readonly workload: WorkloadName;
  /** what Majlis is compared with */
  readonly subject: SubjectName;
  /** how many pairs of runs */
  readonly pairs: number;
  readonly cpuPerDelivery: number | undefined;
  readonly wireBytesPerDelivery: number | undefined;
  readonly cpuPerJoin: number | undefined;
}

type Pair = readonly [majlis: RunResult, other: RunResult];

/** One for each workload and subject that were both measured, in the order of the outcomes. */
export function ratiosOf(outcomes: readonly Outcome[]): readonly Ratio[] {
  const resultsOf = (workload: WorkloadName, subject: SubjectName) =>
    outcomes
      .filter((one) => one.workload === workload && one.subject === subject)
      .map(({ result }) => result);
  const workloads = new Set(outcomes.map(({ workload }) => workload));
  return [...workloads].flatMap((workload) => {
    const own = resultsOf(workload, "majlis");
    const others = new Set(outcomes.filter((one) => one.workload === workload).map(({ subject }) => subject));
    others.delete("majlis");
    return [...others].flatMap((subject) => {
      // A subject that falls behind runs no further rounds; each run of it has its neighbour all the same.
      const pairs = resultsOf(workload, subject).flatMap((other, run): Pair[] => {
        const majlis = own[run];
        return majlis === undefined ? [] : [[majlis, other]];
      });
      return pairs.length === 0 ? [] : [ratioOf(workload, subject, pairs)];
    });
  });
}

function ratioOf(workload: WorkloadName, subject: SubjectName, pairs: readonly Pair[]): Ratio {
  return {
    workload,
    subject,
    pairs: pairs.length,
    cpuPerDelivery: medianRatio(pairs, (result) => loadOf(result)?.cpuUsPerDelivery),
    wireBytesPerDelivery: medianRatio(pairs, (result) => loadOf(result)?.wireBytesPerDelivery),
    cpuPerJoin: medianRatio(pairs, (result) => joinOf(result)?.cpuMsPerJoin),
  };
}

function medianRatio(
  pairs: readonly Pair[],
  figure: (result: RunResult) => number | undefined,
): number | undefined {
  return median(
    pairs.flatMap(([majlis, other]) => {
      const [value, base] = [figure(majlis), figure(other)];
      return value === undefined || base === undefined || base === 0 ? [] : [value / base];
    }),
  );
}

function loadOf(result: RunResult): LoadFigures | undefined {
  return "load" in result ? result.load : undefined;
}

/** Of the workloads of joins only: under load, joining is too short to be compared. */
function joinOf(result: RunResult): JoinFigures | undefined {
  return result.kind === "joined" ? result.join : undefined;
}

export function ratioTable(ratios: readonly Ratio[]): Table {
  return {
    headers: ["workload", "majlis /", "pairs of runs", "CPU/delivery", "bytes/delivery", "CPU/join"],
    rows: ratios.map(({ workload, subject, pairs, cpuPerDelivery, wireBytesPerDelivery, cpuPerJoin }) => [
      workload,
      subject,
      String(pairs),
      ...[cpuPerDelivery, wireBytesPerDelivery, cpuPerJoin].map(formatNumber),
    ]),
  };
}

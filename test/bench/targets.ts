/** The project's performance targets, mostly ratios within the same run. A missed target is reported, and fails nothing. */
import type { Ratio } from "./ratios.ts";
import type { Summary } from "./summary.ts";
import type { SubjectName } from "./subjects/subject.ts";
import { formatNumber, type Table } from "./table.ts";
import { TEXT_BYTES } from "./generator/message-text.ts";
import type { WorkloadName } from "./workloads.ts";

export interface TargetResult {
  readonly workload: string;
  readonly metric: string;
  readonly target: string;
  /** undefined if the run lacks one of its figures */
  readonly measured: number | undefined;
  readonly isMet: boolean | undefined;
}

/** Rows per message, counted in a separate run (meter.ts). */
export interface CountedUsage {
  readonly rowsWrittenPerMessage: number | undefined;
}

export function evaluateTargets(
  summaries: readonly Summary[],
  ratios: readonly Ratio[],
  countedUsage: CountedUsage,
): readonly TargetResult[] {
  const { load, join, undelivered } = lookupIn(summaries);
  const against = (workload: WorkloadName, subject: SubjectName) =>
    ratios.find((one) => one.workload === workload && one.subject === subject);
  const wire = load("1000x1000")?.wireBytesPerDelivery;
  return [
    atMost("10x5", "p50 beyond bare+row, ms", minus(load("10x5")?.p50Ms, load("10x5", "bare+row")?.p50Ms), 1),
    atMost("300x50", "p99, ms", load("300x50")?.p99Ms, 60),
    atMost("300x50", "CPU per delivery / bare", against("300x50", "bare")?.cpuPerDelivery, 0.5),
    atMost("1000x100", "CPU per delivery / Bun", against("1000x100", "bun")?.cpuPerDelivery, 0.5),
    atMost("1000x100", "CPU per delivery / Node server", against("1000x100", "node")?.cpuPerDelivery, 0.25),
    atMost("1000x100", "p99, ms", load("1000x100")?.p99Ms, 250),
    atLeast("1000x1000", "deliveries/s", load("1000x1000")?.deliveriesPerSecond, 950_000),
    atMost("1000x1000", "CPU per delivery / Bun", against("1000x1000", "bun")?.cpuPerDelivery, 0.7),
    atMost(
      "1000x1000",
      "CPU per delivery / Node server's best",
      ratio(load("1000x1000")?.cpuUsPerDelivery, nodeAtBestLoad(summaries)?.cpuUs),
      0.15,
    ),
    atMost("1000x1000", "p99, ms", load("1000x1000")?.p99Ms, 250),
    atMost("5000x20", "lost, late or duplicated", undelivered("5000x20"), 0),
    atMost("5000x20", "p99, ms", load("5000x20")?.p99Ms, 600),
    atMost("join1000", "CPU per join / bare+row", against("join1000", "bare+row")?.cpuPerJoin, 1.5),
    atMost(
      "join9000",
      "CPU of the last third's joins / join1000's",
      ratio(join("join9000")?.lastCpuMsPerJoin, join("join1000")?.lastCpuMsPerJoin),
      1.25,
    ),
    atMost("wire", "rows written per message", countedUsage.rowsWrittenPerMessage, 1),
    atMost("wire", "bytes / text's bytes at 1000x1000", ratio(wire, TEXT_BYTES), 1),
  ];
}

/** Figures by workload and subject; undefined if the run lacks them. The subject is "majlis" unless given. */
function lookupIn(summaries: readonly Summary[]) {
  const find = (workload: WorkloadName, subject: SubjectName = "majlis") =>
    summaries.find((one) => one.workload === workload && one.subject === subject);
  const load = (workload: WorkloadName, subject?: SubjectName) => find(workload, subject)?.load;
  return {
    load,
    join: (workload: WorkloadName) => find(workload)?.join,
    undelivered: (workload: WorkloadName) => {
      const figures = load(workload);
      return figures && figures.lost + figures.backlog + figures.duplicated;
    },
  };
}

/** The Node server at the workload where a delivery costs it the least CPU. */
export function nodeAtBestLoad(
  summaries: readonly Summary[],
): { readonly workload: WorkloadName; readonly cpuUs: number } | undefined {
  return summaries
    .flatMap(({ workload, subject, load }) =>
      subject === "node" && load !== undefined ? [{ workload, cpuUs: load.cpuUsPerDelivery }] : [],
    )
    .sort((one, other) => one.cpuUs - other.cpuUs)[0];
}

export function targetTable(targets: readonly TargetResult[]): Table {
  const shown = { true: "met", false: "NOT MET", undefined: "not measured" };
  return {
    headers: ["workload", "figure", "target", "measured", "verdict"],
    rows: targets.map(({ workload, metric, target, measured, isMet }) => [
      workload,
      metric,
      target,
      formatNumber(measured),
      shown[`${isMet}`],
    ]),
  };
}

function atMost(workload: string, metric: string, measured: number | undefined, bound: number): TargetResult {
  const isMet = measured === undefined ? undefined : measured <= bound;
  return { workload, metric, target: `≤ ${formatNumber(bound)}`, measured, isMet };
}

function atLeast(
  workload: string,
  metric: string,
  measured: number | undefined,
  bound: number,
): TargetResult {
  const isMet = measured === undefined ? undefined : measured >= bound;
  return { workload, metric, target: `≥ ${formatNumber(bound)}`, measured, isMet };
}

function ratio(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined ? undefined : value / base;
}

function minus(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined ? undefined : value - base;
}

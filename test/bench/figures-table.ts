/** The tables of what was measured: workloads under load, and joining. */
import type { Summary } from "./summary.ts";
import { formatNumber, type Table } from "./table.ts";
import type { WorkloadName } from "./workloads.ts";

const HEADERS = [
  "workload",
  "subject",
  "rounds",
  "deliveries/s",
  "p50 ms",
  "p99 ms",
  "CPU µs/delivery",
  "server CPU",
  "server waits",
  "generator CPU",
  "KiB/member",
  "bytes/delivery",
  "frames/s/member",
  "one order",
  "lost",
  "duplicates",
  "rejected",
  "closed",
];

export function figuresTable(summaries: readonly Summary[]): Table {
  return {
    headers: HEADERS,
    rows: summaries.filter(({ workload }) => !isOfJoins(workload)).map(figuresRow),
  };
}

export function joinTable(summaries: readonly Summary[]): Table {
  return {
    headers: ["workload", "subject", "rounds", "CPU ms/join", "of the last third", "joins/s", "KiB/member"],
    rows: summaries.filter(({ workload }) => isOfJoins(workload)).map(joinRow),
  };
}

function isOfJoins(workload: WorkloadName): boolean {
  return workload.startsWith("join");
}

function joinRow({ workload, subject, rounds, join, failure }: Summary): readonly string[] {
  const names = [workload, subject, String(rounds)];
  if (join === undefined) return [...names, failure ?? "–"];
  return [
    ...names,
    formatNumber(join.cpuMsPerJoin),
    formatNumber(join.lastCpuMsPerJoin),
    formatNumber((join.members * 1_000) / join.joinMs),
    formatNumber(join.bytesPerMember / 1024),
  ];
}

function figuresRow({ workload, subject, rounds, join, load, failure }: Summary): readonly string[] {
  const names = [workload, subject, String(rounds)];
  if (load === undefined) return [...names, failure ?? "–"];
  const isSaturated = load.backlog > 0;
  // Deliveries still missing at the timeout count as arriving then, so the latencies are lower bounds.
  const lowerBoundMark = isSaturated ? "> " : "";
  return [
    ...names,
    (isSaturated ? "saturated " : "") + formatNumber(load.deliveriesPerSecond),
    lowerBoundMark + formatNumber(load.p50Ms),
    lowerBoundMark + formatNumber(load.p99Ms),
    formatNumber(load.cpuUsPerDelivery),
    percent(load.serverCpuShare),
    percent(load.serverWaitShare),
    percent(load.generatorCpuShare),
    formatNumber((join?.bytesPerMember ?? Number.NaN) / 1024),
    formatNumber(load.wireBytesPerDelivery),
    formatNumber(load.framesPerSecondPerMember),
    load.outOfOrder === 0 ? "yes" : `${load.outOfOrder} not`,
    isSaturated ? "not waited for" : String(load.lost),
    String(load.duplicated),
    String(load.rejected),
    String(load.closed),
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

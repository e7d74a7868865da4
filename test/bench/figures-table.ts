/** The first table: what was measured. */
import type { Summary } from "./summary.ts";
import { formatNumber, table } from "./table.ts";

const HEADERS = [
  "work",
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
  "doubled",
  "refused",
  "closed",
];

export function figuresTable(summaries: readonly Summary[]): string {
  const rows = summaries.filter(({ workload }) => workload !== "join1000").map(figuresRow);
  return rows.length === 0 ? "" : table(HEADERS, rows);
}

export function joinTable(summaries: readonly Summary[]): string {
  const rows = summaries
    .filter(({ workload }) => workload === "join1000")
    .map(({ workload, subject, rounds, join, failure }) => [
      workload,
      subject,
      String(rounds),
      ...(join === undefined
        ? [failure ?? "–"]
        : [
            formatNumber(join.cpuMsPerJoin),
            formatNumber((join.members * 1_000) / join.joinMs),
            formatNumber(join.bytesPerMember / 1024),
          ]),
    ]);
  return rows.length === 0
    ? ""
    : table(["work", "subject", "rounds", "CPU ms/join", "joins/s", "KiB/member"], rows);
}

function figuresRow({ workload, subject, rounds, join, load, failure }: Summary): readonly string[] {
  if (load === undefined) return [workload, subject, String(rounds), failure ?? "–"];
  // What did not arrive in time counts as arriving at the end, so its delays are at least these.
  const lowerBoundMark = load.backlog > 0 ? "> " : "";
  return [
    workload,
    subject,
    String(rounds),
    load.backlog > 0
      ? `saturated ${formatNumber(load.deliveriesPerSecond)}`
      : formatNumber(load.deliveriesPerSecond),
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
    load.backlog > 0 ? "not waited for" : String(load.lost),
    String(load.duplicated),
    String(load.rejected),
    String(load.closed),
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

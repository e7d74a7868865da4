/** The first table: what was measured. */
import type { Summary } from "./summary.ts";
import { digits, table } from "./table.ts";

const HEADS = [
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
  const rows = summaries.filter(({ work }) => work !== "join1000").map(figuresRow);
  return rows.length === 0 ? "" : table(HEADS, rows);
}

export function joinTable(summaries: readonly Summary[]): string {
  const rows = summaries
    .filter(({ work }) => work === "join1000")
    .map(({ work, subject, rounds, join, trouble }) => [
      work,
      subject,
      String(rounds),
      ...(join === undefined
        ? [trouble ?? "–"]
        : [
            digits(join.cpuMsPerJoin),
            digits((join.members * 1_000) / join.joinMs),
            digits(join.bytesPerMember / 1024),
          ]),
    ]);
  return rows.length === 0
    ? ""
    : table(["work", "subject", "rounds", "CPU ms/join", "joins/s", "KiB/member"], rows);
}

function figuresRow({ work, subject, rounds, join, talk, trouble }: Summary): readonly string[] {
  if (talk === undefined) return [work, subject, String(rounds), trouble ?? "–"];
  // What did not arrive in time counts as arriving at the end, so its delays are at least these.
  const least = talk.behind > 0 ? "> " : "";
  return [
    work,
    subject,
    String(rounds),
    talk.behind > 0 ? `saturated ${digits(talk.deliveriesPerSecond)}` : digits(talk.deliveriesPerSecond),
    least + digits(talk.p50Ms),
    least + digits(talk.p99Ms),
    digits(talk.cpuUsPerDelivery),
    percent(talk.serverCpuShare),
    percent(talk.serverWaitShare),
    percent(talk.generatorCpuShare),
    digits((join?.bytesPerMember ?? Number.NaN) / 1024),
    digits(talk.wireBytesPerDelivery),
    digits(talk.framesPerSecondPerMember),
    talk.outOfOrder === 0 ? "yes" : `${talk.outOfOrder} not`,
    talk.behind > 0 ? "not waited for" : String(talk.lost),
    String(talk.doubled),
    String(talk.refused),
    String(talk.closed),
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Tables of the comparison of the transports. */
import { formatNumber, type Table } from "../table.ts";
import type { TransportsOutcome } from "./compare.ts";

export function transportsTable(outcomes: readonly TransportsOutcome[]): Table {
  const headers = [
    "room",
    "readers",
    "deliveries",
    "p50 ms",
    "p99 ms",
    "requests / delivery",
    "lost",
    "duplicates",
    "out of order",
    "server CPU µs / delivery",
    "waits %",
  ];
  const rows = outcomes.flatMap(({ label, result }) => {
    const deliveries = result.figures.reduce((sum, { deliveries }) => sum + deliveries, 0);
    const cpu = formatNumber((result.serverCpuMs * 1_000) / deliveries);
    return result.figures.map((figures, index) => [
      label,
      `${figures.readers} ${figures.transport}`,
      formatNumber(figures.deliveries),
      formatNumber(figures.p50Ms),
      formatNumber(figures.p99Ms),
      formatNumber(figures.requests / figures.deliveries),
      String(figures.lost),
      String(figures.duplicated),
      String(figures.outOfOrder),
      index === 0 ? cpu : "",
      index === 0 ? formatNumber(result.serverWaitShare * 100) : "",
    ]);
  });
  return { headers, rows };
}

/** Wake-ups beyond the one that each message causes by itself. */
export function transportCostsTable(outcomes: readonly TransportsOutcome[]): Table {
  const headers = ["room", "reader", "messages", "requests / message", "extra wake-ups / message"];
  const rows = outcomes.flatMap(({ label, result: { figures, wakeUps = 0 } }) =>
    figures.map(({ transport, deliveries, requests }) => [
      label,
      transport,
      String(deliveries),
      formatNumber(requests / deliveries),
      formatNumber(Math.max(0, wakeUps / deliveries - 1)),
    ]),
  );
  return { headers, rows };
}

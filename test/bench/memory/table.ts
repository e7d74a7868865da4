import { exactPercentile } from "../floods/percentile.ts";
import { formatNumber, type Table } from "../table.ts";
import type { MemoryOutcome } from "./measure.ts";

const MB = 1_000_000;

/** What an isolate's limit counts is heap and buffers, in use after a collection; the process has the runtime's memory too. */
export function memoryTable(outcomes: readonly MemoryOutcome[]): Table {
  const inMb = (bytes: number) => formatNumber(bytes / MB);
  return {
    headers: [
      "sixty peers with",
      "connections",
      "heap",
      "buffers",
      "process",
      "grown by",
      "serving after",
      "p99 ms before",
      "p99 ms",
      "lost",
    ],
    rows: outcomes.map((outcome) => [
      outcome.kind,
      formatNumber(outcome.connections),
      inMb(outcome.heap.objects),
      inMb(outcome.heap.buffers),
      inMb(outcome.resident),
      inMb(outcome.resident - outcome.residentBefore),
      outcome.isServing ? "yes" : "no",
      formatNumber(exactPercentile(outcome.quiet.latenciesMs, 0.99)),
      formatNumber(exactPercentile(outcome.talk.latenciesMs, 0.99)),
      String(outcome.talk.lost),
    ]),
    nameColumns: 1,
  };
}

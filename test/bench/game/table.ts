import { formatNumber, type Table } from "../table.ts";
import type { GameSubject } from "./job.ts";
import type { GameOutcome } from "./measure.ts";

const DESCRIPTIONS: Readonly<Record<GameSubject, string>> = {
  bare: "a Durable Object that broadcasts each frame, JSON",
  colyseus: "its state, patched every 50 ms, in its smallest types",
  majlis: "signals with a key and an echoed count",
};

/** Each subject; and of Majlis whether it is at or ahead of the others, as it should be. */
export function gameTable(outcomes: readonly GameOutcome[]): Table {
  return {
    headers: ["game on", "how", "p50 ms", "p99 ms", "bytes/s", "CPU ms/s", "lost", "waits", "players wait"],
    rows: outcomes.map((outcome) => [
      outcome.subject,
      DESCRIPTIONS[outcome.subject],
      formatNumber(outcome.p50Ms),
      formatNumber(outcome.p99Ms) + verdict(outcome, outcomes, "p99Ms"),
      formatNumber(outcome.bytesPerSecond) + verdict(outcome, outcomes, "bytesPerSecond"),
      formatNumber(outcome.cpuMsPerSecond),
      formatNumber(outcome.lost),
      percent(outcome.waitShare),
      percent(outcome.playersWaitShare),
    ]),
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function verdict(
  { subject, ...outcome }: GameOutcome,
  all: readonly GameOutcome[],
  figure: "p99Ms" | "bytesPerSecond",
): string {
  if (subject !== "majlis") return "";
  const behind = all.filter((other) => other.subject !== subject && other[figure] < outcome[figure]);
  return behind.length === 0 ? " (ahead)" : ` (behind ${behind.map((other) => other.subject).join(", ")})`;
}

import { formatNumber, type Table } from "../table.ts";
import type { RuleCost } from "./measure-worker.ts";

/** What no rule may take for 16 KiB, in ms of CPU: in the Worker, and on a page at a quarter of the speed. */
export const RULE_TARGET_MS = { worker: 5, page: 50 / 4 } as const;

/** Each rule with an ordinary text, and with the one that takes it longest. */
export function rulesTable(costs: readonly RuleCost[]): Table {
  return {
    headers: ["rule", "worst text", "runs in", "CPU ms", "worst CPU ms", "in bounds"],
    rows: costs.map(({ rule, runsIn, worst, ordinaryMs, worstMs }) => [
      rule,
      worst,
      runsIn,
      formatNumber(ordinaryMs),
      formatNumber(worstMs),
      worstMs <= RULE_TARGET_MS[runsIn] ? "yes" : "no",
    ]),
    nameColumns: 3,
  };
}

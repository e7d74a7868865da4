import { formatNumber, type Table } from "../table.ts";
import type { ReadCost } from "./measure.ts";

/** What no read may cost, in rows and in ms of CPU. */
export const READ_TARGET = { rows: 6_000, cpuMs: 10 } as const;

const ORDINARY = "ordinary";

/** Each read in an ordinary room and in the room where it costs most. */
export function readsTable(costs: readonly ReadCost[]): Table {
  const reads = [...new Set(costs.map(({ read }) => read))];
  return {
    headers: ["read", "worst in", "rows", "worst rows", "CPU ms", "worst CPU ms", "in bounds"],
    rows: reads.map((read) => {
      const all = costs.filter((cost) => cost.read === read);
      const ordinary = all.find(({ room }) => room === ORDINARY);
      const full = all.filter(({ room }) => room !== ORDINARY);
      const worst = full.reduce((a, b) => (b.cpuMs > a.cpuMs ? b : a));
      const rows = Math.max(...full.map((cost) => cost.rows));
      const isMet = rows <= READ_TARGET.rows && worst.cpuMs <= READ_TARGET.cpuMs;
      return [
        read,
        worst.room,
        formatNumber(ordinary?.rows),
        formatNumber(rows),
        formatNumber(ordinary?.cpuMs),
        formatNumber(worst.cpuMs),
        isMet ? "yes" : "no",
      ];
    }),
  };
}

/** The third table: what it would cost at the platform's list prices. */
import type { Metered } from "./meter.ts";
import { bill, idleMonth, times, type Bill } from "./prices.ts";
import { table } from "./table.ts";

const MESSAGES = 1_000_000;
const IDLE_MEMBERS = 1_000;

export interface Cost {
  readonly what: string;
  readonly bill: Bill;
}

export function costs(metered: readonly Metered[]): readonly Cost[] {
  const talking = metered.map(({ members, ratePerSecond, perMessage }) => ({
    what: `a million messages, ${members} members, ${ratePerSecond} a second`,
    bill: bill(times(MESSAGES, perMessage)),
  }));
  const largest = metered.at(-1);
  if (largest === undefined) return [];
  const idle = bill(idleMonth(IDLE_MEMBERS, largest.birth));
  return [
    ...talking,
    { what: `a month of ${IDLE_MEMBERS.toLocaleString("en-US")} connected members, idle`, bill: idle },
  ];
}

export function costTable(all: readonly Cost[]): string {
  const heads = [
    "",
    "rows written $",
    "duration $",
    "requests $",
    "rows read $",
    "storage $/month",
    "total $",
  ];
  const rows = all.map(({ what, bill: { rowsWritten, duration, requests, rowsRead, storage, total } }) => [
    what,
    ...[rowsWritten, duration, requests, rowsRead, storage, total].map((dollars) => dollars.toFixed(4)),
  ]);
  return table(heads, rows, 1);
}

/** How the dollars come about. */
export function useTable(metered: readonly Metered[]): string {
  const heads = ["per message", "frames in", "rows written", "rows read", "awake ms", "bytes stored"];
  const rows = metered.map(({ members, perMessage: use }) => [
    `${members} members`,
    use.framesIn.toFixed(3),
    use.rowsWritten.toFixed(3),
    use.rowsRead.toFixed(3),
    (use.awakeSeconds * 1_000).toFixed(3),
    use.storedByteMonths.toFixed(0),
  ]);
  return table(heads, rows, 1);
}

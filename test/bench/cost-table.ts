/** The cost of rooms at the platform's list prices, and the usage behind it. */
import type { RoomUsage } from "./meter.ts";
import { billFor, idleMonth, multiplyUsage, type Bill } from "./prices.ts";
import type { Table } from "./table.ts";

const MESSAGES = 1_000_000;
const IDLE_MEMBERS = 1_000;

export interface Cost {
  readonly label: string;
  readonly bill: Bill;
}

export function costs(usages: readonly RoomUsage[]): readonly Cost[] {
  const busyRooms = usages.map(({ members, ratePerSecond, perMessage }) => ({
    label: `a million messages, ${members.toLocaleString("en-US")} members, ${ratePerSecond} a second`,
    bill: billFor(multiplyUsage(MESSAGES, perMessage)),
  }));
  const largest = usages.at(-1);
  if (largest === undefined) return [];
  const idle = billFor(idleMonth(IDLE_MEMBERS, largest.creation));
  return [
    ...busyRooms,
    { label: `a month of ${IDLE_MEMBERS.toLocaleString("en-US")} connected members, idle`, bill: idle },
  ];
}

export function costTable(all: readonly Cost[]): Table {
  const headers = [
    "",
    "rows written $",
    "duration $",
    "requests $",
    "rows read $",
    "storage $/month",
    "total $",
  ];
  const rows = all.map(({ label, bill: { rowsWritten, duration, requests, rowsRead, storage, total } }) => [
    label,
    ...[rowsWritten, duration, requests, rowsRead, storage, total].map((dollars) => dollars.toFixed(4)),
  ]);
  return { headers, rows, nameColumns: 1 };
}

/** The counters from which the cost is computed. */
export function usageTable(usages: readonly RoomUsage[]): Table {
  const headers = ["per message", "frames in", "rows written", "rows read", "awake ms", "bytes stored"];
  const rows = usages.map(({ members, perMessage: usage }) => [
    `${members} members`,
    usage.framesIn.toFixed(3),
    usage.rowsWritten.toFixed(3),
    usage.rowsRead.toFixed(3),
    (usage.awakeSeconds * 1_000).toFixed(3),
    usage.storedByteMonths.toFixed(0),
  ]);
  return { headers, rows, nameColumns: 1 };
}

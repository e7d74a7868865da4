/**
 * What one anonymous person can cost a deployment, by its limits: the most that one address can do in one room in an
 * hour, at list prices. `.github/SECURITY.md` shows it.
 */
import { BYTES_PER_COMMAND } from "../../src/room/rates/text-cost.ts";
import { DEFAULT_LIMITS, type Limits, type Rate } from "../../src/protocol/limits.ts";
import { billFor, type ResourceUsage } from "./prices.ts";

const HOUR_S = 3_600;
/** A message is one row written (SPEC LOG-2), then one overwritten and one deleted by retention (LOG-7). */
const ROWS_PER_MESSAGE = 3;
/** One that makes a text longer again: its own row, which holds it, the row that held the former one, and the message's (LOG-7). */
const ROWS_PER_EDIT = 5;
/**
 * An event of the log, the member that holds the emoji, and the count of those who do (src/storage/migrations.ts), and
 * the same deleted.
 */
const ROWS_PER_REACTION = 6;
/** Measured, with an owner: 19 for the tables and what is in them, and one each for the alarm, the first event and the deletion. */
const ROWS_PER_ROOM = 22;
/** A room with an owner is kept for a year (SPEC ROOM-4). */
const MONTHS_PER_ROOM = 12;
/** Measured: ten pages. */
const BYTES_PER_ROOM = 40 * 1_024;
/** A room sleeps again as soon as it has answered: this is more than it needs. */
const AWAKE_S_PER_ROOM = 1;
/** The Worker's rate limit, over all rooms (wrangler.toml; SPEC LIM-15). */
export const ROOMS_PER_MINUTE = 300;
/** A read counts as several, once more for so many rows (SPEC LIM-12). */
const ROWS_PER_READ = 200;

export interface Attack {
  readonly name: string;
  readonly limit: string;
  readonly rowsWritten: number;
  readonly rowsRead: number;
  readonly requests: number;
  readonly bytes: string;
  readonly dollars: number;
}

/** The most that a token bucket lets through in an hour. */
function perHour({ perSecond, burst }: Rate): number {
  return perSecond * HOUR_S + burst;
}

const NOTHING: ResourceUsage = {
  requests: 0,
  framesIn: 0,
  awakeSeconds: HOUR_S,
  rowsRead: 0,
  rowsWritten: 0,
  storedByteMonths: 0,
};

function binaryBytes(bytes: number): string {
  return bytes < 1_048_576 ? `${bytes / 1_024} KiB` : `${bytes / 1_048_576} MiB`;
}

/** Each kind of attack; the object is awake for the whole hour. */
export function attacks(limits: Limits = DEFAULT_LIMITS): readonly Attack[] {
  const rate = ({ perSecond, burst }: Rate) =>
    `${perSecond.toLocaleString("en-US")}/s, burst ${burst.toLocaleString("en-US")}`;
  const attack = (name: string, limit: string, bytes: string, usage: Partial<ResourceUsage>): Attack => {
    const full = { ...NOTHING, ...usage };
    return {
      name,
      limit,
      bytes,
      rowsWritten: full.rowsWritten,
      rowsRead: full.rowsRead,
      requests: full.requests + full.framesIn,
      dollars: billFor(full).total,
    };
  };
  const joins = perHour(limits.addressJoinRate);
  const commands = perHour(limits.addressRate);
  const reads = perHour(limits.addressReadRate);
  const searches = perHour(limits.addressSearchRate);
  const frames = perHour(limits.addressFrameRate);
  const stored = limits.retentionBytes;
  const bigTexts = Math.ceil(commands / (limits.textBytes / BYTES_PER_COMMAND));
  const rooms = ROOMS_PER_MINUTE * 60;
  return [
    attack("joins and leaves (LIM-9)", rate(limits.addressJoinRate), "0", { requests: joins }),
    attack("messages (LIM-1)", rate(limits.addressRate), `${binaryBytes(stored)} kept (LOG-4)`, {
      requests: commands,
      rowsWritten: commands * ROWS_PER_MESSAGE,
      storedByteMonths: stored,
    }),
    attack("edits (LIM-1)", rate(limits.addressRate), `${binaryBytes(stored)} kept (LOG-4)`, {
      requests: commands,
      rowsWritten: commands * ROWS_PER_EDIT,
      storedByteMonths: stored,
    }),
    attack("reactions (LIM-1)", rate(limits.addressRate), `${binaryBytes(stored)} kept (LOG-4)`, {
      requests: commands,
      rowsWritten: commands * ROWS_PER_REACTION,
      storedByteMonths: stored,
    }),
    attack("reads (LIM-12)", rate(limits.addressReadRate), `${binaryBytes(limits.recoveryBytes)} an answer`, {
      requests: reads,
      rowsRead: reads * ROWS_PER_READ,
    }),
    attack(
      "searches (SEARCH-6)",
      rate(limits.addressSearchRate),
      `${binaryBytes(limits.searchBytes)} looked through each`,
      { requests: searches, rowsRead: searches * limits.searchRows },
    ),
    attack("new rooms (LIM-15)", `${ROOMS_PER_MINUTE} a minute`, `${binaryBytes(BYTES_PER_ROOM)} each`, {
      requests: rooms,
      rowsWritten: rooms * ROWS_PER_ROOM,
      storedByteMonths: rooms * BYTES_PER_ROOM * MONTHS_PER_ROOM,
      awakeSeconds: rooms * AWAKE_S_PER_ROOM,
    }),
    attack("frames of any kind (LIM-11)", rate(limits.addressFrameRate), "0", { framesIn: frames }),
    attack(
      "unread bytes (FLOW-5)",
      binaryBytes(limits.waitingBytes),
      `${binaryBytes(limits.waitingBytes)} of memory`,
      {},
    ),
    attack(
      "big texts (PUB-1)",
      `${binaryBytes(limits.textBytes)} each, one for ${limits.textBytes / BYTES_PER_COMMAND} messages`,
      `${binaryBytes(stored)} kept (LOG-4)`,
      { framesIn: bigTexts, rowsWritten: bigTexts * ROWS_PER_MESSAGE, storedByteMonths: stored },
    ),
  ];
}

const HEADERS = [
  "attack",
  "limit of an address",
  "rows written",
  "rows read",
  "requests, frames",
  "bytes",
  "$ an hour",
];

/** The table of SECURITY.md: its cells, without the padding of the formatter. */
export function attackTable(all: readonly Attack[]): readonly (readonly string[])[] {
  return [
    HEADERS,
    ...all.map(({ name, limit, rowsWritten, rowsRead, requests, bytes, dollars }) => [
      name,
      limit,
      ...[rowsWritten, rowsRead, requests].map((count) => count.toLocaleString("en-US")),
      bytes,
      dollars.toFixed(2),
    ]),
  ];
}

/** The platform's list prices beyond what a paid plan includes, in dollars, and what a room uses of them. */

export const PRICES = {
  perMillionRequests: 0.15,
  /** 1 GB of memory for a second */
  perMillionGigabyteSeconds: 12.5,
  perMillionRowsRead: 0.001,
  perMillionRowsWritten: 1,
  perGigabyteMonth: 0.2,
} as const;

/** So many frames that come in over a socket are one request. Those that go out are free. */
export const FRAMES_PER_REQUEST = 20;
/** Every object is billed as if it used its whole 128 MB. */
export const GIGABYTES_PER_OBJECT = 0.128;

const MILLION = 1_000_000;
const BYTES_PER_GIGABYTE = 1_000_000_000;

export interface ResourceUsage {
  /** joins, and calls over HTTP */
  readonly requests: number;
  readonly framesIn: number;
  /** in which the object ran, or could not sleep */
  readonly awakeSeconds: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly storedByteMonths: number;
}

export interface Bill {
  readonly requests: number;
  readonly duration: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly storage: number;
  readonly total: number;
}

/** In dollars. */
export function billFor(usage: ResourceUsage): Bill {
  const requests =
    ((usage.requests + usage.framesIn / FRAMES_PER_REQUEST) / MILLION) * PRICES.perMillionRequests;
  const duration = ((usage.awakeSeconds * GIGABYTES_PER_OBJECT) / MILLION) * PRICES.perMillionGigabyteSeconds;
  const rowsRead = (usage.rowsRead / MILLION) * PRICES.perMillionRowsRead;
  const rowsWritten = (usage.rowsWritten / MILLION) * PRICES.perMillionRowsWritten;
  const storage = (usage.storedByteMonths / BYTES_PER_GIGABYTE) * PRICES.perGigabyteMonth;
  return {
    requests,
    duration,
    rowsRead,
    rowsWritten,
    storage,
    total: requests + duration + rowsRead + rowsWritten + storage,
  };
}

/** The same `count` times. */
export function multiplyUsage(count: number, usage: ResourceUsage): ResourceUsage {
  return {
    requests: usage.requests * count,
    framesIn: usage.framesIn * count,
    awakeSeconds: usage.awakeSeconds * count,
    rowsRead: usage.rowsRead * count,
    rowsWritten: usage.rowsWritten * count,
    storedByteMonths: usage.storedByteMonths * count,
  };
}

/**
 * A month in which so many members are connected and nobody speaks. The object sleeps, the platform answers every
 * heartbeat for it, and neither is billed: what is left is the joining and the one-time birth of the room.
 */
export function idleMonth(
  members: number,
  creation: Pick<ResourceUsage, "rowsWritten" | "storedByteMonths">,
): ResourceUsage {
  return { requests: members, framesIn: 0, awakeSeconds: 0, rowsRead: 0, ...creation };
}

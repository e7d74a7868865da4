/** The platform's list prices in dollars, beyond what a paid plan includes, and the bill for a room's usage. */

export const PRICES = {
  perMillionRequests: 0.15,
  /** 1 GB of memory for a second */
  perMillionGigabyteSeconds: 12.5,
  perMillionRowsRead: 0.001,
  perMillionRowsWritten: 1,
  perGigabyteMonth: 0.2,
} as const;

/** Incoming WebSocket frames billed as one request; outgoing frames are free. */
export const FRAMES_PER_REQUEST = 20;
/** Every object is billed for its whole 128 MB. */
export const GIGABYTES_PER_OBJECT = 0.128;

const MILLION = 1_000_000;
const BYTES_PER_GIGABYTE = 1_000_000_000;

export interface ResourceUsage {
  /** joins and HTTP requests */
  readonly requests: number;
  readonly framesIn: number;
  /** in which the object ran or was kept in memory */
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

/** The bill in dollars. */
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

/** `count` times the same usage. */
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
 * A month of connected members without a message. The object hibernates and the platform answers the heartbeats;
 * neither is billed, so only the joins and the creation of the room remain.
 */
export function idleMonth(
  members: number,
  creation: Pick<ResourceUsage, "rowsWritten" | "storedByteMonths">,
): ResourceUsage {
  return { requests: members, framesIn: 0, awakeSeconds: 0, rowsRead: 0, ...creation };
}

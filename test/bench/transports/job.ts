/** What one run of the transports is told, and what it tells. */
import type { Transport } from "./readers.ts";

export const TRANSPORTS_ROOM = "transports";

export interface TransportsJob {
  readonly origin: string;
  readonly serverPid: number;
  /** how many readers of each kind */
  readonly readers: Partial<Record<Transport, number>>;
  readonly ratePerSecond: number;
  readonly warmMs: number;
  readonly measuredMs: number;
  /** how long the last messages may take to arrive */
  readonly drainTimeoutMs: number;
  /** of a metered server: where its counts are read */
  readonly meterUrl?: string;
}

export interface TransportFigures {
  readonly transport: Transport;
  readonly readers: number;
  readonly deliveries: number;
  readonly requests: number;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
}

export interface TransportsResult {
  readonly figures: readonly TransportFigures[];
  /** of all the server's threads, while it was measured */
  readonly serverCpuMs: number;
  /** of the time: ready to run, while something else had the core */
  readonly serverWaitShare: number;
  /** events that the room's object was called for, while it was measured; only of a metered server */
  readonly wakeUps?: number;
}

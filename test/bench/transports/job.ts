/** Input and output of one transports run: both cross a process boundary as JSON. */
import type { Transport } from "./readers.ts";

export const TRANSPORTS_ROOM = "transports";

export interface TransportsJob {
  readonly origin: string;
  readonly serverPid: number;
  /** number of readers on each transport */
  readonly readers: Partial<Record<Transport, number>>;
  readonly ratePerSecond: number;
  readonly warmMs: number;
  readonly measuredMs: number;
  /** how long to wait for the last messages */
  readonly drainTimeoutMs: number;
  /** only of a metered server: URL of its meter */
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
  /** of all threads of the server, in the measured time */
  readonly serverCpuMs: number;
  /** share of the measured time in which the server was runnable without a core */
  readonly serverWaitShare: number;
  /** calls of the room's object in the measured time; only of a metered server */
  readonly wakeUps?: number;
}

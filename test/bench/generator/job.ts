/** Input and output of the load generator: both cross a process boundary as JSON. */
import type { TextKind } from "./phrases.ts";
import type { LoadShape } from "./schedule.ts";

/** What a client sends to a subject: commands of majlis.v1, events of Socket.IO, or the bare text (protocols.ts). */
export type SubjectProtocol = "majlis" | "socket.io" | "text";

export interface Job extends LoadShape {
  readonly port: number;
  readonly path: string;
  readonly protocol: SubjectProtocol;
  readonly texts: TextKind;
  readonly serverPid: number;
  readonly joinTimeoutMs: number;
  /** how long to wait for the last messages */
  readonly drainTimeoutMs: number;
  /** only of a metered server: URL of its meter */
  readonly meterUrl?: string;
}

export interface JoinFigures {
  readonly members: number;
  readonly joinMs: number;
  /** CPU time of the server from the first handshake until silence */
  readonly cpuMsPerJoin: number;
  /** the same of the last third of the joins, until the last one is accepted */
  readonly lastCpuMsPerJoin: number;
  readonly bytesPerMember: number;
}

export interface LoadFigures {
  /** one for each message and member, in the measured time */
  readonly deliveriesPerSecond: number;
  /** from the time at which a message was due to its delivery, of messages due in the measured time */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly serverCpuMs: number;
  readonly cpuUsPerDelivery: number;
  /** shares of one core, in the measured time */
  readonly serverCpuShare: number;
  /** in which the server was runnable without a core: disturbance by other processes */
  readonly serverWaitShare: number;
  readonly generatorCpuShare: number;
  readonly wireBytesPerDelivery: number;
  readonly framesPerSecondPerMember: number;
  readonly flowAnswersPerMessage: number;
  /** deliveries of a complete run, warm-up included */
  readonly expected: number;
  /** deliveries missing at the timeout; the latencies are then lower bounds */
  readonly backlog: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** `error` events that the room sent */
  readonly rejected: number;
  /** connections closed by the server, by close code; 0 without a close frame */
  readonly closes: Readonly<Record<string, number>>;
}

/** Usage of a metered server since its start. */
export interface MeterReading {
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** time with a pending timer */
  readonly timedMs: number;
  readonly storedBytes: number;
}

export interface MeterReadings {
  readonly before: MeterReading;
  readonly after: MeterReading;
}

export type RunResult =
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "not_joined"; readonly joined: number; readonly timeoutMs: number }
  | { readonly kind: "joined"; readonly join: JoinFigures }
  | {
      readonly kind: "measured";
      readonly join: JoinFigures;
      readonly load: LoadFigures;
      readonly meterReadings?: MeterReadings;
    };

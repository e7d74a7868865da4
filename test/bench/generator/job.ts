/** What the generator is told to do and what it found: both cross a process as JSON. */
import type { LoadShape } from "./schedule.ts";

/** How a subject is spoken to: with the commands of majlis.v1, or with the text alone. */
export type SubjectProtocol = "majlis" | "text";

export interface Job extends LoadShape {
  readonly port: number;
  readonly path: string;
  readonly protocol: SubjectProtocol;
  readonly serverPid: number;
  readonly joinTimeoutMs: number;
  /** how long the last messages are waited for */
  readonly drainTimeoutMs: number;
  /** where a metered server is read */
  readonly meterUrl?: string;
}

export interface JoinFigures {
  readonly members: number;
  readonly joinMs: number;
  /** of the server, from the first handshake until all is quiet again */
  readonly cpuMsPerJoin: number;
  readonly bytesPerMember: number;
}

export interface LoadFigures {
  /** messages times members, in the measured time */
  readonly deliveriesPerSecond: number;
  /** from when a message was due until a member had it, of the messages due in the measured time */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly serverCpuMs: number;
  readonly cpuUsPerDelivery: number;
  /** shares of one core, in the measured time */
  readonly serverCpuShare: number;
  /** in which the server was ready to run and something else had its core: what else this machine was doing */
  readonly serverWaitShare: number;
  readonly generatorCpuShare: number;
  readonly wireBytesPerDelivery: number;
  readonly framesPerSecondPerMember: number;
  readonly flowAnswersPerMessage: number;
  /** deliveries that there should have been in all, the warm-up's too */
  readonly expected: number;
  /** deliveries on their way when the time to wait was over; the delays then are what they were at least */
  readonly backlog: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** errors that the room answered with */
  readonly rejected: number;
  /** connections that the server closed, by close code; 0 where there was no close frame */
  readonly closes: Readonly<Record<string, number>>;
}

/** What a metered server has used since it started. */
export interface MeterReading {
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** in which a timer was waiting */
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

/** What the generator is told to do and what it found: both cross a process as JSON. */
import type { Pace } from "./schedule.ts";

/** How a subject is spoken to: with the commands of majlis.v1, or with the text alone. */
export type Wire = "majlis" | "text";

export interface Job extends Pace {
  readonly port: number;
  readonly path: string;
  readonly wire: Wire;
  readonly serverPid: number;
  readonly joinBoundMs: number;
  /** how long the last messages are waited for */
  readonly drainBoundMs: number;
  /** where a metered server is read */
  readonly meterUrl?: string;
}

export interface Joined {
  readonly members: number;
  readonly joinMs: number;
  /** of the server, from the first handshake until all is quiet again */
  readonly cpuMsPerJoin: number;
  readonly bytesPerMember: number;
}

export interface Talked {
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
  readonly behind: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** errors that the room answered with */
  readonly refused: number;
  /** connections that the server closed, by close code; 0 where there was no close frame */
  readonly closes: Readonly<Record<string, number>>;
}

/** What a metered server has used since it started. */
export interface Reading {
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** in which a timer was waiting */
  readonly timedMs: number;
  readonly storedBytes: number;
}

export interface Used {
  readonly before: Reading;
  readonly after: Reading;
}

export type Found =
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "not_joined"; readonly joined: number; readonly withinMs: number }
  | { readonly kind: "joined"; readonly join: Joined }
  | { readonly kind: "talked"; readonly join: Joined; readonly talk: Talked; readonly used?: Used };

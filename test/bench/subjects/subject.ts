/** A subject of the comparison: a server that starts empty, as often as needed. */
import type { SubjectProtocol } from "../generator/job.ts";

export const SUBJECT_NAMES = [
  "node",
  "bun",
  "socket.io",
  "bare",
  "bare+row",
  "partyserver",
  "majlis",
] as const;
export type SubjectName = (typeof SUBJECT_NAMES)[number];

export interface Subject {
  readonly name: SubjectName;
  /** one line for the report */
  readonly description: string;
  readonly protocol: SubjectProtocol;
  start(): Promise<RunningSubject>;
}

export interface RunningSubject {
  readonly processId: number;
  readonly port: number;
  /** path of the room's WebSocket */
  readonly path: string;
  stop(): Promise<void>;
}

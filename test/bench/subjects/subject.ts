/** What is measured: a server that can be started as often as it is needed, each time empty. */
import type { SubjectProtocol } from "../generator/job.ts";

export const SUBJECT_NAMES = ["guide", "bare", "bare+row", "partyserver", "majlis"] as const;
export type SubjectName = (typeof SUBJECT_NAMES)[number];

export interface Subject {
  readonly name: SubjectName;
  /** one line for the reader of the table */
  readonly description: string;
  readonly protocol: SubjectProtocol;
  start(): Promise<RunningSubject>;
}

export interface RunningSubject {
  readonly processId: number;
  readonly port: number;
  /** where the room's sockets are opened */
  readonly path: string;
  stop(): Promise<void>;
}

/** What a join costs the server once most members are there. */
import type { Job } from "./job.ts";
import { timeOf } from "./process-figures.ts";

const FIRST_SHARE = 2 / 3;

export class LastJoins {
  private readonly from: number;
  private cpuBeforeMs = Number.NaN;
  private count = 0;
  private readonly serverPid: number;

  constructor({ members, serverPid }: Pick<Job, "members" | "serverPid">) {
    this.from = Math.floor(members * FIRST_SHARE);
    this.serverPid = serverPid;
  }

  /** @param count how many have joined by now */
  onJoined(count: number): void {
    if (count === this.from) this.cpuBeforeMs = timeOf(this.serverPid).ranMs;
    this.count = count;
  }

  /** Of those after the first two thirds; NaN before. */
  cpuMsPerJoin(): number {
    return (timeOf(this.serverPid).ranMs - this.cpuBeforeMs) / (this.count - this.from);
  }
}

/** The process of the attackers. */
import { join } from "node:path";
import { endChild, readLines, startChild } from "../../support/child-process.ts";
import type { AttackerJob } from "./job.ts";

const ATTACKER = join(import.meta.dirname, "attacker.ts");

/** Connections and writes of the attackers a second. */
export interface AttackFigures {
  readonly connectionsPerSecond: number;
  readonly writesPerSecond: number;
}

export class Attackers {
  private readonly child;
  private readonly startedAt = performance.now();
  private counts = { connections: 0, writes: 0 };

  /** They begin at once, and go on until {@link stop}. */
  constructor(job: AttackerJob) {
    this.child = startChild(process.execPath, [ATTACKER, JSON.stringify(job)]);
    readLines(this.child.stdout, (line) => (this.counts = JSON.parse(line) as typeof this.counts));
  }

  get processId(): number | undefined {
    return this.child.pid;
  }

  /** Of the last second at latest. */
  get writes(): number {
    return this.counts.writes;
  }

  /** @throws Error if they never connected */
  async stop(): Promise<AttackFigures> {
    await endChild(this.child);
    const seconds = (performance.now() - this.startedAt) / 1_000;
    const { connections, writes } = this.counts;
    if (connections === 0) throw new Error("the attackers did not start");
    return { connectionsPerSecond: connections / seconds, writesPerSecond: writes / seconds };
  }
}

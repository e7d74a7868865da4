/** The process of the hostile peers. */
import { join } from "node:path";
import { endChild, readLines, startChild } from "../../support/child-process.ts";
import type { HostileJob } from "./job.ts";

const ATTACKER = join(import.meta.dirname, "attacker.ts");

export class HostileProcess {
  /** that the peers have opened, as they said last */
  connections = 0;
  private readonly child;

  /** They begin at once, and go on until {@link stop}. */
  constructor(job: HostileJob) {
    this.child = startChild(process.execPath, [ATTACKER, JSON.stringify(job)]);
    readLines(this.child.stdout, (line) => {
      ({ connections: this.connections } = JSON.parse(line) as { connections: number });
    });
    readLines(this.child.stderr, (line) => process.stderr.write(`${line}\n`));
  }

  get processId(): number | undefined {
    return this.child.pid;
  }

  async stop(): Promise<void> {
    await endChild(this.child);
  }
}

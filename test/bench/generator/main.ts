/** The load generator, a separate process: its argument is a job, its output the result, both JSON. */
import { MemberPool } from "./member-pool.ts";
import type { RunResult, Job } from "./job.ts";
import { timeOf, memoryOf } from "./process-figures.ts";
import { runMeteredLoad } from "./metered-load-run.ts";
import { LastJoins } from "./last-joins.ts";
import { LoadRun } from "./load-run.ts";

console.log(JSON.stringify(await runJob(JSON.parse(process.argv[2] ?? "") as Job)));
// Without closing the connections: the server is stopped next.
process.exit(0);

async function runJob(job: Job): Promise<RunResult> {
  const pool = new MemberPool();
  const cpuBefore = timeOf(job.serverPid).ranMs;
  const memoryBefore = memoryOf(job.serverPid);
  const startedAt = performance.now();
  const lastJoins = new LastJoins(job);
  const joined = await pool.join(job.members, job, job.joinTimeoutMs, (count) => lastJoins.onJoined(count));
  if (joined < job.members) return { kind: "not_joined", joined, timeoutMs: job.joinTimeoutMs };
  const lastCpuMsPerJoin = lastJoins.cpuMsPerJoin();
  const joinMs = performance.now() - startedAt;
  await pool.waitForSilence();
  const join = {
    members: joined,
    joinMs,
    cpuMsPerJoin: (timeOf(job.serverPid).ranMs - cpuBefore) / joined,
    lastCpuMsPerJoin,
    bytesPerMember: (memoryOf(job.serverPid) - memoryBefore) / joined,
  };
  if (job.ratePerSecond === 0) return { kind: "joined", join };
  if (job.meterUrl !== undefined) {
    return { kind: "measured", join, ...(await runMeteredLoad(pool, job, job.meterUrl)) };
  }
  return { kind: "measured", join, load: await new LoadRun(pool, job).run() };
}

/** The load generator, a process of its own: does the job that its argument holds and prints what it found, as one line. */
import { Crowd } from "./crowd.ts";
import type { Found, Job } from "./job.ts";
import { timeOf, memoryOf } from "./process-figures.ts";
import { meteredTalk } from "./metering.ts";
import { Talk } from "./talk.ts";

console.log(JSON.stringify(await perform(JSON.parse(process.argv[2] ?? "") as Job)));
// Nobody is waited for: the server is ended next.
process.exit(0);

async function perform(job: Job): Promise<Found> {
  const crowd = new Crowd();
  const cpuBefore = timeOf(job.serverPid).ranMs;
  const memoryBefore = memoryOf(job.serverPid);
  const beganAt = performance.now();
  const joined = await crowd.join(job.members, job, job.joinBoundMs);
  if (joined < job.members) return { kind: "not_joined", joined, withinMs: job.joinBoundMs };
  const joinMs = performance.now() - beganAt;
  await crowd.quiet();
  const join = {
    members: joined,
    joinMs,
    cpuMsPerJoin: (timeOf(job.serverPid).ranMs - cpuBefore) / joined,
    bytesPerMember: (memoryOf(job.serverPid) - memoryBefore) / joined,
  };
  if (job.ratePerSecond === 0) return { kind: "joined", join };
  if (job.meterUrl !== undefined) {
    return { kind: "talked", join, ...(await meteredTalk(crowd, job, job.meterUrl)) };
  }
  return { kind: "talked", join, talk: await new Talk(crowd, job).run() };
}

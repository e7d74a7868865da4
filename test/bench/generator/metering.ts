/** Reads the meter of a metered server around a talk: after a first talk, which bears what a room needs only once. */
import type { Crowd } from "./crowd.ts";
import type { Job, Reading, Talked, Used } from "./job.ts";
import { Talk } from "./talk.ts";

const FIRST_TALK_MS = 500;

export async function meteredTalk(
  crowd: Crowd,
  job: Job,
  meterUrl: string,
): Promise<{ talk: Talked; used: Used }> {
  await new Talk(crowd, { ...job, warmMs: 0, measuredMs: FIRST_TALK_MS }).run();
  await crowd.quiet();
  const before = await read(meterUrl);
  const talk = await new Talk(crowd, job).run();
  await crowd.quiet();
  return { talk, used: { before, after: await read(meterUrl) } };
}

async function read(url: string): Promise<Reading> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the meter answered ${response.status}`);
  return (await response.json()) as Reading;
}

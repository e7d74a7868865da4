/** Reads the meter before and after a load, once a warm-up load has paid the one-time costs of a room. */
import type { MemberPool } from "./member-pool.ts";
import type { Job, MeterReading, LoadFigures, MeterReadings } from "./job.ts";
import { LoadRun } from "./load-run.ts";

const WARM_UP_LOAD_MS = 500;

export async function runMeteredLoad(
  pool: MemberPool,
  job: Job,
  meterUrl: string,
): Promise<{ load: LoadFigures; meterReadings: MeterReadings }> {
  await new LoadRun(pool, { ...job, warmMs: 0, measuredMs: WARM_UP_LOAD_MS }).run();
  await pool.waitForSilence();
  const before = await readMeter(meterUrl);
  const load = await new LoadRun(pool, job).run();
  await pool.waitForSilence();
  return { load, meterReadings: { before, after: await readMeter(meterUrl) } };
}

async function readMeter(url: string): Promise<MeterReading> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the meter answered ${response.status}`);
  return (await response.json()) as MeterReading;
}

/** One room, readers of several kinds in it, and one who speaks. Its argument is a job, its output what was found. */
import { eventually, pause } from "../../support/eventually.ts";
import { timeOf } from "../generator/process-figures.ts";
import { TRANSPORTS_ROOM, type TransportFigures, type TransportsResult, type TransportsJob } from "./job.ts";
import { DeliveryRecord } from "./delivery-record.ts";
import { JOINS, TRANSPORTS, type RoomAddress } from "./readers.ts";
import { MessageSender } from "./sender.ts";

const MAX_CONCURRENT_JOINS = 20;
/** Comings and goings of the joining are told once a second: they are not what is measured. */
const SETTLE_MS = 1_500;

const job = JSON.parse(process.argv[2] ?? "") as TransportsJob;
process.stdout.write(JSON.stringify(await runTransportsJob(job)));
process.exit(0);

async function runTransportsJob({
  origin,
  serverPid,
  readers,
  ...timings
}: TransportsJob): Promise<TransportsResult> {
  let measuredFrom = Number.POSITIVE_INFINITY;
  const address: RoomAddress = { url: `${origin}/r/${TRANSPORTS_ROOM}`, measuredFrom: () => measuredFrom };
  const records = TRANSPORTS.flatMap((transport) => {
    const count = readers[transport] ?? 0;
    return count === 0 ? [] : [{ transport, count, record: new DeliveryRecord() }];
  });
  for (const { transport, count, record } of records) {
    for (let joined = 0; joined < count; joined += MAX_CONCURRENT_JOINS) {
      const batch = Array.from({ length: Math.min(MAX_CONCURRENT_JOINS, count - joined) }, (_, index) =>
        JOINS[transport](address, `${transport.replace("_", "")}${joined + index}`, record.addReader()),
      );
      await Promise.all(batch);
    }
  }
  const sender = new MessageSender(address.url);
  await sender.join();
  await pause(SETTLE_MS);
  await sender.sendFor(timings.ratePerSecond, timings.warmMs);
  const first = sender.stored + 1;
  for (const { record } of records) record.requests = 0;
  const wakeUpsBefore = await wakeUps(timings.meterUrl);
  const before = timeOf(serverPid);
  measuredFrom = performance.now();
  await sender.sendFor(timings.ratePerSecond, timings.measuredMs);
  const after = timeOf(serverPid);
  const wakeUpsAfter = await wakeUps(timings.meterUrl);
  const last = sender.stored;
  const missing = () => records.reduce((sum, { record }) => sum + record.missing(first, last), 0);
  await eventually("all is heard", () => missing() === 0, timings.drainTimeoutMs).catch(() => undefined);
  return {
    ...(wakeUpsAfter === undefined ? {} : { wakeUps: wakeUpsAfter - (wakeUpsBefore ?? 0) }),
    serverCpuMs: after.ranMs - before.ranMs,
    serverWaitShare: (after.waitedMs - before.waitedMs) / timings.measuredMs,
    figures: records.map(({ transport, count, record }): TransportFigures => ({
      transport,
      readers: count,
      deliveries: record.deliveries,
      requests: record.requests,
      p50Ms: record.delays.quantileMs(0.5),
      p99Ms: record.delays.quantileMs(0.99),
      lost: record.missing(first, last),
      duplicated: record.duplicated,
      outOfOrder: record.outOfOrder,
    })),
  };
}

async function wakeUps(meterUrl: string | undefined): Promise<number | undefined> {
  if (meterUrl === undefined) return undefined;
  const reading = (await (await fetch(meterUrl)).json()) as { readonly wakeUps: number };
  return reading.wakeUps;
}

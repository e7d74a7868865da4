/** One transports run, a separate process: its argument is a job, its output the result, both JSON. */
import { eventually, pause } from "../../support/eventually.ts";
import { timeOf } from "../generator/process-figures.ts";
import { TRANSPORTS_ROOM, type TransportFigures, type TransportsResult, type TransportsJob } from "./job.ts";
import { DeliveryRecord } from "./delivery-record.ts";
import { JOINS, TRANSPORTS, type RoomAddress, type Transport } from "./readers.ts";
import { MessageSender } from "./sender.ts";

const MAX_CONCURRENT_JOINS = 20;
/** Presence of the joins is sent once a second; it is over before the measuring starts. */
const SETTLE_MS = 1_500;

process.stdout.write(
  JSON.stringify(await runTransportsJob(JSON.parse(process.argv[2] ?? "") as TransportsJob)),
);
process.exit(0);

interface ReaderGroup {
  readonly transport: Transport;
  readonly count: number;
  readonly record: DeliveryRecord;
}

async function runTransportsJob(job: TransportsJob): Promise<TransportsResult> {
  let measuredFrom = Number.POSITIVE_INFINITY;
  const address: RoomAddress = {
    url: `${job.origin}/r/${TRANSPORTS_ROOM}`,
    measuredFrom: () => measuredFrom,
  };
  const groups = await joinReaders(address, job.readers);
  const sender = new MessageSender(address.url);
  await sender.join();
  await pause(SETTLE_MS);
  await sender.sendFor(job.ratePerSecond, job.warmMs);
  const first = sender.stored + 1;
  for (const { record } of groups) record.requests = 0;
  const wakeUpsBefore = await wakeUps(job.meterUrl);
  const before = timeOf(job.serverPid);
  measuredFrom = performance.now();
  await sender.sendFor(job.ratePerSecond, job.measuredMs);
  const after = timeOf(job.serverPid);
  const wakeUpsAfter = await wakeUps(job.meterUrl);
  const last = sender.stored;
  await waitForDeliveries(groups, first, last, job.drainTimeoutMs);
  return {
    ...(wakeUpsAfter === undefined ? {} : { wakeUps: wakeUpsAfter - (wakeUpsBefore ?? 0) }),
    serverCpuMs: after.ranMs - before.ranMs,
    serverWaitShare: (after.waitedMs - before.waitedMs) / job.measuredMs,
    figures: groups.map((group) => figuresOf(group, first, last)),
  };
}

async function joinReaders(
  address: RoomAddress,
  readers: TransportsJob["readers"],
): Promise<readonly ReaderGroup[]> {
  const groups = TRANSPORTS.flatMap((transport) => {
    const count = readers[transport] ?? 0;
    return count === 0 ? [] : [{ transport, count, record: new DeliveryRecord() }];
  });
  for (const { transport, count, record } of groups) {
    for (let joined = 0; joined < count; joined += MAX_CONCURRENT_JOINS) {
      const batch = Array.from({ length: Math.min(MAX_CONCURRENT_JOINS, count - joined) }, (_, index) =>
        JOINS[transport](address, `${transport.replace("_", "")}${joined + index}`, record.addReader()),
      );
      await Promise.all(batch);
    }
  }
  return groups;
}

/** Resolves when every reader has every message, or at the timeout: what is missing then is counted as lost. */
async function waitForDeliveries(
  groups: readonly ReaderGroup[],
  first: number,
  last: number,
  timeoutMs: number,
): Promise<void> {
  const missing = () => groups.reduce((sum, { record }) => sum + record.missing(first, last), 0);
  await eventually("all messages are delivered", () => missing() === 0, timeoutMs).catch(() => undefined);
}

function figuresOf({ transport, count, record }: ReaderGroup, first: number, last: number): TransportFigures {
  return {
    transport,
    readers: count,
    deliveries: record.deliveries,
    requests: record.requests,
    p50Ms: record.delays.quantileMs(0.5),
    p99Ms: record.delays.quantileMs(0.99),
    lost: record.missing(first, last),
    duplicated: record.duplicated,
    outOfOrder: record.outOfOrder,
  };
}

async function wakeUps(meterUrl: string | undefined): Promise<number | undefined> {
  if (meterUrl === undefined) return undefined;
  const reading = (await (await fetch(meterUrl)).json()) as { readonly wakeUps: number };
  return reading.wakeUps;
}

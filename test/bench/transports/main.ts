/** One room, readers of several kinds in it, and one who speaks. Its argument is a job, its output what was found. */
import { eventually, pause } from "../../support/eventually.ts";
import { timeOf } from "../generator/process-figures.ts";
import { TRANSPORTS_ROOM, type Heard, type TransportsFound, type TransportsJob } from "./job.ts";
import { Ledger } from "./ledger.ts";
import { JOINS, TRANSPORTS, type RoomAddress } from "./readers.ts";
import { Speaker } from "./speaker.ts";

const JOINING_AT_ONCE = 20;
/** Comings and goings of the joining are told once a second: they are not what is measured. */
const SETTLE_MS = 1_500;

const job = JSON.parse(process.argv[2] ?? "") as TransportsJob;
process.stdout.write(JSON.stringify(await run(job)));
process.exit(0);

async function run({ origin, serverPid, readers, ...pace }: TransportsJob): Promise<TransportsFound> {
  let measuredFrom = Number.POSITIVE_INFINITY;
  const address: RoomAddress = { url: `${origin}/r/${TRANSPORTS_ROOM}`, measuredFrom: () => measuredFrom };
  const ledgers = TRANSPORTS.flatMap((transport) => {
    const count = readers[transport] ?? 0;
    return count === 0 ? [] : [{ transport, count, ledger: new Ledger() }];
  });
  for (const { transport, count, ledger } of ledgers) {
    for (let joined = 0; joined < count; joined += JOINING_AT_ONCE) {
      const batch = Array.from({ length: Math.min(JOINING_AT_ONCE, count - joined) }, (_, index) =>
        JOINS[transport](address, `${transport.replace("_", "")}${joined + index}`, ledger.open()),
      );
      await Promise.all(batch);
    }
  }
  const speaker = new Speaker(address.url);
  await speaker.join();
  await pause(SETTLE_MS);
  await speaker.talk(pace.ratePerSecond, pace.warmMs);
  const first = speaker.stored + 1;
  for (const { ledger } of ledgers) ledger.requests = 0;
  const wakeUpsBefore = await wakeUps(pace.meterUrl);
  const before = timeOf(serverPid);
  measuredFrom = performance.now();
  await speaker.talk(pace.ratePerSecond, pace.measuredMs);
  const after = timeOf(serverPid);
  const wakeUpsAfter = await wakeUps(pace.meterUrl);
  const last = speaker.stored;
  const missing = () => ledgers.reduce((sum, { ledger }) => sum + ledger.missing(first, last), 0);
  await eventually("all is heard", () => missing() === 0, pace.drainBoundMs).catch(() => undefined);
  return {
    ...(wakeUpsAfter === undefined ? {} : { wakeUps: wakeUpsAfter - (wakeUpsBefore ?? 0) }),
    serverCpuMs: after.ranMs - before.ranMs,
    serverWaitShare: (after.waitedMs - before.waitedMs) / pace.measuredMs,
    heard: ledgers.map(({ transport, count, ledger }): Heard => ({
      transport,
      readers: count,
      deliveries: ledger.deliveries,
      requests: ledger.requests,
      p50Ms: ledger.delays.quantileMs(0.5),
      p99Ms: ledger.delays.quantileMs(0.99),
      lost: ledger.missing(first, last),
      doubled: ledger.doubled,
      disordered: ledger.disordered,
    })),
  };
}

async function wakeUps(meterUrl: string | undefined): Promise<number | undefined> {
  if (meterUrl === undefined) return undefined;
  const reading = (await (await fetch(meterUrl)).json()) as { readonly wakeUps: number };
  return reading.wakeUps;
}

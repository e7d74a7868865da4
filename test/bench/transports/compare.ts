/** Each transport in a quiet room, each alone in a busy one, and all together: what each adds, costs and keeps. */
import { join } from "node:path";
import { runChild } from "../../support/child-process.ts";
import { canPin, GENERATOR_CORE, pin, SERVER_CORE } from "../pinning.ts";
import type { RunningOnWorkerd } from "../subjects/on-workerd.ts";
import { digits, table } from "../table.ts";
import { TRANSPORTS_ROOM, type TransportsFound, type TransportsJob } from "./job.ts";
import { TRANSPORTS, type Transport } from "./readers.ts";

const MAIN = join(import.meta.dirname, "main.ts");
const SLACK_MS = 90_000;

export interface TransportsWork {
  readonly what: string;
  readonly readers: Partial<Record<Transport, number>>;
  readonly ratePerSecond: number;
}

/** Slower than one a second, so that no poll gathers (SPEC POLL-4). */
const QUIET_RATE = 0.8;
/** A quiet room says little, so it is listened to for longer. */
const QUIET_PATIENCE = 4;
const QUIET: TransportsWork = {
  what: "quiet",
  readers: { websocket: 1, plain_text: 1, events: 1, long_poll: 1, short_poll: 1 },
  ratePerSecond: QUIET_RATE,
};

const BUSY_RATE = 10;
export const CROWD = { websocket: 500, events: 200, long_poll: 100 } as const;
const BUSY: readonly TransportsWork[] = [
  { what: "sockets", readers: { websocket: CROWD.websocket }, ratePerSecond: BUSY_RATE },
  { what: "streams", readers: { events: CROWD.events }, ratePerSecond: BUSY_RATE },
  { what: "polls", readers: { long_poll: CROWD.long_poll }, ratePerSecond: BUSY_RATE },
  { what: "together", readers: CROWD, ratePerSecond: BUSY_RATE },
];

type Pace = Pick<TransportsJob, "warmMs" | "measuredMs" | "drainBoundMs">;
type Start = () => Promise<RunningOnWorkerd>;

export interface TransportsOutcome extends TransportsWork {
  readonly result: TransportsFound;
}

export async function compareTransports(
  start: Start,
  pace: Pace,
  onProgress: (line: string) => void,
): Promise<readonly TransportsOutcome[]> {
  const outcomes: TransportsOutcome[] = [];
  for (const work of [QUIET, ...BUSY]) {
    onProgress(`transports: ${work.what}`);
    const measuredMs = work === QUIET ? pace.measuredMs * QUIET_PATIENCE : pace.measuredMs;
    outcomes.push({ ...work, result: await runTransports(start, { ...pace, measuredMs, ...work }) });
  }
  return outcomes;
}

/** What one reader costs on each transport, in a quiet room and among a busy one's: counted, not timed. */
export async function countTransports(
  startMetered: Start,
  pace: Pace,
  onProgress: (line: string) => void,
): Promise<readonly TransportsOutcome[]> {
  const outcomes: TransportsOutcome[] = [];
  for (const transport of TRANSPORTS) {
    for (const [what, ratePerSecond, patience] of [
      ["quiet", QUIET_RATE, QUIET_PATIENCE],
      ["busy", BUSY_RATE, 1],
    ] as const) {
      onProgress(`counting for ${transport} in a ${what} room`);
      const work = { what, readers: { [transport]: 1 }, ratePerSecond };
      const measuredMs = pace.measuredMs * patience;
      outcomes.push({
        ...work,
        result: await runTransports(startMetered, { ...pace, ...work, measuredMs }, true),
      });
    }
  }
  return outcomes;
}

/** One run, with a server of its own. */
export async function runTransports(
  start: Start,
  work: TransportsWork & Pace,
  isMetered = false,
): Promise<TransportsFound> {
  const running = await start();
  try {
    pin(running.processId, SERVER_CORE);
    const { readers, ratePerSecond, warmMs, measuredMs, drainBoundMs } = work;
    const { origin, processId: serverPid } = running;
    const job: TransportsJob = {
      origin,
      serverPid,
      readers,
      ratePerSecond,
      warmMs,
      measuredMs,
      drainBoundMs,
      ...(isMetered ? { meterUrl: `${origin}/bench/meter/${TRANSPORTS_ROOM}` } : {}),
    };
    const command = [process.execPath, "--disable-warning=ExperimentalWarning", MAIN, JSON.stringify(job)];
    const [program = "", ...args] = canPin
      ? ["taskset", "--cpu-list", String(GENERATOR_CORE), ...command]
      : command;
    const timeoutMs = warmMs + measuredMs + drainBoundMs + SLACK_MS;
    return JSON.parse(await runChild(program, args, { timeoutMs })) as TransportsFound;
  } finally {
    await running.stop();
  }
}

export function transportsTable(outcomes: readonly TransportsOutcome[]): string {
  const heads = [
    "room",
    "readers",
    "deliveries",
    "p50 ms",
    "p99 ms",
    "requests / delivery",
    "lost",
    "doubled",
    "out of order",
    "server CPU µs / delivery",
    "waits %",
  ];
  const rows = outcomes.flatMap(({ what, result: found }) => {
    const deliveries = found.heard.reduce((sum, heard) => sum + heard.deliveries, 0);
    const cpu = digits((found.serverCpuMs * 1_000) / deliveries);
    return found.heard.map((heard, index) => [
      what,
      `${heard.readers} ${heard.transport}`,
      digits(heard.deliveries),
      digits(heard.p50Ms),
      digits(heard.p99Ms),
      digits(heard.requests / heard.deliveries),
      String(heard.lost),
      String(heard.doubled),
      String(heard.disordered),
      index === 0 ? cpu : "",
      index === 0 ? digits(found.serverWaitShare * 100) : "",
    ]);
  });
  return table(heads, rows);
}

/** Each message wakes the room once by itself; what the readers add to that is shown. */
export function transportCostsTable(outcomes: readonly TransportsOutcome[]): string {
  const heads = ["room", "reader", "messages", "requests / message", "wake-ups / message"];
  const rows = outcomes.flatMap(({ what, result: { heard, wakeUps = 0 } }) =>
    heard.map(({ transport, deliveries, requests }) => [
      what,
      transport,
      String(deliveries),
      digits(requests / deliveries),
      digits(Math.max(0, wakeUps / deliveries - 1)),
    ]),
  );
  return table(heads, rows);
}

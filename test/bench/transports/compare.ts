/** Each transport in a quiet room, each alone in a busy one, and all together: what each adds, costs and keeps. */
import { join } from "node:path";
import { runChild } from "../../support/child-process.ts";
import { canPin, GENERATOR_CORE, pin, SERVER_CORE } from "../pinning.ts";
import type { RunningOnWorkerd } from "../subjects/on-workerd.ts";
import { formatNumber, table } from "../table.ts";
import { TRANSPORTS_ROOM, type TransportsResult, type TransportsJob } from "./job.ts";
import { TRANSPORTS, type Transport } from "./readers.ts";

const MAIN = join(import.meta.dirname, "main.ts");
const SLACK_MS = 90_000;

export interface TransportsWorkload {
  readonly label: string;
  readonly readers: Partial<Record<Transport, number>>;
  readonly ratePerSecond: number;
}

/** Slower than one a second, so that no poll gathers (SPEC POLL-4). */
const QUIET_RATE = 0.8;
/** A quiet room says little, so it is listened to for longer. */
const QUIET_DURATION_FACTOR = 4;
const QUIET: TransportsWorkload = {
  label: "quiet",
  readers: { websocket: 1, plain_text: 1, events: 1, long_poll: 1, short_poll: 1 },
  ratePerSecond: QUIET_RATE,
};

const BUSY_RATE = 10;
export const READERS = { websocket: 500, events: 200, long_poll: 100 } as const;
const BUSY: readonly TransportsWorkload[] = [
  { label: "sockets", readers: { websocket: READERS.websocket }, ratePerSecond: BUSY_RATE },
  { label: "streams", readers: { events: READERS.events }, ratePerSecond: BUSY_RATE },
  { label: "polls", readers: { long_poll: READERS.long_poll }, ratePerSecond: BUSY_RATE },
  { label: "together", readers: READERS, ratePerSecond: BUSY_RATE },
];

type TransportsTimings = Pick<TransportsJob, "warmMs" | "measuredMs" | "drainTimeoutMs">;
type StartServer = () => Promise<RunningOnWorkerd>;

export interface TransportsOutcome extends TransportsWorkload {
  readonly result: TransportsResult;
}

export async function compareTransports(
  start: StartServer,
  timings: TransportsTimings,
  onProgress: (line: string) => void,
): Promise<readonly TransportsOutcome[]> {
  const outcomes: TransportsOutcome[] = [];
  for (const workload of [QUIET, ...BUSY]) {
    onProgress(`transports: ${workload.label}`);
    const measuredMs = workload === QUIET ? timings.measuredMs * QUIET_DURATION_FACTOR : timings.measuredMs;
    outcomes.push({
      ...workload,
      result: await runTransports(start, { ...timings, measuredMs, ...workload }),
    });
  }
  return outcomes;
}

/** What one reader costs on each transport, in a quiet room and among a busy one's: counted, not timed. */
export async function measureTransportUsage(
  startMetered: StartServer,
  timings: TransportsTimings,
  onProgress: (line: string) => void,
): Promise<readonly TransportsOutcome[]> {
  const outcomes: TransportsOutcome[] = [];
  for (const transport of TRANSPORTS) {
    for (const [label, ratePerSecond, durationFactor] of [
      ["quiet", QUIET_RATE, QUIET_DURATION_FACTOR],
      ["busy", BUSY_RATE, 1],
    ] as const) {
      onProgress(`counting for ${transport} in a ${label} room`);
      const workload = { label, readers: { [transport]: 1 }, ratePerSecond };
      const measuredMs = timings.measuredMs * durationFactor;
      outcomes.push({
        ...workload,
        result: await runTransports(startMetered, { ...timings, ...workload, measuredMs }, true),
      });
    }
  }
  return outcomes;
}

/** One run, with a server of its own. */
export async function runTransports(
  start: StartServer,
  workload: TransportsWorkload & TransportsTimings,
  isMetered = false,
): Promise<TransportsResult> {
  const running = await start();
  try {
    pin(running.processId, SERVER_CORE);
    const { readers, ratePerSecond, warmMs, measuredMs, drainTimeoutMs } = workload;
    const { origin, processId: serverPid } = running;
    const job: TransportsJob = {
      origin,
      serverPid,
      readers,
      ratePerSecond,
      warmMs,
      measuredMs,
      drainTimeoutMs,
      ...(isMetered ? { meterUrl: `${origin}/bench/meter/${TRANSPORTS_ROOM}` } : {}),
    };
    const command = [process.execPath, "--disable-warning=ExperimentalWarning", MAIN, JSON.stringify(job)];
    const [program = "", ...args] = canPin
      ? ["taskset", "--cpu-list", String(GENERATOR_CORE), ...command]
      : command;
    const timeoutMs = warmMs + measuredMs + drainTimeoutMs + SLACK_MS;
    return JSON.parse(await runChild(program, args, { timeoutMs })) as TransportsResult;
  } finally {
    await running.stop();
  }
}

export function transportsTable(outcomes: readonly TransportsOutcome[]): string {
  const headers = [
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
  const rows = outcomes.flatMap(({ label, result }) => {
    const deliveries = result.figures.reduce((sum, heard) => sum + heard.deliveries, 0);
    const cpu = formatNumber((result.serverCpuMs * 1_000) / deliveries);
    return result.figures.map((heard, index) => [
      label,
      `${heard.readers} ${heard.transport}`,
      formatNumber(heard.deliveries),
      formatNumber(heard.p50Ms),
      formatNumber(heard.p99Ms),
      formatNumber(heard.requests / heard.deliveries),
      String(heard.lost),
      String(heard.duplicated),
      String(heard.outOfOrder),
      index === 0 ? cpu : "",
      index === 0 ? formatNumber(result.serverWaitShare * 100) : "",
    ]);
  });
  return table(headers, rows);
}

/** Each message wakes the room once by itself; what the readers add to that is shown. */
export function transportCostsTable(outcomes: readonly TransportsOutcome[]): string {
  const headers = ["room", "reader", "messages", "requests / message", "wake-ups / message"];
  const rows = outcomes.flatMap(({ label, result: { figures: heard, wakeUps = 0 } }) =>
    heard.map(({ transport, deliveries, requests }) => [
      label,
      transport,
      String(deliveries),
      formatNumber(requests / deliveries),
      formatNumber(Math.max(0, wakeUps / deliveries - 1)),
    ]),
  );
  return table(headers, rows);
}

/** Compares the transports: latency in a quiet room, cost alone in a busy one, delivery with all of them together. */
import { join } from "node:path";
import { runChild } from "../../support/child-process.ts";
import { canPin, GENERATOR_CORE, pin, SERVER_CORE } from "../pinning.ts";
import type { RunningOnWorkerd } from "../subjects/on-workerd.ts";
import { TRANSPORTS_ROOM, type TransportsResult, type TransportsJob } from "./job.ts";
import { TRANSPORTS, type Transport } from "./readers.ts";

const MAIN = join(import.meta.dirname, "main.ts");
const SLACK_MS = 90_000;

export interface TransportsWorkload {
  readonly label: string;
  readonly readers: Partial<Record<Transport, number>>;
  readonly ratePerSecond: number;
}

/** Less than one a second, so that no poll batches (SPEC POLL-4). */
const QUIET_RATE = 0.8;
/** A quiet room has few messages, so it is measured for longer. */
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

/** Requests and wake-ups of one reader on each transport, in a quiet and in a busy room: counted, not timed. */
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

/** One run against a server of its own. */
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

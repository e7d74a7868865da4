/** How a run was measured, in sentences: what a reader of its tables has to know. */
import { TEXT_BYTES } from "./generator/message-text.ts";
import type { Summary } from "./summary.ts";
import { nodeAtBestLoad } from "./targets.ts";
import { canPin } from "./pinning.ts";
import { NOISE_SHARE } from "./rounds.ts";
import type { DatabaseStorage } from "./storage.ts";
import { formatNumber } from "./table.ts";
import { JOINS_PER_ROUND, type BenchTimings } from "./workloads.ts";

export interface RunConditions {
  readonly timings: BenchTimings;
  readonly storage: DatabaseStorage;
  /** median time to write a page and sync it to disk */
  readonly syncMs: number;
  readonly elapsedMs: number;
  readonly summaries: readonly Summary[];
  /** of one minute, at the start and at the end */
  readonly loads: readonly [number, number];
}

export function conditionsOf({
  timings,
  storage,
  syncMs,
  elapsedMs,
  summaries,
  loads,
}: RunConditions): readonly string[] {
  const best = nodeAtBestLoad(summaries);
  const seconds = (ms: number) => formatNumber(ms / 1_000);
  return [
    `Load average of the machine, which the runs themselves keep at about one: ${loads.map(formatNumber).join(" at the start, ")} at the end.`,
    canPin ? "The server has one core and the load generator another." : "No process was pinned to a core.",
    `Texts of ${TEXT_BYTES} bytes of UTF-8, the same for all subjects: words of CLDR's names in six languages, each text other words.`,
    "CPU time is that of all threads of the server (/proc/PID/task/*/schedstat); waits: runnable without a core.",
    `A run in which the server waited for over ${NOISE_SHARE * 100} % of the time is repeated once; the quieter one counts.`,
    "Deliveries above the offered load are the backlog of the warm-up.",
    "Latency counts from the time at which a message was due. Every frame of every member is checked for order, loss and duplicates.",
    "Rows are those that the runtime's cursors count plus alarm settings, in separate runs that are not timed.",
    `Databases on ${storage}, which syncs a page in ${syncMs.toFixed(2)} ms; the runtime syncs at each commit.`,
    `Rounds: ${timings.rounds} of ${seconds(timings.measuredMs)} s after ${seconds(timings.warmMs)} s of warm-up, joins ${JOINS_PER_ROUND} times a round; ${seconds(elapsedMs)} s in all.`,
    ...(best === undefined
      ? []
      : [
          `The Node server at its best load, ${best.workload}: ${formatNumber(best.cpuUs)} µs of CPU per delivery.`,
        ]),
  ];
}

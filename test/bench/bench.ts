/**
 * `npm run bench`: this project beside the guide's server, PartyServer and the platform's floor, in one run.
 * `-- --quick` takes under two minutes; `--only=` and `--against=` choose works and subjects.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { workerBundle } from "../support/worker-bundle.ts";
import { costs } from "./cost-table.ts";
import { measureRoomUsage } from "./meter.ts";
import { readOptions } from "./options.ts";
import { measurePage } from "./page/measure.ts";
import { canPin } from "./pinning.ts";
import { report } from "./report.ts";
import { NOISE_SHARE, runRounds } from "./rounds.ts";
import { medianSyncMs, useStorage } from "./storage.ts";
import { startMajlis, startMetered, subjectsWith } from "./subjects/index.ts";
import { summarize } from "./summary.ts";
import { formatNumber } from "./table.ts";
import { compareTransports, measureTransportUsage } from "./transports/compare.ts";
import { evaluateTargets } from "./targets.ts";
import { FULL_TIMINGS, isForFullRunsOnly, JOINS_PER_ROUND, QUICK_TIMINGS, WORKLOADS } from "./workloads.ts";

const OUTPUT = join(PROJECT_ROOT, "test/output");

const options = readOptions(process.argv.slice(2));
const timings = options.isQuick ? QUICK_TIMINGS : FULL_TIMINGS;
const startedAt = performance.now();
useStorage(options.storage);
const bundle = await workerBundle();
const workloads = WORKLOADS.filter(({ name }) => options.workloads.includes(name));
const subjects = subjectsWith(bundle).filter(({ name }) => options.subjects.includes(name));

const outcomes = await runRounds({
  workloads,
  subjects,
  timings,
  skips: (workload, subject) => options.isQuick && isForFullRunsOnly(workload.name, subject.name),
  onProgress,
});
const transports = options.comparesTransports
  ? await compareTransports(() => startMajlis(bundle), timings, onProgress)
  : [];
const transportCosts = options.comparesTransports
  ? await measureTransportUsage(() => startMetered(bundle), timings, onProgress)
  : [];
const page = await measurePage(options.page, onProgress);
const usages =
  options.subjects.includes("majlis") && workloads.length > 0
    ? await measureRoomUsage(() => startMetered(bundle), timings, onProgress)
    : [];

const summaries = workloads.flatMap(({ name: workload }) =>
  subjects.flatMap(({ name: subject }) => summarize(outcomes, workload, subject) ?? []),
);
const findings = {
  summaries,
  transports,
  transportCosts,
  usages,
  page,
  targets: evaluateTargets(summaries, {
    rowsWrittenPerMessage: usages
      .map(({ perMessage }) => perMessage.rowsWritten)
      .sort()
      .at(-1),
  }),
  costs: costs(usages),
  conditions: [
    canPin ? "The server has one core and the load generator another." : "Nothing was pinned to a core.",
    "CPU is that of all the server's threads (/proc/<pid>/task/*/schedstat); waits: ready to run, and no core.",
    `A run in which the server waited for over ${NOISE_SHARE * 100} % of the time is made again, once.`,
    "More deliveries than were offered in that time: what the warm-up had left over was caught up with.",
    "Delays count from when a message was due. Every frame of every member was checked for order, loss and doubles.",
    "Rows are those that the runtime's own cursors count, and settings of the alarm, in runs that are not timed.",
    `Databases on ${options.storage}, which syncs a page in ${medianSyncMs().toFixed(2)} ms; the runtime syncs at each commit.`,
    `${timings.rounds} rounds of ${formatNumber(timings.measuredMs / 1_000)} s after ${formatNumber(timings.warmMs / 1_000)} s of warm-up, joins ${JOINS_PER_ROUND} times a round; in all ${formatNumber((performance.now() - startedAt) / 1_000)} s.`,
  ],
};
console.log(report(findings));
mkdirSync(OUTPUT, { recursive: true });
writeFileSync(
  join(OUTPUT, "bench.json"),
  JSON.stringify({ options, timings, ...findings, outcomes }, null, 2),
);

function onProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}

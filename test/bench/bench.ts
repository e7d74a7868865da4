/**
 * `npm run bench`: this project beside the guide's server, PartyServer and the platform's floor, in one run.
 * `-- --quick` takes under two minutes; `--only=` and `--against=` choose works and subjects.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { workerBundle } from "../support/worker-bundle.ts";
import { costs } from "./cost-table.ts";
import { meterRooms } from "./meter.ts";
import { readOptions } from "./options.ts";
import { measurePage } from "./page/measure.ts";
import { canPin } from "./pinning.ts";
import { report } from "./report.ts";
import { DISTURBED_SHARE, runRounds } from "./rounds.ts";
import { syncMs, useStorage } from "./storage.ts";
import { startMajlis, startMetered, subjectsWith } from "./subjects/index.ts";
import { summarize } from "./summary.ts";
import { digits } from "./table.ts";
import { compareTransports, countTransports } from "./transports/compare.ts";
import { judge } from "./verdicts.ts";
import { FULL, isForFullRunsOnly, JOINS_A_ROUND, QUICK, WORKS } from "./works.ts";

const OUTPUT = join(PROJECT_ROOT, "test/output");

const options = readOptions(process.argv.slice(2));
const patience = options.isQuick ? QUICK : FULL;
const beganAt = performance.now();
useStorage(options.storage);
const product = await workerBundle();
const works = WORKS.filter(({ name }) => options.works.includes(name));
const subjects = subjectsWith(product).filter(({ name }) => options.subjects.includes(name));

const outcomes = await runRounds({
  works,
  subjects,
  patience,
  skips: (work, subject) => options.isQuick && isForFullRunsOnly(work.name, subject.name),
  onProgress,
});
const transports = options.comparesTransports
  ? await compareTransports(() => startMajlis(product), patience, onProgress)
  : [];
const transportCosts = options.comparesTransports
  ? await countTransports(() => startMetered(product), patience, onProgress)
  : [];
const page = await measurePage(options.page, onProgress);
const metered =
  options.subjects.includes("majlis") && works.length > 0
    ? await meterRooms(() => startMetered(product), patience, onProgress)
    : [];

const summaries = works.flatMap(({ name: work }) =>
  subjects.flatMap(({ name: subject }) => summarize(outcomes, work, subject) ?? []),
);
const findings = {
  summaries,
  transports,
  transportCosts,
  metered,
  page,
  verdicts: judge(summaries, {
    rowsWrittenPerMessage: metered
      .map(({ perMessage }) => perMessage.rowsWritten)
      .sort()
      .at(-1),
  }),
  costs: costs(metered),
  conditions: [
    canPin ? "The server has one core and the load generator another." : "Nothing was pinned to a core.",
    "CPU is that of all the server's threads (/proc/<pid>/task/*/schedstat); waits: ready to run, and no core.",
    `A run in which the server waited for over ${DISTURBED_SHARE * 100} % of the time is made again, once.`,
    "More deliveries than were offered in that time: what the warm-up had left over was caught up with.",
    "Delays count from when a message was due. Every frame of every member was checked for order, loss and doubles.",
    "Rows are those that the runtime's own cursors count, and settings of the alarm, in runs that are not timed.",
    `Databases on ${options.storage}, which syncs a page in ${syncMs().toFixed(2)} ms; the runtime syncs at each commit.`,
    `${patience.rounds} rounds of ${digits(patience.measuredMs / 1_000)} s after ${digits(patience.warmMs / 1_000)} s of warm-up, joins ${JOINS_A_ROUND} times a round; in all ${digits((performance.now() - beganAt) / 1_000)} s.`,
  ],
};
console.log(report(findings));
mkdirSync(OUTPUT, { recursive: true });
writeFileSync(
  join(OUTPUT, "bench.json"),
  JSON.stringify({ options, patience, ...findings, outcomes }, null, 2),
);

function onProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}

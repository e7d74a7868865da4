/**
 * `npm run bench`: compares this project with servers on Node and Bun, Socket.IO, PartyServer and bare Durable Objects in one run.
 * `-- --quick` takes under two minutes; `--only=` and `--against=` select workloads and subjects (options.ts).
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { workerBundle } from "../support/worker-bundle.ts";
import { conditionsOf } from "./conditions.ts";
import { costs } from "./cost-table.ts";
import { FLOOD_TIMINGS, measureFloods, QUICK_FLOOD_TIMINGS } from "./floods/measure.ts";
import { GAME_TIMINGS, measureGame, QUICK_GAME_TIMINGS } from "./game/measure.ts";
import { environmentLine } from "./machine.ts";
import { HOSTILE_KINDS } from "./memory/kinds.ts";
import { measureMemory } from "./memory/measure.ts";
import { measureRoomUsage, type RoomUsage } from "./meter.ts";
import { readOptions, type Options } from "./options.ts";
import { measurePage } from "./page/measure.ts";
import { measureReads } from "./reads/measure.ts";
import { reportSections, textReport, type Findings } from "./report.ts";
import { findingsOf, runKindsOf, updateResults } from "./results.ts";
import { ratiosOf } from "./ratios.ts";
import { runRounds } from "./rounds.ts";
import { medianSyncMs, useStorage } from "./storage.ts";
import { startMajlis, startMetered, subjectsWith } from "./subjects/index.ts";
import { summarize } from "./summary.ts";
import { evaluateTargets } from "./targets.ts";
import { measureDrawing } from "./text/measure-page.ts";
import { measureTextRules } from "./text/measure-worker.ts";
import { compareTransports, measureTransportUsage } from "./transports/compare.ts";
import {
  FULL_TIMINGS,
  isCompared,
  isLeftOut,
  QUICK_TIMINGS,
  RATIO_TIMINGS,
  WORKLOADS,
  type BenchTimings,
} from "./workloads.ts";

const OUTPUT = join(PROJECT_ROOT, "test/output");
const RESULTS = join(import.meta.dirname, "RESULTS.md");

const options = readOptions(process.argv.slice(2));
const timings = timingsOf(options);
const startedAt = performance.now();
const [loadAtStart = 0] = loadavg();
useStorage(options.storage);
const bundle = await workerBundle();
const workloads = WORKLOADS.filter(({ name }) => options.workloads.includes(name));
const subjects = subjectsWith(bundle).filter(({ name }) => options.subjects.includes(name));

const outcomes = await runRounds({
  workloads,
  subjects,
  timings,
  skips: (workload, { name }) =>
    options.comparesPairs ? !isCompared(workload, name) : isLeftOut(workload, name, options.isQuick),
  onProgress,
});
const transports = options.comparesTransports
  ? await compareTransports(() => startMajlis(bundle), timings, onProgress)
  : [];
const transportCosts = options.comparesTransports
  ? await measureTransportUsage(() => startMetered(bundle), timings, onProgress)
  : [];
const page = await measurePage({ ...options.page, busyMinutes: 0 }, onProgress);
const hour = await measurePage({ ...options.page, measuresPage: false }, onProgress);
const floods = options.measuresFloods
  ? await measureFloods(
      bundle,
      options.attacks,
      options.isQuick ? QUICK_FLOOD_TIMINGS : FLOOD_TIMINGS,
      onProgress,
    )
  : [];
const textRules = options.measuresText ? await measureTextRules(onProgress) : [];
const drawing = options.measuresText ? await measureDrawing(onProgress) : [];
const reads = options.measuresReads ? await measureReads(bundle, onProgress) : [];
const memory = options.measuresMemory
  ? await measureMemory(
      bundle,
      HOSTILE_KINDS.map(({ name }) => name),
      onProgress,
    )
  : [];
const game = options.measuresGame
  ? await measureGame(bundle, options.isQuick ? QUICK_GAME_TIMINGS : GAME_TIMINGS, onProgress)
  : [];
const usages =
  options.subjects.includes("majlis") && workloads.length > 0
    ? await measureRoomUsage(() => startMetered(bundle), timings, onProgress)
    : [];

const summaries = workloads.flatMap(({ name: workload }) =>
  subjects.flatMap(({ name: subject }) => summarize(outcomes, workload, subject) ?? []),
);
const ratios = ratiosOf(outcomes);
const findings: Findings = {
  summaries,
  ratios,
  transports,
  transportCosts,
  usages,
  page,
  hour,
  floods,
  reads,
  textRules,
  drawing,
  memory,
  game,
  targets: evaluateTargets(summaries, ratios, { rowsWrittenPerMessage: mostRowsWritten(usages) }),
  costs: costs(usages),
  conditions: conditionsOf({
    timings,
    storage: options.storage,
    syncMs: medianSyncMs(),
    elapsedMs: performance.now() - startedAt,
    summaries,
    loads: [loadAtStart, loadavg()[0] ?? 0],
  }),
};
console.log(textReport(reportSections(findings)));
mkdirSync(OUTPUT, { recursive: true });
writeFileSync(
  join(OUTPUT, "bench.json"),
  JSON.stringify({ options, timings, ...findings, outcomes }, null, 2),
);
writeResults();

/** Replaces the sections of RESULTS.md that this run has measured completely. */
function writeResults(): void {
  const kinds = runKindsOf(options);
  const sections = kinds.map((kind) => ({ kind, findings: findingsOf(kind, findings) }));
  writeFileSync(RESULTS, updateResults(readFileSync(RESULTS, "utf8"), sections, environmentLine()));
  onProgress(
    kinds.length === 0
      ? "RESULTS.md is unchanged: a selection of workloads, subjects or storage is only printed"
      : `RESULTS.md: wrote ${kinds.join(", ")}`,
  );
}

function timingsOf({ isQuick, comparesPairs }: Options): BenchTimings {
  if (isQuick) return QUICK_TIMINGS;
  return comparesPairs ? RATIO_TIMINGS : FULL_TIMINGS;
}

function mostRowsWritten(usages: readonly RoomUsage[]): number | undefined {
  return usages.length === 0
    ? undefined
    : Math.max(...usages.map(({ perMessage }) => perMessage.rowsWritten));
}

function onProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}

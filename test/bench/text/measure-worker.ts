/** The CPU that each rule of text takes in the Workers runtime, for an ordinary text and for those made against it. */
import { build } from "esbuild";
import { join } from "node:path";
import { ADVERSARIAL_TEXTS } from "../../support/adversarial-texts.ts";
import { TEXT_RULES, WORKER_RULES } from "../../support/text-rules.ts";
import { Workerd } from "../../support/workerd.ts";
import { timeOf } from "../generator/process-figures.ts";
import { pin, SERVER_CORE } from "../pinning.ts";
import { median } from "../statistics.ts";
import type { RuleJob } from "./rules-worker.ts";

const TEXT_BYTES = 16 * 1_024;

/** Each rule is run over every text, and measured with those that took longest. */
const CANDIDATES = 3;
const SCAN_RUNS = 5;
const RUNS = 20;
const ROUNDS = 7;

/** CPU of the process, in ms for one run. */
export interface RuleCost {
  readonly rule: string;
  /** a rule that the Worker runs may run in the page, too */
  readonly runsIn: "worker" | "page";
  readonly ordinaryMs: number;
  /** the text that takes longest */
  readonly worst: string;
  readonly worstMs: number;
}

/** The costs of all rules, the most expensive first. */
export async function measureTextRules(onProgress: (line: string) => void): Promise<readonly RuleCost[]> {
  const workerd = await Workerd.start({ bundle: await rulesWorker() });
  try {
    if (workerd.processId !== undefined) pin(workerd.processId, SERVER_CORE);
    const costs: RuleCost[] = [];
    for (const rule of Object.keys(TEXT_RULES)) {
      onProgress(`text: ${rule}`);
      costs.push(await measureRule(workerd, rule));
    }
    return costs.toSorted((a, b) => b.worstMs - a.worstMs);
  } finally {
    await workerd.stop();
  }
}

async function rulesWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "rules-worker.ts")],
    bundle: true,
    format: "esm",
    target: "es2024",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

async function measureRule(workerd: Workerd, rule: string): Promise<RuleCost> {
  const ordinaryMs = await medianMs(workerd, rule, undefined);
  const scanned: { text: string; ms: number }[] = [];
  for (const text of Object.keys(ADVERSARIAL_TEXTS))
    scanned.push({ text, ms: await cpuMs(workerd, { rule, text, bytes: TEXT_BYTES, runs: SCAN_RUNS }) });
  const candidates = scanned.toSorted((a, b) => b.ms - a.ms).slice(0, CANDIDATES);
  let worst = { text: "", ms: 0 };
  for (const { text } of candidates) {
    const ms = await medianMs(workerd, rule, text);
    if (ms > worst.ms) worst = { text, ms };
  }
  const runsIn = rule in WORKER_RULES ? "worker" : "page";
  return { rule, runsIn, ordinaryMs, worst: worst.text, worstMs: worst.ms };
}

async function medianMs(workerd: Workerd, rule: string, text: string | undefined): Promise<number> {
  const job = { rule, text, bytes: TEXT_BYTES, runs: RUNS };
  const times: number[] = [];
  // The first round compiles.
  for (let round = 0; round <= ROUNDS; round++) times.push(await cpuMs(workerd, job));
  return median(times.slice(1)) ?? Number.NaN;
}

/** For one run, with its part of the request. */
async function cpuMs({ processId, origin }: Workerd, job: RuleJob): Promise<number> {
  if (processId === undefined) throw new Error("the runtime has no process");
  const startedMs = timeOf(processId).ranMs;
  const response = await fetch(origin, { method: "POST", body: JSON.stringify(job) });
  if ((await response.text()) !== "done") throw new Error(`${job.rule}: ${response.status}`);
  return (timeOf(processId).ranMs - startedMs) / job.runs;
}

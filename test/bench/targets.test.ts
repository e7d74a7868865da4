import { expect, test } from "vitest";
import type { RunResult, LoadFigures } from "./generator/job.ts";
import { readOptions } from "./options.ts";
import { ratiosOf } from "./ratios.ts";
import { median } from "./statistics.ts";
import { isSaturated, summarize, type Outcome } from "./summary.ts";
import { SUBJECT_NAMES, type SubjectName } from "./subjects/subject.ts";
import { markdownTable, textTable } from "./table.ts";
import { nodeAtBestLoad, evaluateTargets } from "./targets.ts";
import { isCompared, WORKLOADS, type WorkloadName } from "./workloads.ts";

const LOAD: LoadFigures = {
  deliveriesPerSecond: 1_000_000,
  p50Ms: 50,
  p99Ms: 100,
  serverCpuMs: 1_000,
  cpuUsPerDelivery: 1,
  serverCpuShare: 1,
  serverWaitShare: 0,
  generatorCpuShare: 0.5,
  wireBytesPerDelivery: 200,
  framesPerSecondPerMember: 10,
  flowAnswersPerMessage: 0,
  expected: 1_000,
  backlog: 0,
  lost: 0,
  duplicated: 0,
  outOfOrder: 0,
  rejected: 0,
  closes: {},
};

function outcome(
  workload: WorkloadName,
  subject: SubjectName,
  load: Partial<LoadFigures> = {},
  round = 1,
): Outcome {
  const join = { members: 10, joinMs: 1, cpuMsPerJoin: 1, lastCpuMsPerJoin: 1, bytesPerMember: 1 };
  return { workload, subject, round, result: { kind: "measured", join, load: { ...LOAD, ...load } } };
}

/** The result of a workload of joins, each at this cost. */
function joins(workload: WorkloadName, subject: SubjectName, cpuMsPerJoin: number): Outcome {
  const join = { members: 10, joinMs: 1, cpuMsPerJoin, lastCpuMsPerJoin: cpuMsPerJoin, bytesPerMember: 1 };
  return { workload, subject, round: 1, result: { kind: "joined", join } };
}

function summaries(...outcomes: Outcome[]) {
  return outcomes.flatMap(({ workload, subject }) => summarize(outcomes, workload, subject) ?? []);
}

test("the median is the middle value, or the mean of the two middle ones", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeUndefined();
});

test("a summary has the medians of the rounds, but the worst loss of any round", () => {
  const rounds = [10, 30, 20].map((p99Ms, index) =>
    outcome("300x50", "majlis", { p99Ms, lost: index, closes: { 4000: index } }, index + 1),
  );
  expect(summarize(rounds, "300x50", "majlis")).toMatchObject({
    rounds: 3,
    load: { p99Ms: 20, lost: 2, closed: 2 },
  });
  expect(summarize(rounds, "300x50", "bare")).toBeUndefined();
});

test("a subject that falls far behind, fails or cannot join is saturated", () => {
  const loaded = (backlog: number): RunResult => outcome("10x5", "bare", { backlog }).result;
  expect(isSaturated(loaded(40))).toBe(false);
  expect(isSaturated(loaded(60))).toBe(true);
  expect(isSaturated({ kind: "failed", reason: "the process exited" })).toBe(true);
  expect(isSaturated({ kind: "not_joined", joined: 3, timeoutMs: 10 })).toBe(true);
});

test("targets are judged as ratios within the run, and not judged if a figure is missing", () => {
  const outcomes = [
    outcome("300x50", "majlis", { cpuUsPerDelivery: 10, p99Ms: 61 }),
    outcome("300x50", "bare", { cpuUsPerDelivery: 20 }),
    outcome("1000x1000", "majlis", { cpuUsPerDelivery: 1 }),
    outcome("1000x1000", "bun", { cpuUsPerDelivery: 1.25 }),
    outcome("1000x100", "node", { cpuUsPerDelivery: 10 }),
    outcome("300x50", "node", { cpuUsPerDelivery: 12 }),
    joins("join1000", "majlis", 1.6),
    joins("join1000", "bare+row", 1),
    joins("join9000", "majlis", 2),
  ];
  const all = summaries(...outcomes);
  expect(nodeAtBestLoad(all)).toEqual({ workload: "1000x100", cpuUs: 10 });
  const verdicts = evaluateTargets(all, ratiosOf(outcomes), { rowsWrittenPerMessage: 1 });
  const verdict = (workload: string, metric: string) =>
    verdicts.find((one) => one.workload === workload && one.metric.startsWith(metric));
  expect(verdict("300x50", "p99")).toMatchObject({ measured: 61, isMet: false });
  expect(verdict("300x50", "CPU")).toMatchObject({ measured: 0.5, isMet: true });
  expect(verdict("1000x1000", "deliveries")).toMatchObject({ isMet: true });
  expect(verdict("1000x1000", "CPU per delivery / Bun")).toMatchObject({ measured: 0.8, isMet: false });
  expect(verdict("1000x1000", "CPU per delivery / Node")).toMatchObject({ measured: 0.1, isMet: true });
  expect(verdict("join1000", "CPU")).toMatchObject({ measured: 1.6, isMet: false });
  expect(verdict("join9000", "CPU")).toMatchObject({ measured: 1.25, isMet: true });
  expect(verdict("1000x100", "CPU")).toMatchObject({ measured: undefined, isMet: undefined });
  expect(verdict("wire", "rows")).toMatchObject({ isMet: true });
});

test("a run for the ratios alone measures all that a target compares, but for the room of 5,000", () => {
  const outcomes = WORKLOADS.flatMap((workload) =>
    SUBJECT_NAMES.filter((subject) => isCompared(workload, subject)).map((subject) =>
      workload.ratePerSecond === 0 ? joins(workload.name, subject, 1) : outcome(workload.name, subject),
    ),
  );
  const targets = evaluateTargets(summaries(...outcomes), ratiosOf(outcomes), { rowsWrittenPerMessage: 1 });
  const unmeasured = targets.filter(({ measured }) => measured === undefined);
  expect(new Set(unmeasured.map(({ workload }) => workload))).toEqual(new Set(["5000x20"]));
  expect(unmeasured.length).toBeLessThan(targets.length);
});

test("workloads and subjects are selected by name, and an unknown name is an error", () => {
  expect(readOptions(["--quick", "--only=300x50", "--against=majlis,bare"])).toMatchObject({
    isQuick: true,
    workloads: ["300x50"],
    subjects: ["bare", "majlis"],
    storage: "disk",
  });
  expect(readOptions([]).workloads).toHaveLength(WORKLOADS.length);
  expect(() => readOptions(["--only=300"])).toThrow("unknown workload 300");
});

test("a table aligns names left and figures right, as text and as Markdown", () => {
  const table = { headers: ["name", "ms"], rows: [["a", "1.5"], ["long name"]], nameColumns: 1 };
  expect(textTable(table).split("\n")).toEqual([
    "name        ms",
    "──────────────",
    "a          1.5",
    "long name",
  ]);
  expect(markdownTable(table).split("\n")).toEqual([
    "| name      |  ms |",
    "| --------- | --: |",
    "| a         | 1.5 |",
    "| long name |     |",
  ]);
});

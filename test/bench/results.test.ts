import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { environmentLine } from "./machine.ts";
import { readOptions } from "./options.ts";
import type { Findings } from "./report.ts";
import { findingsOf, runKindsOf, updateResults, type RunFindings } from "./results.ts";

const ENVIRONMENT = "2026-11-24; a machine; Node 22.";

const FINDINGS: Findings = {
  summaries: [],
  ratios: [],
  targets: [],
  transports: [],
  transportCosts: [],
  usages: [],
  costs: [{ label: "a million messages", bill: billOf(1) }],
  page: [{ name: "scripts", measured: "44 KiB", target: "≤ 45 KiB", isMet: true }],
  hour: [{ name: "longest task", measured: "286 ms", target: "≤ 200 ms", isMet: false }],
  floods: [],
  reads: [{ read: "page", room: "crowd", rows: 943, cpuMs: 2 }],
  textRules: [{ rule: "fold", runsIn: "worker", ordinaryMs: 0.4, worst: "marks", worstMs: 2 }],
  drawing: [{ name: "marks arrive", measured: "30 ms", target: "≤ 50 ms", isMet: true }],
  memory: [],
  game: [
    {
      subject: "majlis",
      p50Ms: 5,
      p99Ms: 9,
      lost: 0,
      bytesPerSecond: 4_100,
      cpuMsPerSecond: 8,
      waitShare: 0,
      playersWaitShare: 0,
    },
  ],
  conditions: ["Nothing was pinned."],
};

function billOf(rowsWritten: number) {
  return { rowsWritten, requests: 0, duration: 0, rowsRead: 0, storage: 0, total: rowsWritten };
}

function run(kind: RunFindings["kind"]): RunFindings {
  return { kind, findings: findingsOf(kind, FINDINGS) };
}

function kindsOf(...args: string[]) {
  return runKindsOf(readOptions(args));
}

test("a run without options is a full run, with --quick a quick one", () => {
  expect(kindsOf()).toEqual(["full"]);
  expect(kindsOf("--quick")).toEqual(["quick"]);
});

test("a run of the transports, the page, the hour, the floods, the reads, the texts, the memory or the game alone is a kind of its own", () => {
  expect(kindsOf("--only=transports")).toEqual(["transports"]);
  expect(kindsOf("--only=page,hour")).toEqual(["page", "hour"]);
  expect(kindsOf("--only=floods")).toEqual(["floods"]);
  expect(kindsOf("--only=ratios")).toEqual(["ratios"]);
  expect(kindsOf("--only=reads")).toEqual(["reads"]);
  expect(kindsOf("--only=text")).toEqual(["text"]);
  expect(kindsOf("--only=memory")).toEqual(["memory"]);
  expect(kindsOf("--only=game")).toEqual(["game"]);
});

test("a selection of workloads or subjects, other storage or a shorter hour writes no section", () => {
  for (const args of [
    ["--only=300x50"],
    ["--only=300x50,transports"],
    ["--against=majlis"],
    ["--only=ratios", "--against=bun,majlis"],
    ["--only=ratios", "--quick"],
    ["--quick", "--against=majlis"],
    ["--quick", "--only=transports"],
    ["--storage=memory"],
    ["--only=hour", "--minutes=5"],
    ["--only=floods", "--quick"],
    ["--only=game", "--quick"],
  ]) {
    expect([args, kindsOf(...args)]).toEqual([args, []]);
  }
});

test("a section has the command, the environment and the tables of its kind", () => {
  expect(updateResults("# Results\n", [run("hour")], ENVIRONMENT)).toBe(
    [
      "# Results",
      "",
      "<!-- bench:hour -->",
      "",
      "## An hour in a busy room",
      "",
      `\`npm run bench -- --only=hour\`: ${ENVIRONMENT}`,
      "",
      "### Page in a busy room",
      "",
      "| figure       |   target | measured | verdict |",
      "| ------------ | -------: | -------: | ------: |",
      "| longest task | ≤ 200 ms |   286 ms | NOT MET |",
      "",
    ].join("\n"),
  );
});

test("what is written by hand about a section is at the end of each new one, and of no other", () => {
  const notes = readFileSync(new URL("notes/ratios.md", import.meta.url), "utf8");
  const results = updateResults("# Results\n", [run("hour"), run("ratios")], ENVIRONMENT);
  expect(results.split(notes.trim())).toHaveLength(2);
  const hour = results.slice(results.indexOf("<!-- bench:hour -->"));
  expect(hour).not.toContain(notes.trim());
});

test("a run replaces its own section only, whatever order the runs come in", () => {
  const full = updateResults("# Results\n", [run("full")], "first");
  const both = updateResults(full, [run("page")], "second");
  const again = updateResults(both, [run("full"), run("quick")], "third");
  expect([...again.matchAll(/^## (.*)$/gmu)].map(([, title]) => title)).toEqual([
    "Full run",
    "Quick run",
    "Page",
  ]);
  expect([...again.matchAll(/^`npm.*`: (.*)$/gmu)].map(([, environment]) => environment)).toEqual([
    "third",
    "third",
    "second",
  ]);
});

test("an update without sections leaves RESULTS.md as it is", () => {
  const results = readFileSync(new URL("RESULTS.md", import.meta.url), "utf8");
  expect(results).toContain("<!-- bench:full -->");
  expect(updateResults(results, [], ENVIRONMENT)).toBe(results);
});

test("the environment line has the UTC date and the versions of what is measured", () => {
  expect(environmentLine(new Date("2026-11-24T23:59:00Z"))).toMatch(
    /^2026-11-24; .+, \d+ cores, \d+ GiB; .+; Node [\d.]+, workerd [\d.]+, ws [\d.]+, partyserver [\d.]+, bun [\d.]+, socket\.io [\d.]+, @colyseus\/core [\d.]+\.$/,
  );
});

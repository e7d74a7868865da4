/**
 * RESULTS.md, written by the bench: a section for each kind of run, behind a marker. A run replaces only the sections
 * that it measured completely, so a quick or partial run never overwrites the tables of a full one. What is written by hand
 * about a section is in a file of `notes`, and is added to each new one.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ATTACKS } from "./floods/attacks.ts";
import type { Options } from "./options.ts";
import { markdownReport, reportSections, type Findings } from "./report.ts";
import { SUBJECT_NAMES } from "./subjects/subject.ts";
import { WORKLOAD_NAMES } from "./workloads.ts";

const RUNS = {
  full: { title: "Full run", command: "npm run bench" },
  quick: { title: "Quick run", command: "npm run bench -- --quick" },
  ratios: { title: "In proportion to the others", command: "npm run bench -- --only=ratios" },
  transports: { title: "Transports alone", command: "npm run bench -- --only=transports" },
  page: { title: "Page", command: "npm run bench -- --only=page" },
  text: { title: "Texts made to be slow", command: "npm run bench -- --only=text" },
  reads: { title: "Reads", command: "npm run bench -- --only=reads" },
  game: { title: "A game", command: "npm run bench -- --only=game" },
  hour: { title: "An hour in a busy room", command: "npm run bench -- --only=hour" },
  floods: { title: "Floods", command: "npm run bench -- --only=floods" },
  memory: { title: "Memory", command: "npm run bench -- --only=memory" },
} as const;

export type RunKind = keyof typeof RUNS;

const RUN_KINDS = Object.keys(RUNS) as readonly RunKind[];
const FULL_HOUR_MINUTES = 60;

export interface RunFindings {
  readonly kind: RunKind;
  readonly findings: Findings;
}

/** The kinds of run that these options measure completely; none for a selection of workloads or subjects. */
export function runKindsOf(options: Options): readonly RunKind[] {
  const {
    isQuick,
    workloads,
    subjects,
    comparesTransports,
    page,
    measuresFloods,
    attacks,
    measuresReads,
    measuresText,
    measuresMemory,
    measuresGame,
    comparesPairs,
    storage,
  } = options;
  if (storage !== "disk") return [];
  const comparesAll = workloads.length === WORKLOAD_NAMES.length && subjects.length === SUBJECT_NAMES.length;
  const isComplete: Readonly<Record<RunKind, boolean>> = {
    full: !isQuick && !comparesPairs && comparesAll && comparesTransports,
    quick: isQuick && !comparesPairs && comparesAll,
    ratios: comparesPairs && !isQuick && subjects.length === SUBJECT_NAMES.length,
    transports: !isQuick && workloads.length === 0 && comparesTransports,
    page: page.measuresPage,
    text: measuresText,
    memory: measuresMemory,
    game: measuresGame && !isQuick,
    reads: measuresReads,
    hour: page.busyMinutes === FULL_HOUR_MINUTES,
    floods: measuresFloods && !isQuick && attacks.length === ATTACKS.length,
  };
  return RUN_KINDS.filter((kind) => isComplete[kind]);
}

const NO_FINDINGS: Findings = {
  summaries: [],
  ratios: [],
  targets: [],
  transports: [],
  transportCosts: [],
  usages: [],
  costs: [],
  page: [],
  hour: [],
  floods: [],
  reads: [],
  textRules: [],
  drawing: [],
  memory: [],
  game: [],
  conditions: [],
};

const OF_ALL_SUBJECTS = [
  "summaries",
  "ratios",
  "targets",
  "transports",
  "transportCosts",
  "usages",
  "costs",
  "conditions",
] as const satisfies readonly (keyof Findings)[];

/** What each section is of. */
const SECTION_FINDINGS: Readonly<Record<RunKind, readonly (keyof Findings)[]>> = {
  full: OF_ALL_SUBJECTS,
  quick: OF_ALL_SUBJECTS,
  ratios: ["summaries", "ratios", "targets", "conditions"],
  transports: ["transports", "transportCosts", "conditions"],
  page: ["page"],
  text: ["textRules", "drawing"],
  reads: ["reads"],
  game: ["game"],
  hour: ["hour"],
  floods: ["floods"],
  memory: ["memory"],
};

/** The part of the findings that belongs into the section of `kind`. */
export function findingsOf(kind: RunKind, findings: Findings): Findings {
  const part = Object.fromEntries(SECTION_FINDINGS[kind].map((name) => [name, findings[name]]));
  return { ...NO_FINDINGS, ...part };
}

/**
 * The document with the sections of `runs` replaced and all others as they were.
 *
 * @param environment date, machine and versions, one line for each section
 */
export function updateResults(document: string, runs: readonly RunFindings[], environment: string): string {
  const [preamble = "", ...parts] = document.split(/^(?=<!-- bench:)/mu);
  const sections = new Map<RunKind, string>();
  for (const kind of RUN_KINDS) {
    const part = parts.find((text) => text.startsWith(marker(kind)));
    if (part !== undefined) sections.set(kind, part);
  }
  for (const { kind, findings } of runs) sections.set(kind, section(kind, findings, environment));
  const texts = RUN_KINDS.flatMap((kind) => sections.get(kind)?.trimEnd() ?? []);
  return `${[preamble.trimEnd(), ...texts].join("\n\n")}\n`;
}

function section(kind: RunKind, findings: Findings, environment: string): string {
  const { title, command } = RUNS[kind];
  const head = `${marker(kind)}\n\n## ${title}\n\n\`${command}\`: ${environment}\n`;
  return [head, markdownReport(reportSections(findings)), ...notesOn(kind)].join("\n");
}

function notesOn(kind: RunKind): readonly string[] {
  const path = join(import.meta.dirname, `notes/${kind}.md`);
  return existsSync(path) ? [readFileSync(path, "utf8")] : [];
}

function marker(kind: RunKind): string {
  return `<!-- bench:${kind} -->`;
}

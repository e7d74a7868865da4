import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const spec = readFileSync(new URL("../../src/protocol/SPEC.md", import.meta.url), "utf8");

/** Longer rules are split into steps or a table. */
const MAX_WORDS = 60;
const RULE = /^- \*\*([A-Z0-9]+-\d+)/u;
const STEP = /^\s+(?:\d+\.|-) /u;
/** Where tests and vectors have their names; paths have the separators of the system. */
const TEST_FILE = /(?:\.test\.ts|-contract\.ts|test_\w+\.py|vectors[\\/]\w+\.json)$/u;
const TABLE_ROW = /^\s+\|/u;
/** Rules of majlis.v1 at its first release: rules are added, never dropped or renumbered, as tests and clients cite them. */
const MIN_RULES = 129;

interface Passage {
  readonly id: string;
  readonly words: number;
}

/** The rules' own paragraphs and each of their steps, without table rows. */
function passages(): readonly Passage[] {
  const found: { id: string; words: number }[] = [];
  let id: string | undefined;
  for (const line of spec.split("\n")) {
    const rule = RULE.exec(line)?.[1];
    if (rule === undefined && !/^(?:\s|$)/u.test(line)) id = undefined;
    id = rule ?? id;
    if (id === undefined || TABLE_ROW.test(line)) continue;
    if (rule !== undefined || STEP.test(line) || line === "") found.push({ id, words: 0 });
    const passage = found.at(-1);
    if (passage !== undefined) passage.words += line.split(/\s+/u).filter((word) => word !== "").length;
  }
  return found;
}

function ruleIds(): readonly string[] {
  return [...spec.matchAll(new RegExp(RULE, "gmu"))].map(([, id = ""]) => id);
}

test("every rule id in the specification is unique, and none is missing", () => {
  const ids = ruleIds();
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.length).toBeGreaterThanOrEqual(MIN_RULES);
});

test("every rule, and every step of a rule, has at most 60 words outside of tables", () => {
  expect(passages().filter(({ words }) => words > MAX_WORDS)).toEqual([]);
});

test("every rule id that the specification refers to is defined in it", () => {
  const ids = new Set(ruleIds());
  const prefixes = new Set([...ids].map((id) => id.replace(/-\d+$/u, "")));
  const references = [...spec.matchAll(/\b([A-Z][A-Z0-9]*)-\d+\b/gu)].filter(([, prefix = ""]) =>
    prefixes.has(prefix),
  );
  expect(references.map(([id]) => id).filter((id) => !ids.has(id))).toEqual([]);
});

/** The rules that tests cite: `[REC-2]` in the name of a test or of a vector. */
function citedIds(): ReadonlySet<string> {
  const folder = new URL("../", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    TEST_FILE.test(path),
  );
  const texts = files.map((path) => readFileSync(new URL(path, folder), "utf8"));
  return new Set(texts.flatMap((text) => [...text.matchAll(/\[([A-Z]+-\d+)\]/gu)].map(([, id = ""]) => id)));
}

test("every rule is cited by a test, and every rule that a test cites exists", () => {
  const cited = citedIds();
  const ids = ruleIds();
  expect(ids.filter((id) => !cited.has(id))).toEqual([]);
  expect([...cited].filter((id) => !ids.includes(id))).toEqual([]);
});

test("the specification defines its terms before its first rule", () => {
  const definitions = spec.slice(0, spec.indexOf("## The promise"));
  for (const term of [
    "connection",
    "session",
    "member",
    "position",
    "epoch",
    "seq",
    "durable event",
    "window",
    "digest",
    "transport",
    "fallback",
    "upgrade",
  ]) {
    expect(definitions).toMatch(new RegExp(`^\\| ${term} +\\|`, "m"));
  }
});

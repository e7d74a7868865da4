/** `npm run bench`: this project beside the guide's server and the platform's floor. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { figuresTable, joinTable } from "./figures-table.ts";
import { readOptions } from "./options.ts";
import { canPin } from "./pinning.ts";
import { runRounds } from "./rounds.ts";
import { SUBJECTS } from "./subjects/index.ts";
import { summarize } from "./summary.ts";
import { digits } from "./table.ts";
import { guidesBest, judge, verdictTable } from "./verdicts.ts";
import { FULL, isForFullRunsOnly, QUICK, WORKS } from "./works.ts";

const OUTPUT = join(PROJECT_ROOT, "test/output");

const options = readOptions(process.argv.slice(2));
const patience = options.isQuick ? QUICK : FULL;
const works = WORKS.filter(({ name }) => options.works.includes(name));
const subjects = SUBJECTS.filter(({ name }) => options.subjects.includes(name));
const beganAt = performance.now();

const outcomes = await runRounds({
  works,
  subjects,
  patience,
  skips: (work, subject) => options.isQuick && isForFullRunsOnly(work.name, subject.name),
  onProgress: (line) => process.stderr.write(`${line}\n`),
});
const summaries = works.flatMap(({ name: work }) =>
  subjects.flatMap(({ name: subject }) => summarize(outcomes, work, subject) ?? []),
);
const verdicts = judge(summaries, { rowsWrittenPerMessage: undefined });

print("Measured, medians of rounds", figuresTable(summaries));
print("Joining", joinTable(summaries));
const best = guidesBest(summaries);
if (best !== undefined) {
  print(
    "The guide's server at its best load",
    `${digits(best.cpuUs)} µs of CPU per delivery, at ${best.work}`,
  );
}
print("Judged, within this run", verdictTable(verdicts));
console.log(
  `\n${canPin ? "server and generator on a core each" : "not pinned to cores"}, ${digits((performance.now() - beganAt) / 1_000)} s`,
);

mkdirSync(OUTPUT, { recursive: true });
writeFileSync(
  join(OUTPUT, "bench.json"),
  JSON.stringify({ options, patience, summaries, verdicts, outcomes }, null, 2),
);

function print(title: string, body: string): void {
  if (body !== "") console.log(`\n${title}\n\n${body}`);
}

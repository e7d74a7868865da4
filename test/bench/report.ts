/** The report of a run, as sections: the terminal and RESULTS.md show the same ones. */
import { costTable, usageTable, type Cost } from "./cost-table.ts";
import { floodsTable, type FloodOutcome } from "./floods/measure.ts";
import { figuresTable, joinTable } from "./figures-table.ts";
import type { GameOutcome } from "./game/measure.ts";
import { gameTable } from "./game/table.ts";
import type { RoomUsage } from "./meter.ts";
import { memoryTable } from "./memory/table.ts";
import type { MemoryOutcome } from "./memory/measure.ts";
import type { PageMetric } from "./page/figures.ts";
import { pageTable } from "./page/measure.ts";
import { ratioTable, type Ratio } from "./ratios.ts";
import type { ReadCost } from "./reads/measure.ts";
import { readsTable } from "./reads/table.ts";
import type { Summary } from "./summary.ts";
import { markdownTable, textTable, type Table } from "./table.ts";
import { textsTable } from "./texts-table.ts";
import { targetTable, type TargetResult } from "./targets.ts";
import type { RuleCost } from "./text/measure-worker.ts";
import { rulesTable } from "./text/table.ts";
import type { TransportsOutcome } from "./transports/compare.ts";
import { transportCostsTable, transportsTable } from "./transports/tables.ts";

export interface Findings {
  readonly summaries: readonly Summary[];
  /** of the same workloads */
  readonly ratios: readonly Ratio[];
  readonly targets: readonly TargetResult[];
  readonly transports: readonly TransportsOutcome[];
  readonly transportCosts: readonly TransportsOutcome[];
  readonly usages: readonly RoomUsage[];
  readonly costs: readonly Cost[];
  readonly page: readonly PageMetric[];
  /** an hour in a busy room */
  readonly hour: readonly PageMetric[];
  /** what others notice of floods */
  readonly floods: readonly FloodOutcome[];
  readonly reads: readonly ReadCost[];
  /** what texts made to be slow cost each rule of text, and the page that draws them */
  readonly textRules: readonly RuleCost[];
  readonly drawing: readonly PageMetric[];
  /** what sixty hostile peers make a room and its Worker keep */
  readonly memory: readonly MemoryOutcome[];
  readonly game: readonly GameOutcome[];
  /** how it was measured, a sentence each */
  readonly conditions: readonly string[];
}

export interface Section {
  readonly title: string;
  readonly body: Table | readonly string[];
}

/** Sections with at least one row or sentence, in reading order. */
export function reportSections(findings: Findings): readonly Section[] {
  const {
    summaries,
    ratios,
    transports,
    transportCosts,
    targets,
    usages,
    costs,
    page,
    hour,
    floods,
    reads,
    textRules,
    drawing,
    memory,
    game,
    conditions,
  } = findings;
  const sections: readonly Section[] = [
    { title: "Workloads (medians of the rounds; errors of the worst round)", body: figuresTable(summaries) },
    { title: "Joining an empty room", body: joinTable(summaries) },
    {
      title: "What Majlis costs in proportion to the others (medians of runs next to each other)",
      body: ratioTable(ratios),
    },
    {
      title: "What the texts consist of, behind the mark and number that take 14 of the bytes",
      body: summaries.length === 0 ? [] : textsTable(),
    },
    { title: "Targets, judged within this run", body: targetTable(summaries.length === 0 ? [] : targets) },
    { title: "Transports", body: transportsTable(transports) },
    { title: "Cost of one reader, as the platform counts", body: transportCostsTable(transportCosts) },
    { title: "Usage per message, as the platform counts", body: usageTable(usages) },
    { title: "Cost in dollars at list prices, beyond what a plan includes", body: costTable(costs) },
    { title: "Page", body: pageTable(page) },
    { title: "Page in a busy room", body: pageTable(hour) },
    {
      title:
        "Talking while one person floods the room (latencies of the messages of all rounds; else medians)",
      body: floodsTable(floods),
    },
    { title: "Reads of rooms filled to their retention, beside an ordinary room", body: readsTable(reads) },
    { title: "Rules of text with 16 KiB, in the Workers runtime", body: rulesTable(textRules) },
    { title: "The longest messages made to be slow, on the page", body: pageTable(drawing) },
    { title: "Memory beside sixty hostile peers, in MB", body: memoryTable(memory) },
    {
      title:
        "A game of 20 players with 20 inputs a second (until all have an input; bytes and CPU for one player; medians)",
      body: gameTable(game),
    },
    { title: "Conditions", body: conditions },
  ];
  return sections.filter(({ body }) => ("rows" in body ? body.rows : body).length > 0);
}

/** What a run prints at its end. */
export function textReport(sections: readonly Section[]): string {
  return sections
    .map(({ title, body }) => `\n${title}\n\n${"rows" in body ? textTable(body) : body.join("\n")}\n`)
    .join("");
}

/** The same as Markdown, below a heading of level 2. */
export function markdownReport(sections: readonly Section[]): string {
  return sections
    .map(({ title, body }) => `### ${title}\n\n${"rows" in body ? markdownTable(body) : bulletList(body)}\n`)
    .join("\n");
}

function bulletList(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${sentence}`).join("\n");
}

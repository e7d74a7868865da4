/** What a bench prints at its end. */
import { costTable, useTable, type Cost } from "./cost-table.ts";
import { figuresTable, joinTable } from "./figures-table.ts";
import type { Metered } from "./meter.ts";
import type { Summary } from "./summary.ts";
import type { PageFigure } from "./page/figures.ts";
import { pageTable } from "./page/measure.ts";
import { digits } from "./table.ts";
import { transportCostsTable, transportsTable, type TransportsOutcome } from "./transports/compare.ts";
import { guidesBest, verdictTable, type Verdict } from "./verdicts.ts";

export interface Findings {
  readonly summaries: readonly Summary[];
  readonly verdicts: readonly Verdict[];
  readonly transports: readonly TransportsOutcome[];
  readonly transportCosts: readonly TransportsOutcome[];
  readonly metered: readonly Metered[];
  readonly costs: readonly Cost[];
  readonly page: readonly PageFigure[];
  /** how it was measured, in words */
  readonly conditions: readonly string[];
}

export function report(findings: Findings): string {
  const { summaries, transports, transportCosts, verdicts, metered, costs, page, conditions } = findings;
  return [
    ...(summaries.length === 0 ? [] : measuredSections(summaries, verdicts)),
    section("Transports", transports.length === 0 ? "" : transportsTable(transports)),
    section(
      "What one reader costs, as the platform counts",
      transportCosts.length === 0 ? "" : transportCostsTable(transportCosts),
    ),
    section("Used per message, as the platform counts", metered.length === 0 ? "" : useTable(metered)),
    section("Cost at list prices, beyond what a plan includes", costs.length === 0 ? "" : costTable(costs)),
    section("The page", page.length === 0 ? "" : pageTable(page)),
    section("How", conditions.join("\n")),
  ].join("");
}

function measuredSections(summaries: readonly Summary[], verdicts: readonly Verdict[]): string[] {
  const best = guidesBest(summaries);
  return [
    section(
      "Measured (medians of the rounds; lost, doubled and order of the worst)",
      figuresTable(summaries),
    ),
    section("Joining an empty room", joinTable(summaries)),
    section(
      "The guide's server at its best load",
      best === undefined ? "" : `${digits(best.cpuUs)} µs of CPU per delivery, at ${best.work}`,
    ),
    section("Judged within this run", verdictTable(verdicts)),
  ];
}

function section(title: string, body: string): string {
  return body === "" ? "" : `\n${title}\n\n${body}\n`;
}

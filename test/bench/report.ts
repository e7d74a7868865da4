/** What a bench prints at its end. */
import { costTable, usageTable, type Cost } from "./cost-table.ts";
import { figuresTable, joinTable } from "./figures-table.ts";
import type { RoomUsage } from "./meter.ts";
import type { Summary } from "./summary.ts";
import type { PageMetric } from "./page/figures.ts";
import { pageTable } from "./page/measure.ts";
import { formatNumber } from "./table.ts";
import { transportCostsTable, transportsTable, type TransportsOutcome } from "./transports/compare.ts";
import { guideAtBestLoad, targetTable, type TargetResult } from "./targets.ts";

export interface Findings {
  readonly summaries: readonly Summary[];
  readonly targets: readonly TargetResult[];
  readonly transports: readonly TransportsOutcome[];
  readonly transportCosts: readonly TransportsOutcome[];
  readonly usages: readonly RoomUsage[];
  readonly costs: readonly Cost[];
  readonly page: readonly PageMetric[];
  /** how it was measured, in words */
  readonly conditions: readonly string[];
}

export function report(findings: Findings): string {
  const { summaries, transports, transportCosts, targets, usages, costs, page, conditions } = findings;
  return [
    ...(summaries.length === 0 ? [] : measuredSections(summaries, targets)),
    section("Transports", transports.length === 0 ? "" : transportsTable(transports)),
    section(
      "What one reader costs, as the platform counts",
      transportCosts.length === 0 ? "" : transportCostsTable(transportCosts),
    ),
    section("Used per message, as the platform counts", usages.length === 0 ? "" : usageTable(usages)),
    section("Cost at list prices, beyond what a plan includes", costs.length === 0 ? "" : costTable(costs)),
    section("The page", page.length === 0 ? "" : pageTable(page)),
    section("How", conditions.join("\n")),
  ].join("");
}

function measuredSections(summaries: readonly Summary[], targets: readonly TargetResult[]): string[] {
  const best = guideAtBestLoad(summaries);
  return [
    section(
      "Measured (medians of the rounds; lost, doubled and order of the worst)",
      figuresTable(summaries),
    ),
    section("Joining an empty room", joinTable(summaries)),
    section(
      "The guide's server at its best load",
      best === undefined ? "" : `${formatNumber(best.cpuUs)} µs of CPU per delivery, at ${best.workload}`,
    ),
    section("Judged within this run", targetTable(targets)),
  ];
}

function section(title: string, body: string): string {
  return body === "" ? "" : `\n${title}\n\n${body}\n`;
}

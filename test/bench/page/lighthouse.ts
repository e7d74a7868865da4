/** Lighthouse scores of the pages, with its default profile: a phone on slow 4G. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromiumPath } from "../../support/browser.ts";
import { runChild } from "../../support/child-process.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { median } from "../statistics.ts";
import { pageMetric, type PageMetric } from "./figures.ts";
import type { PageEnvironment } from "./environment.ts";

/** Run by npx and not a dependency: it is larger than everything this project installs. */
const LIGHTHOUSE = "lighthouse@12.8.2";
const ROUNDS = 3;
const TIMEOUT_MS = 180_000;
const TARGET = { atLeast: 98 };
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;
type Category = (typeof CATEGORIES)[number];

export async function measureWithLighthouse(environment: PageEnvironment): Promise<PageMetric[]> {
  const room = "lighthouse";
  await environment.fill(room, 20);
  return [
    ...(await scores("/", environment.product.origin, CATEGORIES)),
    // Without SEO: rooms are excluded from search engines.
    ...(await scores(
      "/r/{room}",
      environment.url(room),
      CATEGORIES.filter((category) => category !== "seo"),
    )),
  ];
}

async function scores(pageName: string, url: string, categories: readonly Category[]): Promise<PageMetric[]> {
  const medians = await medianScores(url);
  return categories.map((category) =>
    pageMetric(`Lighthouse ${category}, ${pageName}`, medians[category], "", TARGET),
  );
}

/** The scores of the page at `url`, from 0 to 100: medians of three runs. */
export async function medianScores(url: string): Promise<Readonly<Record<Category, number>>> {
  const rounds: Readonly<Record<Category, number>>[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await scoresOf(url));
  const medianOf = (category: Category) => median(rounds.map((round) => round[category])) ?? Number.NaN;
  return {
    performance: medianOf("performance"),
    accessibility: medianOf("accessibility"),
    "best-practices": medianOf("best-practices"),
    seo: medianOf("seo"),
  };
}

async function scoresOf(url: string): Promise<Readonly<Record<Category, number>>> {
  const folder = temporaryFolder();
  const report = join(folder.path, "report.json");
  const flags = [
    "--quiet",
    "--output=json",
    `--output-path=${report}`,
    "--chrome-flags=--headless=new --no-sandbox",
  ];
  await runChild("npx", ["--yes", LIGHTHOUSE, url, ...flags], {
    env: { ...process.env, CHROME_PATH: chromiumPath() },
    timeoutMs: TIMEOUT_MS,
  });
  const { categories } = JSON.parse(readFileSync(report, "utf8")) as {
    readonly categories: Readonly<Record<Category, { readonly score: number }>>;
  };
  folder.remove();
  const score = (category: Category) => Math.round(categories[category].score * 100);
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    "best-practices": score("best-practices"),
    seo: score("seo"),
  };
}

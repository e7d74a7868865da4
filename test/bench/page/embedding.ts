/** What a lazy room costs the page of another site, and how soon it shows a message once it is seen, on slow 4G. */
import { gzipSync } from "node:zlib";
import { variant } from "../../support/browser-variant.ts";
import { HostSite } from "../../support/host-site.ts";
import { SLOW_4G, SlowProxy } from "../../support/slow-proxy.ts";
import { median } from "../statistics.ts";
import type { PageEnvironment } from "./environment.ts";
import { pageMetric, type PageMetric } from "./figures.ts";
import { observePaint, paintedAt } from "./first-message.ts";
import { medianScores } from "./lighthouse.ts";

const ROOM = "embedded";
const ROUNDS = 9;
const LOADER_BYTES = 2_000;
const SCORE = 99;
/** Half a second more than for a room's own page (first-message.ts): the browser starts a process for a frame of another site. */
const FIRST_MESSAGE_MS = 2_000;
/** So tall that a browser does not load lazy frames below it. */
const ARTICLE = `<main><h1>An article</h1>${`<p style="height:400px">About tea.</p>`.repeat(20)}</main>`;

export async function measureEmbedding(environment: PageEnvironment): Promise<PageMetric[]> {
  await environment.fill(ROOM, 60);
  const host = await HostSite.start();
  const connection = await SlowProxy.start(environment.product.port, SLOW_4G);
  try {
    return [
      await loaderBytes(environment),
      await visibleToFirstMessage(environment, host.serve({ body: ARTICLE + roomOf(connection.origin) })),
      ...(await hostScores(host, environment.product.origin)),
    ];
  } finally {
    connection.close();
    host.stop();
  }
}

function roomOf(origin: string): string {
  return `<script async src="${origin}/embed.js"></script><majlis-room room="${ROOM}" loading="lazy" height="400"></majlis-room>`;
}

async function loaderBytes({ product }: PageEnvironment): Promise<PageMetric> {
  const loader = await (await fetch(`${product.origin}/embed.js`)).bytes();
  return pageMetric("embed.js, gzipped", gzipSync(loader).length, "bytes", { atMost: LOADER_BYTES });
}

async function visibleToFirstMessage(environment: PageEnvironment, url: string): Promise<PageMetric> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await visibleToFirstMessageMs(environment, url));
  return pageMetric(
    "first message of a lazy frame after it is seen, slow 4G",
    median(times) ?? Number.NaN,
    "ms",
    {
      atMost: FIRST_MESSAGE_MS,
    },
  );
}

async function visibleToFirstMessageMs({ browser }: PageEnvironment, url: string): Promise<number> {
  const context = await browser.newContext(variant("phone", "light", "en"));
  const page = await context.newPage();
  await page.addInitScript(observePaint);
  await page.goto(url);
  await page.locator("majlis-room iframe").waitFor({ state: "attached" });
  const seenAt = await page.evaluate(() => {
    document.querySelector("majlis-room")?.scrollIntoView();
    return performance.timeOrigin + performance.now();
  });
  const frame = await (await page.locator("majlis-room iframe").elementHandle())?.contentFrame();
  if (frame === null || frame === undefined) throw new Error("the room has no frame");
  const ms = (await paintedAt(frame)) - seenAt;
  await context.close();
  return ms;
}

async function hostScores(host: HostSite, origin: string): Promise<PageMetric[]> {
  const pages = [
    ["a host page", ARTICLE],
    ["the same with a lazy room", ARTICLE + roomOf(origin)],
  ] as const;
  const metrics: PageMetric[] = [];
  for (const [name, body] of pages) {
    const { performance: score } = await medianScores(host.serve({ body }));
    metrics.push(pageMetric(`Lighthouse performance, ${name}`, score, "", { atLeast: SCORE }));
  }
  return metrics;
}

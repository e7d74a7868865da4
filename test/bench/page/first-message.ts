/** From navigation to the paint of the first message: a phone on slow 4G. */
import type { Frame } from "playwright-core";
import { variant } from "../../support/browser-variant.ts";
import { SLOW_4G, SlowProxy } from "../../support/slow-proxy.ts";
import { median } from "../statistics.ts";
import { pageMetric, type PageMetric } from "./figures.ts";
import { slowDownCpu } from "./long-tasks.ts";
import type { PageEnvironment } from "./environment.ts";

const ROUNDS = 9;
const TARGET_MS = 1_500;

export async function measureFirstMessage(environment: PageEnvironment): Promise<PageMetric> {
  const room = "first-message";
  await environment.fill(room, 60);
  const connection = await SlowProxy.start(environment.product.port, SLOW_4G);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    times.push(await firstMessageMs(environment, `${connection.origin}/r/${room}`));
  connection.close();
  return pageMetric("first message painted, slow 4G, 4x slower CPU", median(times) ?? Number.NaN, "ms", {
    atMost: TARGET_MS,
  });
}

async function firstMessageMs({ browser }: PageEnvironment, url: string): Promise<number> {
  const context = await browser.newContext(variant("phone", "light", "en"));
  const page = await context.newPage();
  await slowDownCpu(page);
  await page.addInitScript(observePaint);
  await page.goto(url, { waitUntil: "commit" });
  const startedAt = await page.evaluate(() => performance.timeOrigin);
  const ms = (await paintedAt(page.mainFrame())) - startedAt;
  await context.close();
  return ms;
}

/** An init script of pages and frames: notes when the first message is painted, for {@link paintedAt}. */
export function observePaint(): void {
  new MutationObserver((_, observer) => {
    if (document.querySelector("[data-message]") === null) return;
    observer.disconnect();
    // A message posted within the frame that shows it arrives after the paint.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () =>
        Object.assign(globalThis, { paintedAt: performance.timeOrigin + performance.now() });
      port2.postMessage(undefined);
    });
  }).observe(document, { childList: true, subtree: true });
}

/** When the first message of `frame` was painted, in ms since 1970 by the browser's monotonic clock. */
export async function paintedAt(frame: Frame): Promise<number> {
  const handle = await frame.waitForFunction(() => (globalThis as { paintedAt?: number }).paintedAt);
  return Number(await handle.jsonValue());
}

/** From the address to the first message on the screen: a phone on slow 4G. */
import { variant } from "../../support/browser-variant.ts";
import { SLOW_4G, SlowLine } from "../../support/slow-line.ts";
import { median } from "../statistics.ts";
import { figure, type PageFigure } from "./figures.ts";
import { slowDown } from "./long-tasks.ts";
import type { Stage } from "./stage.ts";

const ROUNDS = 9;
const TARGET_MS = 1_500;

export async function measureFirstMessage(stage: Stage): Promise<PageFigure> {
  const room = "first-message";
  await stage.fill(room, 60);
  const line = await SlowLine.to(stage.product.port, SLOW_4G);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    times.push(await firstMessageMs(stage, `${line.origin}/r/${room}`));
  line.close();
  return figure("first message painted, slow 4G, 4x CPU", median(times) ?? Number.NaN, "ms", {
    atMost: TARGET_MS,
  });
}

async function firstMessageMs({ browser }: Stage, url: string): Promise<number> {
  const context = await browser.newContext(variant("phone", "light", "en"));
  const page = await context.newPage();
  await slowDown(page);
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector("[data-message]") === null) return;
      observer.disconnect();
      // The frame that shows it begins now; what is posted within it comes after it was painted.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => Object.assign(globalThis, { paintedAt: performance.now() });
        port2.postMessage(undefined);
      });
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(url, { waitUntil: "commit" });
  const painted = await page.waitForFunction(() => (globalThis as { paintedAt?: number }).paintedAt);
  const ms = Number(await painted.jsonValue());
  await context.close();
  return ms;
}

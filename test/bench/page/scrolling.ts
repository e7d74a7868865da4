/** Scrolls a long conversation back to its first message and down again, on a slow phone. */
import type { Page } from "playwright-core";
import { variant } from "../../support/browser-variant.ts";
import { pageMetric, type PageMetric } from "./figures.ts";
import { heapMiB, longestTaskMs, slowDownCpu, observeResponsiveness } from "./long-tasks.ts";
import type { PageEnvironment } from "./environment.ts";

const MESSAGES = 10_000;
const TARGET_TASK_MS = 100;
/** Allowed heap growth in MiB; leaking every row would be ten times that. */
const TARGET_GROWTH_MIB = 3;
const SCROLL_STEP_PX = 400;
const SCROLL_TIMEOUT_MS = 600_000;

export async function measureScrolling(environment: PageEnvironment): Promise<PageMetric[]> {
  const room = "scrolling";
  await environment.fill(room, MESSAGES);
  const context = await environment.browser.newContext(variant("phone", "light", "en"));
  const page = await context.newPage();
  await page.goto(environment.url(room));
  await page.locator(`[data-seq="${MESSAGES}"]`).waitFor();
  const devtools = await slowDownCpu(page);
  // The baseline is a list with a full window.
  await scrollTo(page, MESSAGES - 600);
  const before = await heapMiB(devtools);
  await observeResponsiveness(page);
  await scrollTo(page, 1);
  const longestUpMs = await longestTaskMs(page);
  await scrollTo(page, MESSAGES);
  const longestBothMs = await longestTaskMs(page);
  const after = await heapMiB(devtools);
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  await context.close();
  return [
    pageMetric(
      `${MESSAGES.toLocaleString("en")} messages scrolled back, longest task, 4x slower CPU`,
      longestUpMs,
      "ms",
      {
        atMost: TARGET_TASK_MS,
      },
    ),
    pageMetric("scrolled down again, longest task", longestBothMs, "ms", { atMost: TARGET_TASK_MS }),
    pageMetric("heap growth", after - before, "MiB", { atMost: TARGET_GROWTH_MIB }),
    pageMetric("elements on the page at the end", nodes, "", { atMost: 8_000 }),
  ];
}

/** Scrolls a step every other frame until message `seq` is on the page. */
async function scrollTo(page: Page, seq: number): Promise<void> {
  await page.evaluate(
    async ({ seq, stepPx, timeoutMs }) => {
      const list = document.querySelector(".scroller");
      if (list === null) throw new Error("the page has no list");
      const frame = () => new Promise(requestAnimationFrame);
      const first = () => Number(list.querySelector<HTMLElement>("[data-seq]")?.dataset["seq"]);
      const up = seq < first();
      const deadline = performance.now() + timeoutMs;
      while (list.querySelector(`[data-seq="${seq}"]`) === null) {
        if (performance.now() > deadline) throw new Error(`message ${seq} is still not on the page`);
        list.scrollBy(0, up ? -stepPx : stepPx);
        await frame();
        await frame();
      }
    },
    { seq, stepPx: SCROLL_STEP_PX, timeoutMs: SCROLL_TIMEOUT_MS },
  );
}

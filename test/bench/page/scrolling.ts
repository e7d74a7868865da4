/** All of a long talk, scrolled back to its beginning and down again, on a slow phone. */
import type { Page } from "playwright-core";
import { variant } from "../../support/browser-variant.ts";
import { figure, type PageFigure } from "./figures.ts";
import { heapMiB, longestTaskMs, slowDown, watchPage } from "./long-tasks.ts";
import type { Stage } from "./stage.ts";

const MESSAGES = 10_000;
const TARGET_TASK_MS = 100;
/** What a page may hold more after all that than before, in MiB: a leak of each row would be ten times that. */
const TARGET_GROWTH_MIB = 3;
const STROKE_PX = 400;
const BOUND_MS = 600_000;

export async function measureScrolling(stage: Stage): Promise<PageFigure[]> {
  const room = "scrolling";
  await stage.fill(room, MESSAGES);
  const context = await stage.browser.newContext(variant("phone", "light", "en"));
  const page = await context.newPage();
  await page.goto(stage.url(room));
  await page.locator(`[data-seq="${MESSAGES}"]`).waitFor();
  const devtools = await slowDown(page);
  // A full window is what every one after it is compared with.
  await scrollTo(page, MESSAGES - 600);
  const before = await heapMiB(devtools);
  await watchPage(page);
  await scrollTo(page, 1);
  const there = await longestTaskMs(page);
  await scrollTo(page, MESSAGES);
  const both = await longestTaskMs(page);
  const after = await heapMiB(devtools);
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  await context.close();
  return [
    figure(`${MESSAGES.toLocaleString("en")} messages back, longest task, 4x CPU`, there, "ms", {
      atMost: TARGET_TASK_MS,
    }),
    figure("and down again", both, "ms", { atMost: TARGET_TASK_MS }),
    figure("memory held more after it", after - before, "MiB", { atMost: TARGET_GROWTH_MIB }),
    figure("elements on the page after it", nodes, "", { atMost: 8_000 }),
  ];
}

/** Scrolls on, a stroke every other frame, until message `seq` is on the page. */
async function scrollTo(page: Page, seq: number): Promise<void> {
  await page.evaluate(
    async ({ seq, strokePx, boundMs }) => {
      const list = document.querySelector(".scroller");
      if (list === null) throw new Error("there is no list");
      const frame = () => new Promise(requestAnimationFrame);
      const first = () => Number(list.querySelector<HTMLElement>("[data-seq]")?.dataset["seq"]);
      const up = seq < first();
      const until = performance.now() + boundMs;
      while (list.querySelector(`[data-seq="${seq}"]`) === null) {
        if (performance.now() > until) throw new Error(`never came to ${seq}`);
        list.scrollBy(0, up ? -strokePx : strokePx);
        await frame();
        await frame();
      }
    },
    { seq, strokePx: STROKE_PX, boundMs: BOUND_MS },
  );
}

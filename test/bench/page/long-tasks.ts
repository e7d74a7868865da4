/** The page's tasks of over 50 ms, on a slowed-down processor. */
import type { CDPSession, Page } from "playwright-core";

export const SLOW_DOWN = 4;

export async function slowDown(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOW_DOWN });
  return devtools;
}

export async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const longTasks: number[] = [];
    Object.assign(globalThis, { longTasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(duration);
    }).observe({ type: "longtask" });
  });
}

/** ms of the longest task since the watch began; 50 if none was longer. */
export async function longestTaskMs(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(50, ...(globalThis as unknown as { longTasks: readonly number[] }).longTasks),
  );
}

/** What the page holds after a collection, in MiB. */
export async function heapMiB(devtools: CDPSession): Promise<number> {
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("Performance.enable");
  const { metrics } = await devtools.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN) / 1024 / 1024;
}

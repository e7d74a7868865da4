/** How a page bears its work on a slowed-down processor. */
import type { CDPSession, Page } from "playwright-core";

export const SLOW_DOWN = 4;

export async function slowDown(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOW_DOWN });
  return devtools;
}

interface Watched {
  longestTaskMs: number;
  /** of each key and tap that took 16 ms or more: from it to the next frame */
  readonly answersMs: Record<number, number>;
}

/** Watches the page's tasks, and how long it takes to draw what a key or a tap has done. */
export async function watchPage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched: Watched = { longestTaskMs: 50, answersMs: {} };
    Object.assign(globalThis, { watched });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        watched.longestTaskMs = Math.max(watched.longestTaskMs, duration);
    }).observe({ type: "longtask" });
    // The several events of one tap are one interaction (W3C Event Timing).
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const id = "interactionId" in entry ? Number(entry.interactionId) : 0;
        if (id !== 0) watched.answersMs[id] = Math.max(watched.answersMs[id] ?? 0, entry.duration);
      }
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
}

/** ms of the longest task since {@link watchPage}; 50 if none was longer. */
export async function longestTaskMs(page: Page): Promise<number> {
  return (await watchedOn(page)).longestTaskMs;
}

/** How late the page answers a key or a tap, in ms, since {@link watchPage}. */
export async function answers(
  page: Page,
): Promise<{ readonly count: number; readonly p98Ms: number; readonly worstMs: number }> {
  const ms = Object.values((await watchedOn(page)).answersMs).sort((one, other) => one - other);
  return {
    count: ms.length,
    p98Ms: ms[Math.floor(ms.length * 0.98)] ?? Number.NaN,
    worstMs: ms.at(-1) ?? Number.NaN,
  };
}

function watchedOn(page: Page): Promise<Watched> {
  return page.evaluate(() => (globalThis as unknown as { readonly watched: Watched }).watched);
}

/** What the page holds after a collection, in MiB. */
export async function heapMiB(devtools: CDPSession): Promise<number> {
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("Performance.enable");
  const { metrics } = await devtools.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN) / 1024 / 1024;
}

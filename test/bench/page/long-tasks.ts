/** Responsiveness of a page on a throttled CPU: long tasks, interaction latency, heap size. */
import type { CDPSession, Page } from "playwright-core";

export const CPU_SLOWDOWN = 4;

export async function slowDownCpu(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
  return devtools;
}

interface Responsiveness {
  longestTaskMs: number;
  /** by interaction: duration of each key press and tap of 16 ms or more, to the next frame */
  readonly interactionsMs: Record<number, number>;
}

/** Starts observing long tasks and interactions. */
export async function observeResponsiveness(page: Page): Promise<void> {
  await page.evaluate(() => {
    const responsiveness: Responsiveness = { longestTaskMs: 50, interactionsMs: {} };
    Object.assign(globalThis, { responsiveness });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        responsiveness.longestTaskMs = Math.max(responsiveness.longestTaskMs, duration);
    }).observe({ type: "longtask" });
    // The events of one tap share an interaction id (W3C Event Timing).
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const id = "interactionId" in entry ? Number(entry.interactionId) : 0;
        if (id !== 0)
          responsiveness.interactionsMs[id] = Math.max(
            responsiveness.interactionsMs[id] ?? 0,
            entry.duration,
          );
      }
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
}

/** The longest task in ms since {@link observeResponsiveness}; 50 (the threshold) if none was longer. */
export async function longestTaskMs(page: Page): Promise<number> {
  return (await readResponsiveness(page)).longestTaskMs;
}

/** Interaction latencies in ms since {@link observeResponsiveness}. */
export async function interactionDelays(
  page: Page,
): Promise<{ readonly count: number; readonly p98Ms: number; readonly worstMs: number }> {
  const ms = Object.values((await readResponsiveness(page)).interactionsMs).sort((one, other) => one - other);
  return {
    count: ms.length,
    p98Ms: ms[Math.floor(ms.length * 0.98)] ?? Number.NaN,
    worstMs: ms.at(-1) ?? Number.NaN,
  };
}

function readResponsiveness(page: Page): Promise<Responsiveness> {
  return page.evaluate(
    () => (globalThis as unknown as { readonly responsiveness: Responsiveness }).responsiveness,
  );
}

/** The JavaScript heap in MiB, after a garbage collection. */
export async function heapMiB(devtools: CDPSession): Promise<number> {
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("Performance.enable");
  const { metrics } = await devtools.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN) / 1024 / 1024;
}

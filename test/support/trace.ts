/** What the browser notes of its own work while something happens. */
import type { CDPSession } from "playwright-core";

export interface TraceEvent {
  readonly name: string;
  /** `X`: with a duration */
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** CPU time of the thread, in µs; on a throttled CPU it has the waiting, and nothing of what else the machine does */
  readonly tdur?: number;
  readonly args: { readonly name?: string; readonly elementCount?: number };
}

/** The events of these categories while `run` runs. */
export async function traceOf(
  devtools: CDPSession,
  categories: readonly string[],
  run: () => Promise<void>,
): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { readonly value: object[] }): void =>
    void events.push(...(value as TraceEvent[]));
  devtools.on("Tracing.dataCollected", collect);
  await devtools.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: [...categories] },
  });
  await run();
  const complete = new Promise((resolve) => devtools.once("Tracing.tracingComplete", resolve));
  await devtools.send("Tracing.end");
  await complete;
  devtools.off("Tracing.dataCollected", collect);
  return events;
}

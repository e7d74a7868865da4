/** The tasks of a page's main thread, from a trace of the browser. */
import type { CDPSession } from "playwright-core";
import { traceOf, type TraceEvent } from "../../support/trace.ts";

/** The CPU time in ms of the longest task while `run` runs. */
export async function longestTaskCpuMs(devtools: CDPSession, run: () => Promise<void>): Promise<number> {
  return longestTask(await traceOf(devtools, ["toplevel"], run));
}

function longestTask(events: readonly TraceEvent[]): number {
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
  const mainThreads = new Set(
    events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(threadOf),
  );
  const tasks = events.filter(
    (event) => event.ph === "X" && event.name.endsWith("RunTask") && mainThreads.has(threadOf(event)),
  );
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur)) / 1_000;
}

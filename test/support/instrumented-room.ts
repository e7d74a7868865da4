/** A runtime whose rooms log their constructions, timers and alarms. */
import { readFileSync } from "node:fs";
import { transformSync } from "esbuild";
import { Workerd } from "./workerd.ts";

export interface Counts {
  readonly constructed: number;
  readonly timers: number;
  readonly alarms: number;
}

export async function startInstrumented(variables: Readonly<Record<string, string>> = {}): Promise<Workerd> {
  const source = readFileSync(new URL("instrumented-worker.ts", import.meta.url), "utf8");
  const { code } = transformSync(source, { loader: "ts", target: "es2024" });
  return Workerd.start({ entry: code, variables });
}

/** The counts so far, from the runtime's log. */
export function countsOf({ printed }: Workerd): Counts {
  const count = (pattern: RegExp) => printed.filter((line) => pattern.test(line)).length;
  return {
    constructed: count(/\bconstructed$/),
    timers: count(/\barmed set/),
    alarms: count(/\balarm set$/),
  };
}

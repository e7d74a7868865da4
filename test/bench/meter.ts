/** Separate, untimed runs that count what the platform would bill for a message, in rooms of several sizes. */
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { flowBytesOf } from "../../src/transport/flow.ts";
import type { RunResult } from "./generator/job.ts";
import { Schedule } from "./generator/schedule.ts";
import type { ResourceUsage } from "./prices.ts";
import { runGenerator } from "./run-workload.ts";
import type { RunningOnWorkerd } from "./subjects/on-workerd.ts";
import type { BenchTimings } from "./workloads.ts";

/** Sizes and rates of three of the workloads. */
const ROOM_SIZES = [
  { members: 10, ratePerSecond: 5 },
  { members: 100, ratePerSecond: 20 },
  { members: 1_000, ratePerSecond: 100 },
] as const;

export interface RoomUsage {
  readonly members: number;
  readonly ratePerSecond: number;
  /** usage of one message */
  readonly perMessage: ResourceUsage;
  /** rows and bytes of the room itself, after its first messages */
  readonly creation: Pick<ResourceUsage, "rowsWritten" | "storedByteMonths">;
}

export async function measureRoomUsage(
  start: () => Promise<RunningOnWorkerd>,
  timings: BenchTimings,
  onProgress: (line: string) => void,
): Promise<readonly RoomUsage[]> {
  const usages: RoomUsage[] = [];
  for (const size of ROOM_SIZES) {
    onProgress(`counting rows in a room of ${size.members}`);
    const { port, path, processId, origin, stop } = await start();
    try {
      const loadShape = { ...timings, ...size, warmMs: 0 };
      const server = { port, path, protocol: "majlis", texts: "mixed", serverPid: processId } as const;
      const result = await runGenerator({ ...loadShape, ...server, meterUrl: `${origin}/bench/meter/bench` });
      usages.push({ ...size, ...usageOf(result, size.members, new Schedule(loadShape).total) });
    } finally {
      await stop();
    }
  }
  // A database grows by whole pages, so the busiest room gives the best average per message.
  const storedByteMonths = usages.at(-1)?.perMessage.storedByteMonths ?? 0;
  return usages.map((one) => ({ ...one, perMessage: { ...one.perMessage, storedByteMonths } }));
}

/** @throws Error if the run measured nothing */
function usageOf(
  result: RunResult,
  members: number,
  messages: number,
): Pick<RoomUsage, "perMessage" | "creation"> {
  if (result.kind !== "measured" || result.meterReadings === undefined) {
    throw new Error(`the metered run failed: ${JSON.stringify(result)}`);
  }
  const { load, meterReadings } = result;
  const { before, after } = meterReadings;
  return {
    perMessage: {
      requests: 0,
      // Each member answers one `flow` for so many bytes (SPEC FLOW-1); a short run ends before the first.
      framesIn: 1 + (members * load.wireBytesPerDelivery) / flowBytesOf(members, DEFAULT_LIMITS),
      // CPU time and time with a pending timer overlap, so their sum is an upper bound.
      awakeSeconds: (load.serverCpuMs + after.timedMs - before.timedMs) / messages / 1_000,
      rowsRead: (after.rowsRead - before.rowsRead) / messages,
      rowsWritten: (after.rowsWritten - before.rowsWritten) / messages,
      storedByteMonths: (after.storedBytes - before.storedBytes) / messages,
    },
    creation: { rowsWritten: before.rowsWritten, storedByteMonths: before.storedBytes },
  };
}

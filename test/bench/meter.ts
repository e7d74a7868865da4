/** Runs of their own that count what the platform would bill for a message, in rooms of several sizes. */
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import type { RunResult } from "./generator/job.ts";
import { Schedule } from "./generator/schedule.ts";
import type { ResourceUsage } from "./prices.ts";
import { runGenerator } from "./run-workload.ts";
import type { RunningOnWorkerd } from "./subjects/on-workerd.ts";
import type { BenchTimings } from "./workloads.ts";

/** Rooms that talk as the works do. */
const ROOM_SIZES = [
  { members: 10, ratePerSecond: 5 },
  { members: 100, ratePerSecond: 20 },
  { members: 1_000, ratePerSecond: 100 },
] as const;

export interface RoomUsage {
  readonly members: number;
  readonly ratePerSecond: number;
  /** what one message used */
  readonly perMessage: ResourceUsage;
  /** rows and bytes that were there after the first few messages */
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
      const server = { port, path, protocol: "majlis", serverPid: processId } as const;
      const result = await runGenerator({ ...loadShape, ...server, meterUrl: `${origin}/bench/meter/bench` });
      usages.push({ ...size, ...usageOf(result, size.members, new Schedule(loadShape).total) });
    } finally {
      await stop();
    }
  }
  // A database grows by whole pages: where most was said, a message's share is known best.
  const storedByteMonths = usages.at(-1)?.perMessage.storedByteMonths ?? 0;
  return usages.map((one) => ({ ...one, perMessage: { ...one.perMessage, storedByteMonths } }));
}

/** @throws Error if there was no talk */
function usageOf(
  result: RunResult,
  members: number,
  messages: number,
): Pick<RoomUsage, "perMessage" | "creation"> {
  if (result.kind !== "measured" || result.meterReadings === undefined) {
    throw new Error(`nothing could be counted: ${JSON.stringify(result)}`);
  }
  const { load, meterReadings } = result;
  const { before, after } = meterReadings;
  return {
    perMessage: {
      requests: 0,
      // Each member answers once for so many bytes (SPEC FLOW-1); a short run ends before they are asked.
      framesIn: 1 + (members * load.wireBytesPerDelivery) / DEFAULT_LIMITS.flowBytes,
      // The time on the processor and the time in which a timer waits overlap, so this is an upper bound.
      awakeSeconds: (load.serverCpuMs + after.timedMs - before.timedMs) / messages / 1_000,
      rowsRead: (after.rowsRead - before.rowsRead) / messages,
      rowsWritten: (after.rowsWritten - before.rowsWritten) / messages,
      storedByteMonths: (after.storedBytes - before.storedBytes) / messages,
    },
    creation: { rowsWritten: before.rowsWritten, storedByteMonths: before.storedBytes },
  };
}

/** Runs of their own that count what the platform would bill for a message, in rooms of several sizes. */
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import type { Found } from "./generator/job.ts";
import { Schedule } from "./generator/schedule.ts";
import type { Use } from "./prices.ts";
import { generate } from "./run.ts";
import type { RunningOnWorkerd } from "./subjects/on-workerd.ts";
import type { Patience } from "./works.ts";

/** Rooms that talk as the works do. */
const SIZES = [
  { members: 10, ratePerSecond: 5 },
  { members: 100, ratePerSecond: 20 },
  { members: 1_000, ratePerSecond: 100 },
] as const;

export interface Metered {
  readonly members: number;
  readonly ratePerSecond: number;
  /** what one message used */
  readonly perMessage: Use;
  /** rows and bytes that were there after the first few messages */
  readonly birth: Pick<Use, "rowsWritten" | "storedByteMonths">;
}

export async function meterRooms(
  start: () => Promise<RunningOnWorkerd>,
  patience: Patience,
  onProgress: (line: string) => void,
): Promise<readonly Metered[]> {
  const metered: Metered[] = [];
  for (const size of SIZES) {
    onProgress(`counting rows in a room of ${size.members}`);
    const { port, path, processId, origin, stop } = await start();
    try {
      const pace = { ...patience, ...size, warmMs: 0 };
      const server = { port, path, wire: "majlis", serverPid: processId } as const;
      const found = await generate({ ...pace, ...server, meterUrl: `${origin}/bench/meter/bench` });
      metered.push({ ...size, ...usedIn(found, size.members, new Schedule(pace).total) });
    } finally {
      await stop();
    }
  }
  // A database grows by whole pages: where most was said, a message's share is known best.
  const storedByteMonths = metered.at(-1)?.perMessage.storedByteMonths ?? 0;
  return metered.map((one) => ({ ...one, perMessage: { ...one.perMessage, storedByteMonths } }));
}

/** @throws Error if there was no talk */
function usedIn(found: Found, members: number, messages: number): Pick<Metered, "perMessage" | "birth"> {
  if (found.kind !== "talked" || found.used === undefined) {
    throw new Error(`nothing could be counted: ${JSON.stringify(found)}`);
  }
  const { talk, used } = found;
  const { before, after } = used;
  return {
    perMessage: {
      requests: 0,
      // Each member answers once for so many bytes (SPEC FLOW-1); a short run ends before they are asked.
      framesIn: 1 + (members * talk.wireBytesPerDelivery) / DEFAULT_LIMITS.flowBytes,
      // The time on the processor and the time in which a timer waits overlap, so this is an upper bound.
      awakeSeconds: (talk.serverCpuMs + after.timedMs - before.timedMs) / messages / 1_000,
      rowsRead: (after.rowsRead - before.rowsRead) / messages,
      rowsWritten: (after.rowsWritten - before.rowsWritten) / messages,
      storedByteMonths: (after.storedBytes - before.storedBytes) / messages,
    },
    birth: { rowsWritten: before.rowsWritten, storedByteMonths: before.storedBytes },
  };
}

import { vi } from "vitest";

/**
 * Stops `Date` while `run` runs, in the Worker and in the rooms too: they share this runtime. However slow the machine
 * is, no rate refills meanwhile.
 */
export async function withFrozenClock<Value>(run: () => Promise<Value>): Promise<Value> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  try {
    return await run();
  } finally {
    vi.useRealTimers();
  }
}

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadWithRetries } from "../../src/ui/load-with-retries.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A room of which the test says when it is joined. */
function fakeRoom() {
  const listeners = new Set<() => void>();
  return {
    listeners,
    join: () => listeners.forEach((listener) => listener()),
    on: (_type: string, listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Room = Parameters<typeof loadWithRetries>[0];

function failingTimes(count: number) {
  return vi.fn(async () => {
    if (count-- > 0) throw new TypeError("Failed to fetch");
    return "part";
  });
}

test("what cannot be loaded is tried again after 1, 2 and 4 seconds", async () => {
  const [room, load, onFailure] = [fakeRoom(), failingTimes(3), vi.fn()];
  const loading = loadWithRetries(room as unknown as Room, load, onFailure);
  await vi.advanceTimersByTimeAsync(0);
  expect(load).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(load).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1_999);
  expect(load).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(4_001);
  expect(await loading).toBe("part");
  expect(onFailure).toHaveBeenCalledTimes(3);
  expect(room.listeners.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test("it is tried at once when the room is joined again", async () => {
  const [room, load] = [fakeRoom(), failingTimes(1)];
  const loading = loadWithRetries(room as unknown as Room, load);
  await vi.advanceTimersByTimeAsync(10);
  room.join();
  expect(await loading).toBe("part");
  expect(vi.getTimerCount()).toBe(0);
});

test("a page whose files a deploy has replaced asks for them once an hour at last", async () => {
  const [room, load] = [fakeRoom(), failingTimes(Infinity)];
  void loadWithRetries(room as unknown as Room, load);
  await vi.advanceTimersByTimeAsync(24 * 3_600_000);
  expect(load.mock.calls.length).toBeLessThan(40);
  expect(load.mock.calls.length).toBeGreaterThan(24);
});

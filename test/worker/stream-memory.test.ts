/** What the streams of one instance of the Worker buffer together (SPEC SSE-4). */
import { expect, test, vi } from "vitest";
import { BoundedStream, StreamMemory } from "../../src/worker/bridge/bounded-stream.ts";

const TEXT = "x".repeat(1_000);

function openStream(memory: StreamMemory) {
  const ended: string[] = [];
  const stream = new BoundedStream({ onClose: () => ended.push("ended"), onDrain: () => undefined }, memory);
  return { stream, ended, reader: stream.readable.getReader() };
}

test("[SSE-4] above the bound of all streams the one with the largest backlog ends, and the others go on", async () => {
  const memory = new StreamMemory(5_000);
  const [small, large, quick] = [openStream(memory), openStream(memory), openStream(memory)];
  small.stream.write(TEXT);
  for (let writes = 0; writes < 3; writes++) large.stream.write(TEXT);
  quick.stream.write(TEXT);
  expect(large.ended).toEqual([]);
  quick.stream.write(TEXT);
  expect(large.ended).toEqual(["ended"]);
  expect((await small.reader.read()).value).toHaveLength(1_000);
  expect((await quick.reader.read()).value).toHaveLength(1_000);
  expect([small.ended, quick.ended]).toEqual([[], []]);
  large.reader.cancel().catch(() => undefined);
});

test("[SSE-4] what was read, or was buffered by a stream that has ended, no longer counts", async () => {
  const memory = new StreamMemory(2_500);
  const first = openStream(memory);
  for (let writes = 0; writes < 2; writes++) first.stream.write(TEXT);
  for (let reads = 0; reads < 2; reads++) await first.reader.read();
  await vi.waitFor(() => expect(first.stream.buffered).toBe(0));
  const second = openStream(memory);
  for (let writes = 0; writes < 2; writes++) second.stream.write(TEXT);
  second.stream.end();
  const third = openStream(memory);
  for (let writes = 0; writes < 2; writes++) third.stream.write(TEXT);
  expect([first.ended, third.ended]).toEqual([[], []]);
  third.stream.end();
});

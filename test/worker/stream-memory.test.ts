/** What the streams of one instance of the Worker buffer together (SPEC SSE-4). */
import { expect, test, vi } from "vitest";
import { BoundedStream, MAX_PIECE_BYTES, StreamMemory } from "../../src/worker/bridge/bounded-stream.ts";

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

test("[FLOW-7] the runtime is handed at most 32 KiB at once, which is all that a stream keeps once it has ended", async () => {
  const written = vi.spyOn(WritableStreamDefaultWriter.prototype, "write");
  const { stream, reader } = openStream(new StreamMemory(1_000_000));
  const texts = ["x".repeat(MAX_PIECE_BYTES), `${"y".repeat(MAX_PIECE_BYTES)}z`, "end"];
  for (const text of texts) stream.write(text);
  let received = "";
  while (received.length < texts.join("").length)
    received += new TextDecoder().decode((await reader.read()).value);
  expect(received).toBe(texts.join(""));
  await vi.waitFor(() => expect(stream.buffered).toBe(0));
  stream.write("x".repeat(4 * MAX_PIECE_BYTES));
  stream.end();
  const pieces = written.mock.calls.map(([piece]) => (piece as Uint8Array).buffer.byteLength);
  expect(pieces).toEqual([MAX_PIECE_BYTES, MAX_PIECE_BYTES, 1, 3, MAX_PIECE_BYTES]);
  written.mockRestore();
  reader.cancel().catch(() => undefined);
});

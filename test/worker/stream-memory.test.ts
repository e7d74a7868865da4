/** What the streams and large answers of one instance of the Worker buffer together (SPEC SSE-4, HTTP-28). */
import { expect, test, vi } from "vitest";
import { BoundedStream, MAX_PIECE_BYTES } from "../../src/worker/bridge/bounded-stream.ts";
import { StreamMemory } from "../../src/worker/bridge/stream-memory.ts";

const TEXT = "x".repeat(1_000);

function openStream(memory: StreamMemory, address?: string) {
  const ended: string[] = [];
  const callbacks = { onClose: () => ended.push("ended"), onDrain: () => undefined };
  const stream = new BoundedStream(callbacks, { address, memory });
  return { stream, ended, reader: stream.readable.getReader() };
}

/** Readers of 1,000 bytes each, by name, of a memory for 4,000; `evicted` has those that ended, in order. */
function readers() {
  let now = 0;
  const memory = new StreamMemory(4_000, () => now);
  const evicted: string[] = [];
  const read = (name: string, address: string) => {
    const stream = {
      buffered: 1_000,
      address,
      progressAt: now,
      evict: () => {
        memory.remove(stream);
        evicted.push(name);
      },
    };
    memory.add(stream, stream.buffered);
    return stream;
  };
  return { read, evicted, pass: (ms: number) => (now += ms) };
}

test("[HTTP-28] [SSE-4] above the bound of all who took nothing for longest ends, not who has just asked", () => {
  const { read, evicted, pass } = readers();
  for (const [name, address] of [
    ["slow", "192.0.2.1"],
    ["gone", "192.0.2.2"],
    ["idle", "192.0.2.3"],
  ] as const) {
    const stream = read(name, address);
    pass(100);
    if (name === "slow") stream.progressAt = 300;
  }
  for (const name of ["a", "b", "c"]) read(name, `198.51.100.${name}`);
  expect(evicted).toEqual(["gone", "idle"]);
});

test("[HTTP-28] [SSE-4] one who asks again and again ends before one who asked once", () => {
  const { read, evicted, pass } = readers();
  for (const [name, address] of [
    ["ana", "192.0.2.1"],
    ["mallory 1", "192.0.2.2"],
    ["mallory 2", "192.0.2.2"],
    ["mallory 3", "192.0.2.2"],
    ["bo", "192.0.2.3"],
    ["mallory 4", "192.0.2.2"],
  ] as const) {
    pass(100);
    read(name, address);
  }
  expect(evicted).toEqual(["mallory 1", "mallory 2"]);
});

test("[SSE-4] a stream that ends for the others frees what it buffers at once, and its reader notices", async () => {
  const memory = new StreamMemory(2_500);
  const [first, second] = [openStream(memory, "192.0.2.1"), openStream(memory, "192.0.2.2")];
  for (let writes = 0; writes < 2; writes++) first.stream.write(TEXT);
  second.stream.write(TEXT);
  first.stream.write(TEXT);
  await vi.waitFor(() => expect(first.ended).toEqual(["ended"]));
  await expect(
    (async () => {
      while (!(await first.reader.read()).done);
    })(),
  ).rejects.toThrow();
  expect((await second.reader.read()).value).toHaveLength(1_000);
  second.stream.end();
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

test("[FLOW-7] the runtime is handed at most 8 KiB at once, which is all that a stream keeps once it has ended", async () => {
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

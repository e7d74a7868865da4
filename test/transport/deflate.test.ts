/** What the room compresses, any inflater reads: fflate's, and the platform's, which is zlib. */
import { deflateSync, inflateSync } from "fflate";
import { describe, expect, test } from "vitest";
import { deflate } from "../../src/transport/deflate/deflate.ts";

const KIB = 1_024;
/** How far back DEFLATE can refer. */
const WINDOW = 32 * KIB;

/** Numbers that look random and are the same in each run (Lehmer's generator). */
function numbers(seed = 7): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

function bytesOf(length: number, byteAt: (index: number) => number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => byteAt(index));
}

const next = numbers();
const KINDS: Readonly<Record<string, (length: number) => Uint8Array>> = {
  "random bytes": (length) => bytesOf(length, () => next(256)),
  "one byte": (length) => new Uint8Array(length).fill(7),
  "few bytes": (length) => bytesOf(length, () => next(3)),
  "repeated words": (length) => bytesOf(length, (index) => (index % 17 < 9 ? index % 17 : next(256))),
};

function expectSame(compressed: Uint8Array, bytes: Uint8Array): void {
  // Compared at once: vitest would compare the elements one by one.
  const inflated = inflateSync(compressed);
  expect(inflated.length).toBe(bytes.length);
  expect(inflated.findIndex((byte, index) => byte !== bytes[index])).toBe(-1);
}

describe.each(Object.entries(KINDS))("[FAN-6] %s come back as they were", (_, make) => {
  test("in any short length", () => {
    for (let length = 1; length <= 300; length++) {
      const bytes = make(length);
      expectSame(deflate(bytes), bytes);
    }
  });

  test.each([16 * KIB - 1, 16 * KIB, 16 * KIB + 1, 3 * WINDOW, 256 * KIB + 1])("of %d bytes", (length) => {
    const bytes = make(length);
    expectSame(deflate(bytes), bytes);
  });
});

test.each([-1, 0, 1])(
  "[FAN-6] what is repeated %d bytes beyond the window comes back as it was",
  (beyond) => {
    const half = bytesOf(WINDOW + beyond, () => next(256));
    const bytes = new Uint8Array([...half, ...half]);
    expectSame(deflate(bytes), bytes);
  },
);

test("[FAN-6] codes are bounded to 15 bits where the best would be longer", () => {
  const bytes: number[] = [];
  // The worst for a Huffman code: each byte as often as the two before it together.
  for (let byte = 0, [count, following] = [1, 1]; byte < 21; byte++) {
    for (let left = count; left > 0; left--) bytes.splice(next(bytes.length + 1), 0, byte * 11);
    [count, following] = [following, count + following];
  }
  expectSame(deflate(Uint8Array.from(bytes)), Uint8Array.from(bytes));
});

/** A frame as a crowd causes it: each message another member's. */
function frameOf(messages: number): Uint8Array {
  const letters = (length: number) =>
    Array.from({ length }, () => "abcdefghijklmnopqrstuvwxyz234567".charAt(next(32))).join("");
  const events = Array.from({ length: messages }, (_, index) => {
    const id = letters(16);
    const from = { id, name: `guest-${id.slice(0, 4)}` };
    return { type: "message", at: 1, seq: 100 + index, id: `${letters(7)}0`, from, text: letters(40) };
  });
  return new TextEncoder().encode(JSON.stringify(events));
}

test("[FAN-7] a frame of messages is smaller than fflate makes it at its default level, and the platform inflates it", async () => {
  const bytes = frameOf(125);
  const compressed = deflate(bytes);
  expect(compressed.length).toBeLessThan(deflateSync(bytes).length);
  const inflating = new Blob([compressed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  expect(new Uint8Array(await new Response(inflating).arrayBuffer())).toEqual(bytes);
});

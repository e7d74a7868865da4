import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { CLOSE, clientFrame, TEXT } from "./client-frame.ts";
import { FrameReader } from "./frame-reader.ts";

/** A server frame (RFC 6455 §5.2): unmasked. */
function serverFrame(text: string, opcode = TEXT): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([0x80 | opcode, length])
      : length < 65_536
        ? Buffer.from([0x80 | opcode, 126, length >> 8, length & 0xff])
        : Buffer.from([0x80 | opcode, 127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 0xff, length & 0xff]);
  return Buffer.concat([head, payload]);
}

function readerOf() {
  const frames: [opcode: number, text: string][] = [];
  const reader = new FrameReader((opcode, bytes, start, end) => {
    frames.push([opcode, bytes.toString("utf8", start, end)]);
  });
  return { reader, frames };
}

const TEXTS = ["", "hello", "x".repeat(125), "y".repeat(126), "z".repeat(65_535), "w".repeat(70_000)];

test("frames of all three length encodings are parsed from one read", () => {
  const { reader, frames } = readerOf();
  const bytes = Buffer.concat(TEXTS.map((text) => serverFrame(text)));
  reader.push(bytes, 0, bytes.length);
  expect(frames).toEqual(TEXTS.map((text) => [TEXT, text]));
});

test.each([1, 2, 3, 7, 1_000, 65_536])("frames split into reads of %i bytes are reassembled", (size) => {
  const { reader, frames } = readerOf();
  const texts = size < 100 ? TEXTS.slice(0, 4) : TEXTS;
  const bytes = Buffer.concat([
    ...texts.map((text) => serverFrame(text)),
    serverFrame("\u0003\u00e8", CLOSE),
  ]);
  const shared = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    // Each read overwrites the shared buffer, as in member.ts.
    reader.push(shared, 0, bytes.copy(shared, 0, at, at + size));
  }
  expect(frames).toEqual([...texts.map((text) => [TEXT, text]), [CLOSE, "\u0003\u00e8"]]);
});

test("a read is a range of its buffer", () => {
  const { reader, frames } = readerOf();
  const bytes = Buffer.concat([Buffer.from("head"), serverFrame("one"), Buffer.from("stale")]);
  reader.push(bytes, 4, bytes.length - 5);
  expect(frames).toEqual([[TEXT, "one"]]);
});

test("a fragmented message is an error", () => {
  const { reader } = readerOf();
  expect(() => reader.push(Buffer.from([TEXT, 1, 0x61]), 0, 3)).toThrow("fragmented");
});

test.each([0, 5, 125, 126, 1_000])(
  "a client frame of %i bytes is masked and has the right length field",
  (length) => {
    const frame = clientFrame(Buffer.alloc(length, "a"));
    const maskAt = length < 126 ? 2 : 4;
    expect(frame[0]).toBe(0x81);
    expect(frame[1]).toBe(0x80 | Math.min(length, 126));
    if (length >= 126) expect(frame.readUInt16BE(2)).toBe(length);
    const mask = frame.subarray(maskAt, maskAt + 4);
    const payload = frame.subarray(maskAt + 4).map((byte, index) => byte ^ (mask[index & 3] ?? 0));
    expect(Buffer.from(payload).toString()).toBe("a".repeat(length));
  },
);

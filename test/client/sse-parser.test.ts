import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SseParser } from "../../src/client/transports/sse-parser.ts";

function parse(pieces: readonly Uint8Array[]): string[] {
  const parser = new SseParser();
  const decoder = new TextDecoder();
  return pieces.flatMap((piece) => parser.push(decoder.decode(piece, { stream: true })));
}

const bytes = (text: string) => new TextEncoder().encode(text);

const STREAM =
  "\uFEFF: welcome, مرحبا\r\n\r\n" +
  'event: welcome\ndata: {"type":"welcome"}\n\n' +
  ':\n\nid: e1.1\nevent: message\ndata: {"text":"سلام 👋🏽"}\n\n' +
  'event: failure\r\ndata: {"type":"error"}\r\n\r\n' +
  "data: three\r\ndata: more\r\ndata: lines\r\n\r\n" +
  "data:two\rdata: lines\r\rretry: 10\n\nevent: nothing\n\ndata\n\ndata:  one space stays\n\ndata: unfinished\n";
const EVENTS = [
  '{"type":"welcome"}',
  '{"text":"سلام 👋🏽"}',
  '{"type":"error"}',
  "three\nmore\nlines",
  "two\nlines",
  "",
  " one space stays",
];

describe("[SSE-1] a stream of events", () => {
  test("is read whole", () => {
    expect(parse([bytes(STREAM)])).toEqual(EVENTS);
  });

  test("is read the same at whatever byte it is cut in two", () => {
    const all = bytes(STREAM);
    for (let at = 0; at <= all.length; at++)
      expect(parse([all.subarray(0, at), all.subarray(at)]), `cut at ${at}`).toEqual(EVENTS);
  });

  test("is read the same byte by byte", () => {
    expect(parse(Array.from(bytes(STREAM), (byte) => Uint8Array.of(byte)))).toEqual(EVENTS);
  });

  test("is read the same in any pieces", () => {
    const all = bytes(STREAM);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: all.length }), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), all.length];
        const pieces = at.slice(1).map((end, index) => all.subarray(at[index], end));
        expect(parse(pieces)).toEqual(EVENTS);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("that never ends an event is given up", () => {
    const parser = new SseParser();
    const endless = "x".repeat(1_048_576);
    expect(() => {
      for (let pieces = 0; pieces < 10; pieces++) parser.push(endless);
    }).toThrow(RangeError);
  });

  test("keeps the separators of JavaScript inside a line", () => {
    expect(parse([bytes('data: "a\u2028b\u2029c"\n\n')])).toEqual(['"a\u2028b\u2029c"']);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventStreamDecoder, MAX_EVENT_CHARS } from "../../src/client/transports/event-stream.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function decodeAll(...chunks: readonly Uint8Array[]): string[] {
  const decode = eventStreamDecoder();
  return chunks.flatMap((chunk) => decode(chunk));
}

const STREAM =
  "\uFEFF: welcome, مرحبا\r\n\r\n" +
  'event: welcome\ndata: {"type":"welcome"}\n\n' +
  ':\n:\n\nid: e1.1\nevent: message\ndata: {"text":"سلام 👋🏽"}\n\n' +
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

describe("[SSE-1] the decoder of an event stream", () => {
  test("returns the data of every complete event", () => {
    expect(decodeAll(bytes(STREAM))).toEqual(EVENTS);
  });

  test("returns the same events when the stream is split in two at any byte", () => {
    const all = bytes(STREAM);
    for (let at = 0; at <= all.length; at++)
      expect(decodeAll(all.subarray(0, at), all.subarray(at)), `split at byte ${at}`).toEqual(EVENTS);
  });

  test("returns the same events when the stream comes byte by byte", () => {
    expect(decodeAll(...Array.from(bytes(STREAM), (byte) => Uint8Array.of(byte)))).toEqual(EVENTS);
  });

  test("returns the same events for any chunks", () => {
    const all = bytes(STREAM);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: all.length }), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), all.length];
        const chunks = at.slice(1).map((end, index) => all.subarray(at[index], end));
        expect(decodeAll(...chunks)).toEqual(EVENTS);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("accepts LF, CR and CRLF line endings, also when CRLF is split", () => {
    for (const end of ["\n", "\r", "\r\n"])
      expect(decodeAll(bytes(`data: a${end}data: b${end}${end}:${end}`)), JSON.stringify(end)).toEqual([
        "a\nb",
      ]);
    expect(decodeAll(bytes("data: a\r"), bytes("\ndata: b\r"), bytes("\n\r"), bytes("\n"))).toEqual(["a\nb"]);
  });

  test("strips a byte order mark at the start of the stream, and there only", () => {
    expect(decodeAll(bytes("\uFEFFdata: a\n\ndata: \uFEFFb\n\n"))).toEqual(["a", "\uFEFFb"]);
    expect(decodeAll(bytes("\uFEFF"), bytes("data: a\n\n"))).toEqual(["a"]);
  });

  test("replaces invalid UTF-8 and keeps the events after it", () => {
    expect(decodeAll(bytes("data: a"), Uint8Array.of(0xff), bytes("\n\ndata: b\n\n"))).toEqual([
      "a\uFFFD",
      "b",
    ]);
  });

  test("ignores comments, unknown fields, ids and retry times, valid or not", () => {
    const ignored = ": comment\nid: e1.7\nid: a\0b\nretry: 5\nretry: soon\nweight: 3\nnonsense\n";
    expect(decodeAll(bytes(`${ignored}data: a\n${ignored}\n`))).toEqual(["a"]);
    expect(decodeAll(bytes(`${ignored}\n`))).toEqual([]);
  });

  test("keeps the line separators of JavaScript inside a line", () => {
    expect(decodeAll(bytes('data: "a\u2028b\u2029c"\n\n'))).toEqual(['"a\u2028b\u2029c"']);
  });
});

describe("[SSE-1] the size limit of one event", () => {
  const decodeTimes = (times: number, text: string) => {
    const decode = eventStreamDecoder();
    const chunk = bytes(text);
    return () => {
      for (let chunks = 0; chunks < times; chunks++) decode(chunk);
    };
  };
  const MEBIBYTE = 1024 * 1024;

  test("lets an event of the maximum size pass", () => {
    const decode = eventStreamDecoder();
    const largest = "x".repeat(MAX_EVENT_CHARS - "data: ".length);
    expect(decode(bytes(`data: ${largest}`))).toEqual([]);
    expect(decode(bytes("\n\n"))).toEqual([largest]);
  });

  test("throws when a line does not end", () => {
    expect(decodeTimes(5, `data: ${"x".repeat(MEBIBYTE)}`)).toThrow("max buffer size");
  });

  test("throws when an event of short lines does not end", () => {
    const lines = `data: ${"x".repeat(1_000)}\n`.repeat(1_024);
    expect(decodeTimes(5, lines)).toThrow("max buffer size");
  });

  test("does not count events that ended", () => {
    expect(decodeTimes(8, `data: ${"x".repeat(MEBIBYTE)}\n\n`)).not.toThrow();
  });

  test("buffers nothing of a line that is ignored, however long it is", () => {
    expect(decodeTimes(8, `: ${"x".repeat(MEBIBYTE)}`)).not.toThrow();
  });
});

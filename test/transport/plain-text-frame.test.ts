import { expect, test } from "vitest";
import { readPlainTextFrame } from "../../src/transport/plain-text-frame.ts";

const HTMX_2 = {
  "HX-Request": "true",
  "HX-Current-URL": "https://blog.example/post?draft=1",
  "HX-Target": null,
};
const HTMX_4 = { "HX-Request": "true", "HX-Source": "form", "HX-Current-URL": "https://blog.example/" };

function read(frame: unknown, keepalive?: string) {
  return readPlainTextFrame(typeof frame === "string" ? frame : JSON.stringify(frame), keepalive);
}

test.each(["ping", "hello", "{", "[]", '["ping"]', "2", " {ping} ", '{"type":"ping"'])(
  "[TXT-1] what a person types is a message: %s",
  (text) => {
    expect(read(text)).toEqual({ kind: "message", text });
  },
);

test.each(["", " ", "\n"])("[TXT-1] an empty frame is ignored: %j", (frame) => {
  expect(read(frame)).toEqual({ kind: "empty" });
});

test("[TXT-6] only a frame of exactly the keep-alive's text is one", () => {
  expect(read("ping", "ping")).toEqual({ kind: "keepalive", answer: "pong" });
  expect(read('{"a":1}', '{"a":1}')).toEqual({ kind: "keepalive", answer: "pong" });
  for (const text of ["Ping", "ping!", "ping ", "pong"])
    expect(read(text, "ping")).toEqual({ kind: "message", text });
});

test.each([
  { type: "ping" },
  { type: "PING", at: 1_790_000_000_000 },
  { type: "heartbeat" },
  { type: "keep-alive" },
  { event: "heartbeat", topic: "phoenix", payload: {}, ref: 1 },
  { action: "keepalive" },
  { op: "ping" },
  { jsonrpc: "2.0", method: "ping", id: 1 },
  { cmd: "heartBeat" },
  { ping: 1_790_000_000_000 },
  { heartbeat: true },
])("[TXT-7] the JSON keep-alive %j is answered as JSON", (frame) => {
  expect(read(frame)).toEqual({ kind: "keepalive", answer: '{"type":"pong"}' });
  expect(read(JSON.stringify(frame, null, 2))).toEqual({ kind: "keepalive", answer: '{"type":"pong"}' });
});

test.each([
  {},
  { type: "message" },
  { type: "ping", text: "is it up?" },
  { host: "a.example", ping: 12 },
  { note: "ping" },
  { type: { ping: true } },
  { type: "ping", data: "x".repeat(600) },
])("[TXT-7] the JSON %j is a message like any other", (frame) => {
  expect(read(frame)).toEqual({ kind: "message", text: JSON.stringify(frame) });
});

test("[TXT-7] a form of htmx publishes its text, and nothing else of the page", () => {
  expect(read({ text: "hello", HEADERS: HTMX_2 })).toEqual({ kind: "message", text: "hello" });
  expect(read({ text: "hello", csrf: "s3cret", headers: HTMX_4 })).toEqual({
    kind: "message",
    text: "hello",
  });
  expect(read({ text: "x".repeat(900), HEADERS: HTMX_2 })).toMatchObject({ text: "x".repeat(900) });
  expect(read({ text: "hello", id: "k-1", replyTo: "7", HEADERS: HTMX_2 })).toEqual({
    kind: "message",
    text: "hello",
    replyTo: 7,
  });
  expect(read({ text: "hello", id: "", replyTo: "", HEADERS: HTMX_2 })).toEqual({
    kind: "message",
    text: "hello",
  });
  expect(read({ text: " ", HEADERS: HTMX_2 })).toEqual({ kind: "empty" });
});

test("[TXT-7] [P-5] a form of htmx without a text is refused, not published", () => {
  const forms = [{ chat_message: "hello" }, { text: ["a", "b"] }, { text: "hello", replyTo: "first" }];
  for (const form of forms) {
    expect(read({ ...form, HEADERS: HTMX_2 })).toMatchObject({
      kind: "refused",
      failure: { code: "bad_command" },
    });
  }
});

test("[TXT-7] JSON that nests deep is a message, and is not parsed", () => {
  const frame = `{"HX-Request":${'{"a":'.repeat(10_000)}1${"}".repeat(10_001)}`;
  expect(read(frame)).toEqual({ kind: "message", text: frame });
});

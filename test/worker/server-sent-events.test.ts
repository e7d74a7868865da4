/** The bytes of a stream (HTML Standard §9.2; SPEC SSE-1). */
import { expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import {
  KEEP_ALIVE_COMMENT,
  STREAM_PREAMBLE,
  serverSentEvent,
} from "../../src/worker/bridge/server-sent-events.ts";

const FROM = { id: "a", name: "Ana" };

test("[SSE-1] [SSE-2] a durable event has its type, its position and its JSON, a line each", () => {
  const event: RoomEvent = { type: "message", seq: 3, at: 0, id: "c3", from: FROM, text: "hello" };
  expect(serverSentEvent(event, "abcd.3")).toBe(
    `event: message\nid: abcd.3\ndata: ${JSON.stringify(event)}\n\n`,
  );
});

test("[SSE-2] an event without a position has no id", () => {
  const event: RoomEvent = { type: "typing", from: FROM, on: true };
  expect(serverSentEvent(event, undefined)).toBe(`event: typing\ndata: ${JSON.stringify(event)}\n\n`);
});

test("[SSE-1] an error is named failure, because browsers use the name error themselves", () => {
  const event: RoomEvent = { type: "error", code: "internal", message: "" };
  expect(serverSentEvent(event, undefined)).toMatch(/^event: failure\ndata: \{"type":"error",.*\}\n\n$/);
});

test("[SSE-1] line breaks in a text cannot begin another field", () => {
  const text = "one\ntwo\r\n\r\ndata: forged\rid: forged\u2028";
  const event: RoomEvent = { type: "message", seq: 1, at: 0, id: "c1", from: FROM, text };
  const lines = serverSentEvent(event, "abcd.1").split(/\r\n|\r|\n/);
  expect(lines.map((line) => line.split(":")[0])).toEqual(["event", "id", "data", "", ""]);
});

test("[SSE-1] [SSE-3] the preamble and the keep-alive comment are fixed bytes", () => {
  expect(STREAM_PREAMBLE).toBe("retry: 1000\n: a room of Majlis\n\n");
  expect(KEEP_ALIVE_COMMENT).toBe(":\n\n");
});

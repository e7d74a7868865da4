/** The bytes of a stream (HTML Standard §9.2; SPEC SSE-1). */
import { expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import {
  KEEP_ALIVE_COMMENT,
  STREAM_PREAMBLE,
  retryField,
  serverSentEvent,
} from "../../src/worker/bridge/server-sent-events.ts";

const noChance = () => 0;
const FROM = { id: "a", name: "Ana" };

test("[SSE-1] [SSE-2] a durable event has its type, its position and its JSON, a line each", () => {
  const event: RoomEvent = { type: "message", seq: 3, at: 0, id: "c3", from: FROM, text: "hello" };
  expect(serverSentEvent(event, "abcd.3", noChance)).toBe(
    `event: message\nid: abcd.3\ndata: ${JSON.stringify(event)}\n\n`,
  );
});

test("[SSE-2] an event without a position has no id", () => {
  const event: RoomEvent = { type: "typing", from: FROM, on: true };
  expect(serverSentEvent(event, undefined, noChance)).toBe(
    `event: typing\ndata: ${JSON.stringify(event)}\n\n`,
  );
});

test("[SSE-1] an error is named failure, because browsers use the name error themselves", () => {
  const event: RoomEvent = { type: "error", code: "internal", message: "" };
  expect(serverSentEvent(event, undefined, noChance)).toMatch(
    /^event: failure\ndata: \{"type":"error",.*\}\n\n$/,
  );
});

test("[SSE-1] line breaks in a text cannot begin another field", () => {
  const text = "one\ntwo\r\n\r\ndata: forged\rid: forged\u2028";
  const event: RoomEvent = { type: "message", seq: 1, at: 0, id: "c1", from: FROM, text };
  const lines = serverSentEvent(event, "abcd.1", noChance).split(/\r\n|\r|\n/);
  expect(lines.map((line) => line.split(":")[0])).toEqual(["event", "id", "data", "", ""]);
});

test("[SSE-1] [SSE-3] a comment has no blank line behind it, which some libraries take for an event", () => {
  expect(STREAM_PREAMBLE).toBe(": a room of Majlis\n");
  expect(KEEP_ALIVE_COMMENT).toBe(":\n");
});

test.each([
  [0, 500, 1_000],
  [0.5, 500, 1_750],
  [1, 500, 2_500],
  [1, 30_000, 32_000],
])(
  "[SSE-1] with the chance %d and a spread of %d ms a browser reconnects after %d ms",
  (random, spreadMs, ms) => {
    expect(retryField({ spreadMs }, random)).toBe(`retry: ${ms}\n`);
  },
);

/**
 * What @microsoft/fetch-event-source calls back for a stream: it counts every blank line as the end of a message, also
 * where no data came before it.
 */
function messagesOfBlankLines(stream: string): string[] {
  const messages: string[] = [];
  let data = "";
  for (const line of stream.split("\n").slice(0, -1)) {
    if (line === "") messages.push(data);
    data = line === "" ? "" : line.startsWith("data: ") ? line.slice("data: ".length) : data;
  }
  return messages;
}

test("[SSE-1] [SSE-3] a reader that ends an event at every blank line gets JSON each time", () => {
  const typing: RoomEvent = { type: "typing", from: FROM, on: true };
  const event = serverSentEvent(typing, undefined, noChance);
  const stream = [STREAM_PREAMBLE, event, KEEP_ALIVE_COMMENT, KEEP_ALIVE_COMMENT, event].join("");
  expect(messagesOfBlankLines(stream).map((data) => JSON.parse(data) as unknown)).toEqual([typing, typing]);
});

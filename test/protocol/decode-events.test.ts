import { expect, test } from "vitest";
import { decodeEvents } from "../../src/protocol/decode-events.ts";
import { encodeEvent, joinEncoded } from "../../src/protocol/encode.ts";
import { PONG_FRAME } from "../../src/protocol/heartbeat.ts";

const typing = { type: "typing", from: { id: "a", name: "Ana" }, on: true } as const;
const stored = { type: "stored", id: "x", seq: 1 } as const;

test("[EVT-1] a frame is one event or several, in order", () => {
  expect(decodeEvents(joinEncoded([encodeEvent(typing)]))).toEqual([typing]);
  expect(decodeEvents(joinEncoded([encodeEvent(stored), encodeEvent(typing)]))).toEqual([stored, typing]);
});

test("[EVT-2] unknown and broken events and pongs are left out, unknown fields are kept", () => {
  const frame = JSON.stringify([
    { type: "fireworks" },
    { ...stored, colour: "red" },
    { type: "message" },
    { type: "message", seq: 0 },
    { type: "message", seq: "1" },
    7,
    null,
    typing,
  ]);
  expect(decodeEvents(frame)).toEqual([{ ...stored, colour: "red" }, typing]);
  expect(decodeEvents(PONG_FRAME)).toEqual([]);
  expect(decodeEvents("not json")).toEqual([]);
});

test("[ERR-1] an error with an unknown code is decoded", () => {
  const error = { type: "error", code: "from_the_future", message: "Later." } as const;
  expect(decodeEvents(JSON.stringify(error))).toEqual([error]);
});

test("[EVT-2] an unknown event with a number is decoded, so that it keeps its place in the order", () => {
  const unknown = { type: "of_a_later_release", seq: 7, at: 1, from: { id: "a", name: "Ana" }, id: "x" };
  expect(decodeEvents(JSON.stringify(unknown))).toEqual([unknown]);
});

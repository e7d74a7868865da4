import { inflateSync } from "fflate";
import { expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { MAX_FRAME_BYTES } from "../../src/protocol/frames.ts";
import { readHandshake } from "../../src/transport/handshake.ts";
import { MAX_QUEUED_BYTES } from "../../src/transport/window.ts";
import { FanOutHarness, message, numbered } from "../support/runtime/fan-out-harness.ts";

const WINDOW_MS = 250;
/** One window of a room of 40; then the next one is open. */
const SHORT_WINDOW_MS = 5;

/** Some KiB, of several languages. */
const LONG = "The tea is ready. الشاي جاهز. お茶が入りました。🍵 ".repeat(40);

/** Broadcasts `events` as one window's frame, behind a first event that opens the window. */
function broadcastWindow(harness: FanOutHarness, events: readonly RoomEvent[], ms = WINDOW_MS): void {
  harness.fanOut.broadcast(message("first"));
  for (const event of events) harness.fanOut.broadcast(event);
  harness.advance(ms);
}

function handshakeOf(query: string, protocol = "majlis.v1") {
  return readHandshake(
    new Request(`https://majlis.test/r/tea/socket?${query}`, {
      headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": protocol },
    }),
  );
}

test("[FAN-6] a client that asks for compressed frames gets the texts that the others get", () => {
  const harness = new FanOutHarness();
  const asking = harness.joinMany(30, true);
  const [other] = harness.joinMany(30);
  broadcastWindow(harness, [message("1", LONG), message("2", LONG)]);
  for (const { socket } of asking) {
    expect(socket.binaryFrames).toHaveLength(1);
    expect(socket.frames).toEqual(other?.socket.frames);
  }
  expect(other?.socket.binaryFrames).toEqual([]);
});

test("[FAN-7] a frame is compressed once for all who are sent the same", () => {
  const harness = new FanOutHarness();
  const asking = harness.joinMany(50, true);
  broadcastWindow(harness, [message("1", LONG)]);
  const [compressed] = asking.map(({ socket }) => socket.binaryFrames[0]);
  expect(compressed).toBeDefined();
  for (const { socket } of asking) expect(socket.binaryFrames[0]).toBe(compressed);
  expect(compressed?.length).toBeLessThan(LONG.length / 4);
});

test.each([
  { deflates: true, next: "has its whole length", isOver: false },
  { deflates: false, next: "is shorter", isOver: true },
])(
  "[FAN-2] the window behind a large frame $next if it was sent compressed: $deflates",
  ({ deflates, isOver }) => {
    const harness = new FanOutHarness();
    const [ana] = harness.joinMany(100, deflates);
    broadcastWindow(harness, [message("1", LONG.repeat(10))], 12);
    harness.fanOut.broadcast(message("2"));
    harness.advance(10);
    expect(ana?.socket.frames).toHaveLength(isOver ? 3 : 2);
  },
);

test("[FAN-7] what is for some of them only is compressed for those, and holds nothing that was for others", () => {
  const harness = new FanOutHarness();
  const [moderators, others] = [harness.joinMany(40, true), harness.joinMany(40, true)];
  const isModerator = new Set(moderators.map(({ connection }) => connection));
  harness.fanOut.broadcast(message("first"));
  harness.fanOut.broadcast(message("all", LONG));
  harness.fanOut.broadcast(message("secret", "for moderators"), (connection) => isModerator.has(connection));
  harness.advance(WINDOW_MS);
  for (const { socket } of moderators) expect(socket.receivedIds).toEqual([["first"], ["all", "secret"]]);
  for (const { socket } of others) expect(socket.receivedIds).toEqual([["first"], ["all"]]);
  expect(new Set(moderators.map(({ socket }) => socket.binaryFrames[0])).size).toBe(1);
  expect(new Set(others.map(({ socket }) => socket.binaryFrames[0])).size).toBe(1);
});

test.each([
  { what: "a small room", receivers: 20, text: LONG.repeat(2) },
  { what: "a frame below 1 KiB", receivers: 200, text: "short" },
  { what: "2 KiB for 21 receivers", receivers: 21, text: "x".repeat(2_048) },
])("[FAN-7] $what stays text, as compressing would cost more than it saves", ({ receivers, text }) => {
  const harness = new FanOutHarness();
  const asking = harness.joinMany(receivers, true);
  broadcastWindow(harness, [message("1", text)]);
  for (const { socket } of asking) {
    expect(socket.frames.length).toBe(2);
    expect(socket.binaryFrames).toEqual([]);
  }
});

test("[FAN-7] only those count who take it compressed", () => {
  const harness = new FanOutHarness();
  const [ana] = harness.joinMany(20, true);
  harness.joinMany(500);
  broadcastWindow(harness, [message("1", LONG)]);
  expect(ana?.socket.receivedIds).toEqual([["first"], ["1"]]);
  expect(ana?.socket.binaryFrames).toEqual([]);
});

test("[FAN-6] [P-2] compressed frames, answers and later frames are in the room's order", () => {
  const harness = new FanOutHarness();
  const [ana, bo] = harness.joinMany(40, true);
  if (ana === undefined || bo === undefined) throw new Error("two members are needed");
  broadcastWindow(harness, [message("1", LONG)], SHORT_WINDOW_MS);
  harness.fanOut.broadcast(message("2", LONG));
  harness.fanOut.send(ana.connection, [{ type: "stored", id: "answer", seq: 1 }]);
  harness.fanOut.broadcast(message("3", "short"));
  harness.advance(WINDOW_MS);
  expect(ana.socket.receivedIds).toEqual([["first"], ["1"], ["2", "answer"], ["3"]]);
  expect(bo.socket.receivedIds).toEqual([["first"], ["1"], ["2", "3"]]);
  expect(ana.socket.binaryFrames).toHaveLength(1);
});

test("[FAN-6] plain text and HTML are never compressed", () => {
  const harness = new FanOutHarness();
  const plain = (["text", "html"] as const).flatMap((codec) =>
    Array.from({ length: 30 }, () => harness.join(codec)),
  );
  broadcastWindow(harness, [numbered(1), message("2", LONG)]);
  for (const { socket } of plain) expect(socket.binaryFrames).toEqual([]);
});

test("[FLOW-1] what counts against a reader is what was sent to it: the compressed bytes", () => {
  const harness = new FanOutHarness({ flowBytes: 8_000 });
  const [asking] = harness.joinMany(40, true);
  const [other] = harness.joinMany(40);
  broadcastWindow(harness, [message("1", LONG), message("2", LONG), message("3", LONG)]);
  const compressed = asking?.socket.binaryFrames[0]?.length ?? NaN;
  const first = asking?.socket.frames[0]?.length ?? NaN;
  expect(asking?.connection.unackedBytes).toBe(compressed + first);
  expect(asking?.connection.pendingFlow).toBeUndefined();
  expect(other?.connection.pendingFlow).toBeDefined();
});

test("[EVT-5] no compressed frame inflates to more than 2 MiB", () => {
  const harness = new FanOutHarness({ slowBytes: 1e8, flowBytes: 1e8, waitingBytes: 1e9 });
  const [ana] = harness.joinMany(40, true);
  for (let count = 0; count < 200; count++) harness.fanOut.broadcast(message(`${count}`, "字".repeat(5_000)));
  const sizes = ana?.socket.binaryFrames.map((frame) => inflateSync(frame).length) ?? [];
  expect(Math.max(...sizes)).toBeGreaterThan(MAX_QUEUED_BYTES);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_FRAME_BYTES);
});

test.each([
  ["frames=deflate", true],
  ["frames=deflate&name=Ana", true],
  ["", false],
  ["frames=", false],
  ["frames=gzip", false],
  ["frames=Deflate", false],
  ["frames=deflate,gzip", false],
  ["deflate", false],
])("[FAN-6] a handshake with ?%s: compressed frames %s, and no warning", (query, deflates) => {
  const { deflates: asks, warning } = handshakeOf(query);
  expect({ asks, warning }).toEqual({ asks: deflates, warning: undefined });
});

test("[FAN-6] a handshake for plain text, or of the Worker for a stream, asks for none", () => {
  expect(handshakeOf("frames=deflate", "majlis.text").deflates).toBe(false);
  const bridge = new Request("https://room/bridge?frames=deflate&origin=https://majlis.test", {
    headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": "majlis.v1" },
  });
  expect(readHandshake(bridge).deflates).toBe(false);
});

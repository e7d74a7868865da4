import { describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { utf8Bytes } from "../../src/text/lengths.ts";
import { toSocketHtml } from "../../src/transport/html-fragments.ts";
import { digestIntervalMs, windowMs } from "../../src/transport/window.ts";
import {
  DURABLE,
  arrival,
  departure,
  FanOutHarness,
  message,
  numbered,
} from "../support/runtime/fan-out-harness.ts";

const BO = { id: "bo", name: "bo", role: "guest" } as const;

test("[EVT-1] several events to one connection are one JSON frame, or one plain-text frame a line", () => {
  const harness = new FanOutHarness();
  const [json, text] = [harness.join(), harness.join("text")];
  for (const { connection } of [json, text])
    harness.fanOut.send(connection, [message("1", "one"), message("2", "two")]);
  expect(json.socket.receivedIds).toEqual([["1", "2"]]);
  expect(text.socket.frames).toEqual(["Ana: one", "Ana: two"]);
});

test("[FAN-1] a small room sends every event at once and sets no timer", () => {
  const harness = new FanOutHarness();
  const members = harness.joinMany(20);
  for (const id of ["1", "2", "3"]) harness.fanOut.broadcast(message(id));
  for (const { socket } of members) expect(socket.receivedIds).toEqual([["1"], ["2"], ["3"]]);
  expect(harness.pendingTimers).toBe(0);
});

test("[FAN-1] a flooded small room batches events into one frame each 16 ms", () => {
  const harness = new FanOutHarness();
  const [ana] = harness.joinMany(3);
  const receivedIds = () => ana?.socket.receivedIds ?? [];
  for (let count = 1; count <= 500; count++) {
    harness.fanOut.broadcast(message(`${count}`));
    harness.advance(2);
  }
  harness.advance(16);
  expect(receivedIds().flat()).toEqual(Array.from({ length: 500 }, (_, index) => `${index + 1}`));
  // in one second: the burst, the refill, and one frame each 16 ms
  expect(receivedIds().length).toBeLessThanOrEqual(30 + 30 + 63);
  harness.advance(1_000);
  expect(harness.pendingTimers).toBe(0);
  const before = receivedIds().length;
  for (const id of ["calm", "again"]) harness.fanOut.broadcast(message(id));
  expect(receivedIds().slice(before)).toEqual([["calm"], ["again"]]);
});

test("[FAN-1] in a flooded small room a sender within the rate does not wait, and the flooding one does", () => {
  const harness = new FanOutHarness();
  const [mallory, ana] = harness.joinMany(3);
  if (mallory === undefined || ana === undefined) throw new Error("two members are needed");
  const delayed = { mallory: 0, ana: 0 };
  for (let count = 1; count <= 1_000; count++) {
    if (harness.fanOut.delays(mallory.connection)) delayed.mallory += 1;
    harness.fanOut.broadcast(message(`m${count}`));
    if (count % 100 === 0) {
      if (harness.fanOut.delays(ana.connection)) delayed.ana += 1;
      harness.fanOut.broadcast(message(`a${count}`));
      harness.fanOut.endDelay();
      expect(mallory.socket.receivedIds.at(-1)).toContain(`a${count}`);
    }
    harness.advance(2);
  }
  expect(delayed.ana).toBe(0);
  // All but what comes between two windows, or within Mallory's own rate.
  expect(delayed.mallory).toBeGreaterThan(700);
});

test("[FAN-2] in a larger room everyone waits for the window's end", () => {
  const harness = new FanOutHarness();
  const [ana, bo] = harness.joinMany(30);
  if (ana === undefined || bo === undefined) throw new Error("two members are needed");
  harness.fanOut.broadcast(message("1"));
  expect(harness.fanOut.delays(bo.connection)).toBe(true);
  harness.fanOut.broadcast(message("2"));
  harness.fanOut.endDelay();
  expect(ana.socket.receivedIds).toEqual([["1"]]);
});

test("[FAN-2] a larger room sends the first event at once and the rest as one frame at the window's end", () => {
  const harness = new FanOutHarness();
  const members = harness.joinMany(100);
  for (const id of ["1", "2", "3"]) harness.fanOut.broadcast(message(id));
  expect(members[99]?.socket.receivedIds).toEqual([["1"]]);
  harness.advance(12);
  for (const { socket } of members) expect(socket.receivedIds).toEqual([["1"], ["2", "3"]]);
  harness.fanOut.broadcast(message("4"));
  expect(members[0]?.socket.receivedIds).toHaveLength(2);
  harness.advance(25);
  expect(members[0]?.socket.receivedIds).toEqual([["1"], ["2", "3"], ["4"]]);
  harness.advance(25);
  expect(harness.pendingTimers).toBe(0);
  harness.fanOut.broadcast(message("5"));
  expect(members[0]?.socket.receivedIds.at(-1)).toEqual(["5"]);
});

describe("[FAN-10] beside a crowd of one address", () => {
  /** @param addresses of the crowd: 60 connections */
  function crowdedRoom(addressOf: (index: number) => string) {
    const harness = new FanOutHarness();
    const crowd = Array.from({ length: 60 }, (_, index) =>
      harness.join("json", { address: addressOf(index) }),
    );
    const [ana, bo] = [
      harness.join("json", { address: "192.0.2.1" }),
      harness.join("json", { address: "192.0.2.2" }),
    ];
    /** Publishes, unless that has to wait. */
    const publish = (id: string, { connection } = ana) => {
      if (harness.fanOut.delays(connection)) return false;
      harness.fanOut.broadcast(message(id));
      harness.fanOut.endDelay();
      return true;
    };
    return { harness, first: crowd[0]!, ana, bo, publish };
  }

  test.each([
    ["an address", () => "203.0.113.7"],
    ["an IPv6 /48", (index: number) => `2001:db8:77:${index.toString(16)}`],
  ])("of %s the others, who are few, are sent messages at once, and the crowd in windows", (_, addressOf) => {
    const { harness, first, ana, bo, publish } = crowdedRoom(addressOf);
    for (const id of ["1", "2", "3"]) expect(publish(id)).toBe(true);
    for (const { socket } of [ana, bo]) expect(socket.receivedIds).toEqual([["1"], ["2"], ["3"]]);
    expect(first.socket.receivedIds).toEqual([]);
    harness.advance(8);
    expect(first.socket.receivedIds).toEqual([["1", "2", "3"]]);
    expect(publish("of the crowd", first)).toBe(false);
    expect(publish("4", bo)).toBe(true);
    harness.advance(1_000);
    expect(bo.socket.receivedIds).toEqual([["1"], ["2"], ["3"], ["4"]]);
    expect(first.socket.receivedIds).toEqual([["1", "2", "3"], ["4"]]);
    expect(harness.pendingTimers).toBe(0);
  });

  test("a sender that floods waits for the window, and what others do for its end", () => {
    const { harness, ana, bo, publish } = crowdedRoom(() => "203.0.113.7");
    const published = Array.from({ length: 100 }, (_, index) => publish(`${index}`)).filter(Boolean);
    expect(published).toHaveLength(20);
    harness.fanOut.broadcast({ type: "typing", from: { id: "m", name: "Ana" }, on: true });
    expect(bo.socket.receivedIds).toHaveLength(20);
    harness.advance(16);
    expect(bo.socket.frames).toHaveLength(21);
    expect(ana.socket.frames).toHaveLength(21);
  });

  test("it is over once the crowd is gone, or the others are a crowd themselves", () => {
    const { harness, first, bo, publish } = crowdedRoom(() => "203.0.113.7");
    for (let index = 0; index < 19; index++) harness.join("json", { address: `198.51.100.${index}` });
    publish("1");
    expect(first.socket.receivedIds).toEqual([["1"]]);
    expect(publish("2")).toBe(false);
    harness.advance(1_000);
    for (const connection of harness.connections.list)
      if (connection.session.address !== "192.0.2.1" && connection !== bo.connection)
        harness.connections.remove(connection);
    for (const id of ["3", "4"]) expect(publish(id)).toBe(true);
    expect(bo.socket.receivedIds).toEqual([["1"], ["3"], ["4"]]);
  });
});

test("[FAN-5] events broadcast by onWindowEnd are sent with the window's frame, and the next window opens", () => {
  const harness = new FanOutHarness();
  const [ana] = harness.joinMany(100);
  const waiting = ["2", "3"];
  harness.onWindowEnd = () => {
    expect(harness.fanOut.isBatching).toBe(true);
    for (const id of waiting.splice(0)) harness.fanOut.broadcast(message(id));
  };
  harness.fanOut.broadcast(message("1"));
  harness.advance(12);
  expect(ana?.socket.receivedIds).toEqual([["1"], ["2", "3"]]);
  expect(harness.fanOut.isBatching).toBe(true);
  harness.advance(25);
  expect([harness.fanOut.isBatching, harness.pendingTimers]).toEqual([false, 0]);
});

test("[FAN-2] the window grows with the number of connections, from 0 to 250 ms", () => {
  const windows = [1, 20, 21, 100, 300, 1_000, 5_000, 16_000].map((connections) =>
    windowMs({ connections, weight: connections, frameBytes: 0, isFlooded: false }),
  );
  expect(windows).toEqual([0, 0, 3, 12, 37, 165, 250, 250]);
});

test("[PRES-3] a digest waits longer the more connections there are, from 1 s to 30 s", () => {
  const intervals = [21, 500, 1_000, 10_000, 16_000].map(digestIntervalMs);
  expect(intervals).toEqual([1_000, 1_000, 2_000, 20_000, 30_000]);
});

test("[PRES-3] in a crowd of 2,000 comings and goings without a message are one frame in 4 s", () => {
  const harness = new FanOutHarness();
  const [ana] = harness.joinMany(2_000);
  for (let tenth = 0; tenth < 40; tenth++) {
    harness.fanOut.broadcast(arrival(`m${tenth}`, 2_000 + tenth));
    harness.advance(100);
  }
  expect(ana?.socket.frames).toHaveLength(1);
  expect(JSON.parse(ana?.socket.frames[0] ?? "")).toMatchObject({ count: 2_039 });
});

test("[PRES-3] a digest that waits in a room which fills meanwhile waits for as long as its crowd says", () => {
  const harness = new FanOutHarness();
  const [ana] = harness.joinMany(30);
  harness.fanOut.broadcast(arrival("first", 31));
  harness.advance(500);
  harness.joinMany(1_470);
  harness.fanOut.broadcast(arrival("last", 1_500));
  harness.advance(2_400);
  expect(ana?.socket.frames).toEqual([]);
  harness.advance(100);
  expect(JSON.parse(ana?.socket.frames[0] ?? "")).toMatchObject({ type: "presence", count: 1_500 });
});

test("[FAN-8] a room whose window ends late sends the next frames less often, and again as often when it is idle", () => {
  const harness = new FanOutHarness();
  const [ana] = harness.joinMany(500);
  const windowLength = () => {
    harness.fanOut.broadcast(message("one"));
    const before = ana?.socket.frames.length ?? 0;
    harness.fanOut.broadcast(message("more"));
    for (let ms = 0; ms < 1_000; ms++) {
      if (ana?.socket.frames.length !== before) return ms;
      harness.advance(1);
    }
    return undefined;
  };
  const settle = () => harness.advance(2_000);
  const calm = windowLength();
  settle();
  harness.fanOut.broadcast(message("busy"));
  harness.block((calm ?? 0) + 40);
  harness.advance(0);
  expect([calm, windowLength()]).toEqual([66, 106]);
  for (let count = 0; count < 20; count++) {
    settle();
    harness.fanOut.broadcast(message("calm"));
  }
  settle();
  expect(windowLength()).toBe(calm);
});

test("[FAN-8] messages that are read once a window is over make the next one longer, whatever the timer's clock shows", () => {
  const harness = new FanOutHarness();
  const [ana] = harness.joinMany(500);
  harness.fanOut.broadcast(message("1"));
  harness.block(66);
  expect(harness.fanOut.delays(ana!.connection)).toBe(true);
  harness.fanOut.broadcast(message("2"));
  harness.advance(0);
  harness.fanOut.broadcast(message("3"));
  harness.advance(66);
  expect(ana?.socket.receivedIds).toEqual([["1"], ["2"]]);
  harness.advance(66);
  expect(ana?.socket.receivedIds).toEqual([["1"], ["2"], ["3"]]);
});

test("[FAN-2] the window is longer for streams and polls, and shorter after large frames", () => {
  const room = { connections: 1_000, weight: 1_000, frameBytes: 0, isFlooded: false };
  expect(windowMs({ ...room, weight: 1_200 })).toBe(198);
  expect(windowMs({ ...room, frameBytes: 10 * 1_024 })).toBe(145);
  expect(windowMs({ ...room, frameBytes: 10_000 * 1_024 })).toBe(105);
});

test("[FLOW-7] a queue of more than 256 KiB is flushed before the window ends", () => {
  const harness = new FanOutHarness({ slowBytes: 100_000_000, flowBytes: 100_000_000 });
  const [ana] = harness.joinMany(100);
  for (let count = 0; count < 70; count++) harness.fanOut.broadcast(message(`${count}`, "x".repeat(16_000)));
  for (let turn = 0; turn < 1_000 && harness.nextTurn(); turn++);
  expect(ana?.socket.receivedIds.map((ids) => ids.length)).toEqual([1, 17, 17, 17, 17]);
  harness.advance(25);
  expect(ana?.socket.receivedIds.flat()).toHaveLength(70);
});

test("[EVT-5] [FLOW-2] no batch is so large that it alone makes a reader slow, in whatever script", () => {
  const harness = new FanOutHarness({ slowBytes: 100_000_000, flowBytes: 100_000_000 });
  const [ana] = harness.joinMany(100);
  const largest = "字".repeat(Math.floor(DEFAULT_LIMITS.textBytes / utf8Bytes("字")));
  for (let count = 0; count < 200; count++) harness.fanOut.broadcast(message(`${count}`, largest));
  for (let turn = 0; turn < 1_000 && harness.nextTurn(); turn++);
  const bytes = Math.max(...(ana?.socket.frames ?? []).map(utf8Bytes));
  expect(bytes).toBeLessThan(DEFAULT_LIMITS.slowBytes / 2);
});

test("[FAN-3] [P-2] an answer is sent at once, after the queued events, and none of them is sent twice", () => {
  const harness = new FanOutHarness();
  const [ana, bo] = harness.joinMany(50);
  for (const id of ["1", "2"]) harness.fanOut.broadcast(message(id));
  harness.fanOut.send(ana!.connection, [{ type: "stored", id: "answer", seq: 1 }]);
  harness.fanOut.broadcast(message("3"));
  expect(ana?.socket.receivedIds).toEqual([["1"], ["2", "answer"]]);
  harness.advance(250);
  expect(ana?.socket.receivedIds).toEqual([["1"], ["2", "answer"], ["3"]]);
  expect(bo?.socket.receivedIds).toEqual([["1"], ["2", "3"]]);
});

test("[JOIN-4] [P-2] a connection that joins during a window does not receive the events of its welcome again", () => {
  const harness = new FanOutHarness();
  harness.joinMany(50);
  for (const id of ["1", "2"]) harness.fanOut.broadcast(message(id));
  const late = harness.join();
  harness.fanOut.send(late.connection, [message("welcome")]);
  harness.fanOut.broadcast(message("3"));
  harness.advance(250);
  expect(late.socket.receivedIds).toEqual([["welcome"], ["3"]]);
});

test("[EPH-1] an event for some recipients is sent to them alone, in order", () => {
  const harness = new FanOutHarness();
  const [ana, bo] = harness.joinMany(30);
  harness.fanOut.broadcast(message("1"));
  harness.fanOut.broadcast(message("2"), (connection) => connection !== ana?.connection);
  harness.fanOut.broadcast(message("3"));
  harness.advance(250);
  expect(ana?.socket.receivedIds).toEqual([["1"], ["3"]]);
  expect(bo?.socket.receivedIds).toEqual([["1"], ["2", "3"]]);
});

test("[FAN-4] a batched plain-text frame has several lines", () => {
  const harness = new FanOutHarness();
  harness.joinMany(30);
  const { socket } = harness.join("text");
  for (const text of ["one", "two", "three"]) harness.fanOut.broadcast(message("x", text));
  harness.advance(250);
  expect(socket.frames).toEqual(["Ana: one", "Ana: two\nAna: three"]);
});

test("[TXT-8] a plain-text connection that asks for its position is sent it behind what changed it", () => {
  const harness = new FanOutHarness();
  const { socket, connection } = harness.join("text", { positions: true });
  harness.fanOut.broadcast(numbered(7));
  harness.fanOut.broadcast(arrival("bo", 2));
  harness.fanOut.broadcast({
    type: "reaction",
    target: 7,
    emoji: "👍",
    on: true,
    count: 1,
    ...DURABLE,
    seq: 8,
  });
  harness.fanOut.send(connection, [numbered(9)]);
  expect(socket.frames).toEqual([
    "Ana: 7",
    "* position abcd.7",
    "* bo joined",
    // The reaction has no line: it comes again with what follows, and shows nothing again.
    "Ana: 9",
    "* position abcd.9",
  ]);
});

test("[TXT-8] a batched frame is followed by one position, and other connections get none", () => {
  const harness = new FanOutHarness();
  const [asks] = [harness.join("text", { positions: true }), ...harness.joinMany(30)];
  const others = [harness.join("text"), harness.join("html", { positions: true })];
  for (const seq of [1, 2, 3]) harness.fanOut.broadcast(numbered(seq));
  harness.advance(250);
  expect(asks.socket.frames).toEqual(["Ana: 1", "* position abcd.1", "Ana: 2\nAna: 3", "* position abcd.3"]);
  for (const { socket } of others) expect(socket.frames.join()).not.toContain("position");
});

test("[HTML-3] a connection that asks for HTML is sent fragments, as one frame", () => {
  const harness = new FanOutHarness();
  const { socket, connection } = harness.join("html");
  harness.fanOut.send(connection, [numbered(1), { type: "flow", id: "f" }, numbered(2)]);
  harness.fanOut.send(connection, [{ type: "flow", id: "f" }]);
  expect(socket.frames).toEqual([toSocketHtml(numbered(1)) + toSocketHtml(numbered(2))]);
});

test("[PRES-3] a large room sends presence with the next message, or as a digest by itself", () => {
  const harness = new FanOutHarness({ presenceMembers: 40 });
  const members = harness.joinMany(50);
  const { socket } = members[0]!;
  for (let count = 1; count <= 30; count++) harness.fanOut.broadcast(arrival(`p${count}`, 50 + count));
  expect(socket.frames).toEqual([]);
  harness.fanOut.broadcast(message("1"));
  expect(socket.frames).toHaveLength(1);
  expect(JSON.parse(socket.frames[0] ?? "")).toMatchObject([{ id: "1" }, { type: "presence", count: 80 }]);
  expect((JSON.parse(socket.frames[0] ?? "") as { joined?: unknown[] }[])[1]?.joined).toHaveLength(20);
  harness.advance(1_000);
  expect(socket.frames).toHaveLength(1);
  harness.fanOut.broadcast(arrival("p31", 81));
  harness.fanOut.broadcast({ type: "presence", count: 80, left: [{ id: "p31", name: "p31" }] });
  harness.advance(1_000);
  expect(JSON.parse(socket.frames[1] ?? "")).toEqual({ type: "presence", count: 80 });
});

test("[PRES-3] a pending digest includes newer presence, even if the room is no longer large", () => {
  const harness = new FanOutHarness({ presenceMembers: 2 });
  const members = harness.joinMany(3);
  harness.fanOut.broadcast(arrival("late", 3));
  harness.connections.remove(members[2]!.connection);
  harness.fanOut.broadcast({ type: "presence", count: 2, left: [{ id: "late", name: "late" }] });
  harness.advance(1_000);
  const received = members[0]!.socket.frames.map((frame) => JSON.parse(frame) as unknown);
  expect(received).toEqual([{ type: "presence", count: 2 }]);
});

test("[PRES-3] a member who left and joined again with another name is in 'changed'", () => {
  const harness = new FanOutHarness({ presenceMembers: 2 });
  const [ana] = harness.joinMany(3);
  harness.fanOut.broadcast({ type: "presence", count: 2, left: [{ id: "bo", name: "Bo" }] });
  harness.fanOut.broadcast(arrival("bo", 3));
  harness.advance(1_000);
  expect(JSON.parse(ana!.socket.frames[0] ?? "")).toMatchObject({
    count: 3,
    changed: [{ id: "bo", name: "bo" }],
  });
});

test("[PRES-4] in a small room joins and leaves that come too often are batched for a second, without lines of text", () => {
  const harness = new FanOutHarness();
  const [ana, bo] = [harness.join(), harness.join("text")];
  for (let count = 0; count < 500; count++) {
    harness.fanOut.broadcast(arrival("ad", 3), undefined, true);
    harness.fanOut.broadcast(departure("ad", 2), undefined, true);
  }
  harness.fanOut.broadcast(arrival("ad", 3), undefined, true);
  expect(ana.socket.frames).toEqual([]);
  harness.advance(1_000);
  expect(ana.socket.frames.map((frame) => JSON.parse(frame) as unknown)).toEqual([arrival("ad", 3)]);
  expect(bo.socket.frames).toEqual([]);
  harness.fanOut.broadcast(departure("ad", 2), undefined, true);
  harness.advance(1_000);
  expect(JSON.parse(ana.socket.frames[1] ?? "")).toEqual(departure("ad", 2));
  expect(harness.pendingTimers).toBe(0);
});

test("[PRES-4] what is batched does not wait for a message, and others' joins have their line", () => {
  const harness = new FanOutHarness();
  const [ana, bo] = [harness.join(), harness.join("text")];
  harness.fanOut.broadcast(arrival("ad", 3), undefined, true);
  harness.fanOut.broadcast(arrival("Cy", 4));
  harness.fanOut.broadcast(message("1"));
  expect(ana.socket.frames.map((frame) => JSON.parse(frame) as unknown)).toMatchObject([
    { type: "presence", count: 4, joined: [{ id: "ad" }, { id: "Cy" }] },
    { type: "message", id: "1" },
  ]);
  expect(bo.socket.frames[0]).toBe("* Cy joined");
});

test("[PRES-4] in a flooded small room a member who leaves, and is back before the window ends, stays in the list", () => {
  const harness = new FanOutHarness();
  const ana = harness.join();
  while (!harness.fanOut.isBatching) harness.fanOut.broadcast(message("flood"));
  harness.fanOut.broadcast(departure("bo", 1));
  harness.fanOut.broadcast(arrival("bo", 2), undefined, true);
  harness.advance(1_000);
  const events = ana.socket.frames.flatMap((frame) => JSON.parse(frame) as RoomEvent);
  expect(events.filter(({ type }) => type === "presence")).toEqual([
    { type: "presence", count: 2, changed: [BO] },
  ]);
  expect(harness.pendingTimers).toBe(0);
});

test("[PRES-4] a client that joins a small room meanwhile gets what came after their welcome, and nothing of themselves", () => {
  const harness = new FanOutHarness();
  const ana = harness.join();
  harness.fanOut.broadcast(arrival("early", 2), undefined, true);
  const bo = harness.join();
  harness.fanOut.broadcast(arrival(bo.connection.session.member, 3), undefined, true);
  harness.fanOut.broadcast(departure("early", 2), undefined, true);
  harness.fanOut.broadcast(arrival("late", 3), undefined, true);
  harness.advance(1_000);
  const late = arrival("late", 3);
  expect(JSON.parse(bo.socket.frames[0] ?? "")).toEqual({ ...late, left: [{ id: "early", name: "early" }] });
  expect(JSON.parse(ana.socket.frames[0] ?? "")).toMatchObject({
    count: 3,
    joined: [{ id: bo.connection.session.member }, { id: "late" }],
  });
  harness.fanOut.broadcast(departure("late", 2), undefined, true);
  harness.advance(1_000);
  expect(JSON.parse(bo.socket.frames[1] ?? "")).toEqual(departure("late", 2));
});

test("[PRES-3] [PRES-4] a large room's digest names all in JSON, and as lines only those not too many", () => {
  const harness = new FanOutHarness({ presenceMembers: 2 });
  const [ana, bo] = [harness.join(), harness.join("text")];
  harness.join();
  harness.fanOut.broadcast(arrival("ad", 4), undefined, true);
  harness.fanOut.broadcast(arrival("Cy", 5));
  harness.advance(1_000);
  expect(JSON.parse(ana.socket.frames[0] ?? "")).toMatchObject({ joined: [{ id: "ad" }, { id: "Cy" }] });
  expect(bo.socket.frames).toEqual(["* Cy joined"]);
});

test("an event is encoded once for all recipients of a codec", () => {
  const harness = new FanOutHarness();
  let encoded = 0;
  const event = { ...message("hi"), toJSON: () => (encoded++, message("hi")) } as unknown as RoomEvent;
  const members = harness.joinMany(50);
  harness.fanOut.broadcast(event);
  harness.fanOut.broadcast(event);
  harness.advance(250);
  expect(encoded).toBe(2);
  expect(members.every(({ socket }) => socket.frames.length === 2)).toBe(true);
});

test("a socket that is already closing is skipped, and the others receive the event", () => {
  const harness = new FanOutHarness();
  const [gone, here] = harness.joinMany(2);
  gone!.socket.readyState = WebSocket.CLOSING;
  harness.fanOut.broadcast(message("hi"));
  expect(here?.socket.frames).toHaveLength(1);
});

test("[FLOW-1] [FLOW-2] a connection with many unacknowledged bytes gets one flow, and is closed as slow without an answer", () => {
  const harness = new FanOutHarness({ flowBytes: 1_000, slowBytes: 3_000 });
  const { socket, connection } = harness.join();
  const flowCount = () => socket.frames.filter((frame) => frame.startsWith('{"type":"flow"')).length;
  const broadcastFive = () => {
    for (let count = 0; count < 5; count++) harness.fanOut.broadcast(message("1", "x".repeat(150)));
  };
  broadcastFive();
  broadcastFive();
  expect(flowCount()).toBe(1);
  expect(harness.slow).toEqual([]);
  broadcastFive();
  expect(harness.slow).toEqual([connection]);
});

test("[FLOW-1] in a crowd a connection is asked to acknowledge less often", () => {
  const harness = new FanOutHarness();
  const [ana] = harness.joinMany(400);
  const isAsked = () => ana!.connection.pendingFlow !== undefined;
  let sentKib = 0;
  for (; !isAsked() && sentKib < 1_024; sentKib += 8) {
    harness.fanOut.send(ana!.connection, [message(`${sentKib}`, "x".repeat(8 * 1_024))]);
  }
  expect([isAsked(), sentKib]).toEqual([true, 200]);
});

describe("[EPH-7] a session that does not answer", () => {
  const signal = (data: string) => ({ type: "signal", from: { id: "m", name: "Ana" }, data }) as const;
  const SIGNALS = 300;

  test.each([
    ["that all are sent", (harness: FanOutHarness) => harness.fanOut.broadcast(signal("x".repeat(4_000)))],
    [
      "that it is sent alone",
      (harness: FanOutHarness) => {
        for (const connection of harness.connections.all())
          harness.fanOut.sendSignal(connection, signal("x".repeat(4_000)));
      },
    ],
  ])("is sent no more signals %s, but messages, and is not closed", (_, send) => {
    const harness = new FanOutHarness();
    const [ana] = harness.joinMany(2);
    for (let count = 0; count < SIGNALS; count++) {
      send(harness);
      harness.advance(16);
    }
    expect(harness.slow).toEqual([]);
    const { unackedBytes, pendingFlow } = ana!.connection;
    expect(unackedBytes).toBeLessThan(300 * 1_024);
    harness.fanOut.broadcast(message("still sent"));
    harness.advance(16);
    expect(ana?.socket.receivedIds.flat().at(-1)).toBe("still sent");
    harness.fanOut.acknowledgeFlow(ana!.connection, pendingFlow!.id);
    send(harness);
    harness.advance(16);
    expect(ana?.socket.frames.slice(-2).join()).toContain("xxxx");
  });

  test("is sent them in a crowd as long as it was not asked to answer", () => {
    const harness = new FanOutHarness();
    const [ana] = harness.joinMany(1_024);
    for (let count = 0; count < 100; count++)
      harness.fanOut.send(ana!.connection, [message(`${count}`, "x".repeat(4_000))]);
    harness.fanOut.sendSignal(ana!.connection, signal("come"));
    expect(ana?.socket.frames.at(-1)).toContain("come");
  });
});

test("[FLOW-1] [FLOW-4] only the answer with the id of the pending flow acknowledges, and only the bytes sent before that flow", () => {
  const harness = new FanOutHarness({ flowBytes: 1_000, slowBytes: 3_000 });
  const { connection } = harness.join();
  for (let count = 0; count < 20; count++) {
    harness.advance(1_000);
    harness.fanOut.broadcast(message("1", "x".repeat(400)));
    const { pendingFlow } = connection;
    if (pendingFlow === undefined) continue;
    harness.fanOut.acknowledgeFlow(connection, "guessed");
    expect(connection.pendingFlow).toBe(pendingFlow);
    harness.fanOut.broadcast(message("2", "x".repeat(400)));
    const before = connection.unackedBytes;
    harness.fanOut.acknowledgeFlow(connection, pendingFlow.id);
    expect(connection.unackedBytes).toBe(before - pendingFlow.unackedBytes);
  }
  expect(harness.slow).toEqual([]);
  for (let count = 0; count < 10; count++) harness.fanOut.broadcast(message("1", "x".repeat(400)));
  expect(harness.slow).toEqual([connection]);
});

test("[FLOW-2] [P-2] closing a slow connection during a broadcast sends the others no event twice", () => {
  const harness = new FanOutHarness({ flowBytes: 500, slowBytes: 1_000 });
  const [ana, bo] = harness.joinMany(2);
  harness.onSlow = ({ session }) =>
    harness.fanOut.broadcast({ type: "presence", count: 1, left: [{ id: session.member, name: "Bo" }] });
  for (let count = 1; count <= 9; count++) {
    ana!.connection.unackedBytes = 0;
    harness.fanOut.broadcast(message(`${count}`, "x".repeat(100)));
  }
  expect(harness.slow).toEqual([bo?.connection]);
  const receivedIds = ana?.socket.receivedIds.flat().filter((id) => id !== "?");
  expect(receivedIds).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  expect(ana?.socket.frames.filter((frame) => frame.includes('"left"'))).toHaveLength(1);
});

test("[FLOW-1] unacknowledged bytes are counted in UTF-8", () => {
  const harness = new FanOutHarness({ flowBytes: 1_000, slowBytes: 2_000 });
  const { connection } = harness.join();
  harness.fanOut.broadcast(message("1", "ن".repeat(500)));
  expect(connection.pendingFlow).toBeDefined();
});

test("[FLOW-3] a plain-text connection gets no flow, and is closed as slow when it leaves slowBytes unread", () => {
  const harness = new FanOutHarness({ flowBytes: 100, slowBytes: 1_000 });
  const reader = harness.join("text");
  const slow = harness.join("text");
  slow.socket.isRead = false;
  for (let count = 0; count < 9; count++) harness.fanOut.broadcast(message("1", "x".repeat(100)));
  expect(harness.slow).toEqual([]);
  for (let count = 0; count < 40; count++) harness.fanOut.broadcast(message("1", "x".repeat(100)));
  expect(harness.slow).toEqual([slow.connection]);
  harness.advance(1_000);
  expect(reader.socket.frames.join("").match(/x{100}/g)).toHaveLength(49);
  expect(reader.socket.frames.filter((frame) => frame.includes("flow"))).toEqual([]);
});

test("[FLOW-3] where the runtime does not measure what waits, all that was sent counts", () => {
  const harness = new FanOutHarness({ flowBytes: 100, slowBytes: 1_000 });
  const { socket, connection } = harness.join("text");
  Object.assign(socket, { bufferedAmount: undefined });
  for (let count = 0; count < 9; count++) harness.fanOut.broadcast(message("1", "x".repeat(100)));
  expect(harness.slow).toEqual([]);
  harness.fanOut.broadcast(message("1", "x".repeat(100)));
  expect(harness.slow).toEqual([connection]);
});

test("[FLOW-5] when too much waits in sum, the readers who left most unread are sent nothing more and are closed", () => {
  const harness = new FanOutHarness({ flowBytes: 500, slowBytes: 1_000, waitingBytes: 4_000 });
  const readers = harness.joinMany(3);
  const stalled = Array.from({ length: 8 }, () => harness.join("text"));
  for (const [index, { socket }] of stalled.entries()) {
    socket.isRead = false;
    socket.bufferedAmount = 10 * index;
  }
  for (let round = 0; round < 9; round++) {
    for (const { connection } of readers) connection.unackedBytes = 0;
    harness.advance(100);
    harness.fanOut.broadcast(message(`${round}`, "x".repeat(100)));
  }
  expect(harness.slow).toContain(stalled.at(-1)?.connection);
  expect(harness.slow).not.toContain(stalled[0]?.connection);
  const waiting = stalled.filter(({ connection }) => !harness.slow.includes(connection));
  const sum = waiting.reduce((total, { socket }) => total + socket.bufferedAmount, 0);
  expect(sum).toBeLessThanOrEqual(4_000 + 11 * 100);
  expect(readers.map(({ socket }) => socket.receivedIds.flat())).toEqual(
    Array(3).fill(Array.from({ length: 9 }, (_, round) => `${round}`)),
  );
});

describe("[FLOW-8] a frame that goes to many", () => {
  const IN_ONE_TURN = DEFAULT_LIMITS.waitingBytes / 2;
  const KIB_16 = "x".repeat(16_000);

  function crowd(count: number): { harness: FanOutHarness; members: ReturnType<FanOutHarness["joinMany"]> } {
    const harness = new FanOutHarness({ slowBytes: 100_000_000, flowBytes: 100_000_000 });
    return { harness, members: harness.joinMany(count) };
  }

  test("is sent in turns of at most 8 MiB, to each once and in order, whatever comes meanwhile", () => {
    const { harness, members } = crowd(300);
    const sentBytes = () => members.reduce((sum, { connection }) => sum + connection.sentBytes, 0);
    const turns: number[] = [];
    for (let count = 0; count < 70; count++) harness.fanOut.broadcast(message(`${count}`, KIB_16));
    for (let before = 0, isLeft = true; isLeft && turns.length < 1_000; before = sentBytes()) {
      if (turns.length === 3) harness.fanOut.broadcast(message("meanwhile"));
      turns.push(sentBytes() - before);
      isLeft = harness.nextTurn();
    }
    harness.advance(250);
    expect(turns.length).toBeGreaterThan(30);
    expect(Math.max(...turns)).toBeLessThan(IN_ONE_TURN + 300_000);
    const all = [...Array.from({ length: 70 }, (_, index) => `${index}`), "meanwhile"];
    for (const { socket } of members) expect(socket.receivedIds.flat()).toEqual(all);
    expect([harness.pendingTimers, harness.nextTurn()]).toEqual([0, false]);
  });

  test("comes before what is for one member alone, and a client that joins meanwhile has it in its welcome", () => {
    const { harness, members } = crowd(300);
    for (let count = 0; count < 20; count++) harness.fanOut.broadcast(message(`${count}`, KIB_16));
    const [first, last] = [members[0], members.at(-1)];
    expect([first?.socket.receivedIds.length, last?.socket.receivedIds.length]).toEqual([2, 1]);
    const newcomer = harness.join();
    for (const member of [first, last]) harness.fanOut.send(member!.connection, [message("answer")]);
    for (let turn = 0; turn < 1_000 && harness.nextTurn(); turn++);
    harness.advance(250);
    const all = [...Array.from({ length: 20 }, (_, index) => `${index}`), "answer"];
    for (const member of [first, last]) expect(member?.socket.receivedIds.flat()).toEqual(all);
    expect(newcomer.socket.receivedIds).toEqual([]);
  });

  test("is no signal to a member with thousands of connections: beyond the turn they are not sent it", () => {
    const { harness, members } = crowd(600);
    const signal = {
      type: "signal",
      from: { id: "m", name: "Ana" },
      data: KIB_16,
      to: "bo",
    } as const;
    for (const { connection } of members) harness.fanOut.sendSignal(connection, signal);
    const sent = members.reduce((sum, { connection }) => sum + connection.sentBytes, 0);
    expect(sent).toBeGreaterThan(IN_ONE_TURN);
    expect(sent).toBeLessThan(IN_ONE_TURN + 17_000);
    harness.nextTurn();
    harness.fanOut.sendSignal(members.at(-1)!.connection, signal);
    expect(members.at(-1)?.socket.frames).toHaveLength(1);
  });

  test("waits until most of it has left, a second at most, and not for a reader who left something unread before", () => {
    const { harness, members } = crowd(300);
    for (const { socket } of members) socket.isRead = false;
    members[0]!.socket.bufferedAmount = IN_ONE_TURN;
    const served = () => members.filter(({ socket }) => socket.frames.length > 1).length;
    for (let count = 0; count < 18; count++) harness.fanOut.broadcast(message(`${count}`, KIB_16));
    const atFirst = served();
    harness.nextTurn();
    expect(served()).toBe(atFirst);
    for (const { socket } of members.slice(1)) socket.bufferedAmount = 0;
    harness.nextTurn();
    const then = served();
    expect(then).toBeGreaterThan(atFirst);
    harness.nextTurn();
    expect(served()).toBe(then);
    harness.block(1_000);
    for (let turn = 0; turn < 1_000 && harness.nextTurn(); turn++);
    expect(served() + harness.slow.length).toBeGreaterThanOrEqual(300);
  });
});

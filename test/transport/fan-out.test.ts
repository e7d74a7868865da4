import { expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS, type Limits } from "../../src/protocol/limits.ts";
import { Connections, type Connection } from "../../src/transport/connections.ts";
import { FanOut } from "../../src/transport/fan-out.ts";
import { windowMs } from "../../src/transport/window.ts";

class FakeSocket {
  readyState: number = WebSocket.OPEN;
  readonly frames: string[] = [];

  send(frame: string): void {
    if (this.readyState !== WebSocket.OPEN) throw new Error("not open");
    this.frames.push(frame);
  }

  serializeAttachment(): void {}

  /** The ids of the messages in each frame. */
  get receivedIds(): string[][] {
    return this.frames.map((frame) => {
      const value = JSON.parse(frame) as { id?: string } | { id?: string }[];
      return [value].flat().map(({ id }) => id ?? "?");
    });
  }
}

/** A fan-out whose time is moved by hand. */
class FanOutHarness {
  readonly connections = new Connections();
  readonly slow: Connection[] = [];
  onSlow: (connection: Connection) => void = () => {};
  onWindowEnd: () => void = () => {};
  readonly fanOut: FanOut;
  private timers: { run: () => void; at: number }[] = [];
  private now = 0;
  private joined = 0;
  private flowCount = 0;

  constructor(limits: Partial<Limits> = {}) {
    this.fanOut = new FanOut({
      limits: { ...DEFAULT_LIMITS, ...limits },
      connections: this.connections,
      now: () => this.now,
      newId: () => `flow-${++this.flowCount}`,
      setTimer: (run, ms) => void this.timers.push({ run, at: this.now + ms }),
      onWindowEnd: () => this.onWindowEnd(),
      onSlow: (connection) => {
        this.slow.push(connection);
        this.connections.remove(connection);
        this.onSlow(connection);
      },
    });
  }

  get pendingTimers(): number {
    return this.timers.length;
  }

  join(codec: "json" | "text" = "json"): { socket: FakeSocket; connection: Connection } {
    const socket = new FakeSocket();
    const connection = `c${++this.joined}`;
    const session = {
      connection,
      member: connection,
      name: "Ana",
      role: "guest",
      address: undefined,
    } as const;
    const added = this.connections.add({
      socket: socket as unknown as WebSocket,
      session,
      codec,
      stream: undefined,
      now: 0,
    });
    this.fanOut.skipQueued(added);
    return { socket, connection: added };
  }

  joinMany(count: number): { socket: FakeSocket; connection: Connection }[] {
    return Array.from({ length: count }, () => this.join());
  }

  advance(ms: number): void {
    this.now += ms;
    for (;;) {
      const due = this.timers.find(({ at }) => at <= this.now);
      if (due === undefined) return;
      this.timers = this.timers.filter((timer) => timer !== due);
      due.run();
    }
  }
}

function message(id: string, text = "hi"): RoomEvent {
  return { type: "message", seq: 1, at: 1, from: { id: "m", name: "Ana" }, id, text };
}

function arrival(id: string, count: number): RoomEvent {
  return { type: "presence", count, joined: [{ id, name: id, role: "guest" }] };
}

test("[EVT-1] several events to one session go as one frame, and as a line each in plain text", () => {
  const harness = new FanOutHarness();
  const [json, text] = [harness.join(), harness.join("text")];
  for (const { connection } of [json, text])
    harness.fanOut.send(connection, [message("1", "one"), message("2", "two")]);
  expect(json.socket.receivedIds).toEqual([["1", "2"]]);
  expect(text.socket.frames).toEqual(["Ana: one", "Ana: two"]);
});

test("[FAN-1] in a small room every event goes at once, and no timer is armed", () => {
  const harness = new FanOutHarness();
  const members = harness.joinMany(20);
  for (const id of ["1", "2", "3"]) harness.fanOut.broadcast(message(id));
  for (const { socket } of members) expect(socket.receivedIds).toEqual([["1"], ["2"], ["3"]]);
  expect(harness.pendingTimers).toBe(0);
});

test("[FAN-1] a small room that is flooded tells its members no more often than a screen changes", () => {
  const harness = new FanOutHarness();
  const [ana] = harness.joinMany(3);
  const receivedIds = () => ana?.socket.receivedIds ?? [];
  for (let count = 1; count <= 500; count++) {
    harness.fanOut.broadcast(message(`${count}`));
    harness.advance(2);
  }
  harness.advance(16);
  expect(receivedIds().flat()).toEqual(Array.from({ length: 500 }, (_, index) => `${index + 1}`));
  // a second: what goes at once, and a frame each 16 ms
  expect(receivedIds().length).toBeLessThanOrEqual(30 + 30 + 63);
  harness.advance(1_000);
  expect(harness.pendingTimers).toBe(0);
  const before = receivedIds().length;
  for (const id of ["calm", "again"]) harness.fanOut.broadcast(message(id));
  expect(receivedIds().slice(before)).toEqual([["calm"], ["again"]]);
});

test("[FAN-2] in a larger room the first goes at once, the rest as one frame at the window's end", () => {
  const harness = new FanOutHarness();
  const members = harness.joinMany(100);
  for (const id of ["1", "2", "3"]) harness.fanOut.broadcast(message(id));
  expect(members[99]?.socket.receivedIds).toEqual([["1"]]);
  harness.advance(25);
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

test("[FAN-5] what is taken in at a window's end goes with its frame, and the next window opens", () => {
  const harness = new FanOutHarness();
  const [ana] = harness.joinMany(100);
  const waiting = ["2", "3"];
  harness.onWindowEnd = () => {
    expect(harness.fanOut.isBatching).toBe(true);
    for (const id of waiting.splice(0)) harness.fanOut.broadcast(message(id));
  };
  harness.fanOut.broadcast(message("1"));
  harness.advance(25);
  expect(ana?.socket.receivedIds).toEqual([["1"], ["2", "3"]]);
  expect(harness.fanOut.isBatching).toBe(true);
  harness.advance(25);
  expect([harness.fanOut.isBatching, harness.pendingTimers]).toEqual([false, 0]);
});

test("[FAN-2] the window grows with the room, from nothing to a quarter of a second", () => {
  const windows = [1, 20, 21, 100, 300, 1_000, 5_000, 32_000].map((connections) =>
    windowMs({ connections, weight: connections, frameBytes: 0, isFlooded: false }),
  );
  expect(windows).toEqual([0, 0, 3, 12, 38, 140, 250, 250]);
});

test("[FAN-2] streams and polls, which cost more, lengthen it; large frames, which take longer, shorten it", () => {
  const room = { connections: 1_000, weight: 1_000, frameBytes: 0, isFlooded: false };
  expect(windowMs({ ...room, weight: 1_200 })).toBe(168);
  expect(windowMs({ ...room, frameBytes: 40 * 1_024 })).toBe(100);
  expect(windowMs({ ...room, frameBytes: 10_000 * 1_024 })).toBe(80);
});

test("[FAN-2] a frame does not grow without bound: past half a megabyte nobody waits", () => {
  const harness = new FanOutHarness({ slowBytes: 100_000_000, flowBytes: 100_000_000 });
  const [ana] = harness.joinMany(100);
  for (let count = 0; count < 70; count++) harness.fanOut.broadcast(message(`${count}`, "x".repeat(16_000)));
  expect(ana?.socket.receivedIds.map((ids) => ids.length)).toEqual([1, 33, 33]);
  harness.advance(25);
  expect(ana?.socket.receivedIds.flat()).toHaveLength(70);
});

test("[FAN-3] [P-2] an answer comes at once, after what was gathered, and nothing of that comes twice", () => {
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

test("[JOIN-4] [P-2] who joins in an open window is not told again what the welcome held", () => {
  const harness = new FanOutHarness();
  harness.joinMany(50);
  for (const id of ["1", "2"]) harness.fanOut.broadcast(message(id));
  const late = harness.join();
  harness.fanOut.send(late.connection, [message("welcome")]);
  harness.fanOut.broadcast(message("3"));
  harness.advance(250);
  expect(late.socket.receivedIds).toEqual([["welcome"], ["3"]]);
});

test("[EPH-1] what is meant for some is told to those alone, in its place", () => {
  const harness = new FanOutHarness();
  const [ana, bo] = harness.joinMany(30);
  harness.fanOut.broadcast(message("1"));
  harness.fanOut.broadcast(message("2"), (connection) => connection !== ana?.connection);
  harness.fanOut.broadcast(message("3"));
  harness.advance(250);
  expect(ana?.socket.receivedIds).toEqual([["1"], ["3"]]);
  expect(bo?.socket.receivedIds).toEqual([["1"], ["2", "3"]]);
});

test("[FAN-4] in plain text a gathered frame holds several lines", () => {
  const harness = new FanOutHarness();
  harness.joinMany(30);
  const { socket } = harness.join("text");
  for (const text of ["one", "two", "three"]) harness.fanOut.broadcast(message("x", text));
  harness.advance(250);
  expect(socket.frames).toEqual(["Ana: one", "Ana: two\nAna: three"]);
});

test("[PRES-3] in a large room comings and goings ride with the next message, or go alone once a second", () => {
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

test("[PRES-3] what is gathered is told before what is newer, also when the room is large no more", () => {
  const harness = new FanOutHarness({ presenceMembers: 2 });
  const members = harness.joinMany(3);
  harness.fanOut.broadcast(arrival("late", 3));
  harness.connections.remove(members[2]!.connection);
  harness.fanOut.broadcast({ type: "presence", count: 2, left: [{ id: "late", name: "late" }] });
  harness.advance(1_000);
  const receivedIds = members[0]!.socket.frames.map((frame) => JSON.parse(frame) as { count: number });
  expect(receivedIds).toEqual([{ type: "presence", count: 2 }]);
});

test("[PRES-3] who went and came back under another name has changed", () => {
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

test("an event is encoded once for each codec, however many receive it", () => {
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

test("a socket that is already closing is passed over, and costs the others nothing", () => {
  const harness = new FanOutHarness();
  const [gone, here] = harness.joinMany(2);
  gone!.socket.readyState = WebSocket.CLOSING;
  harness.fanOut.broadcast(message("hi"));
  expect(here?.socket.frames).toHaveLength(1);
});

test("[FLOW-1] [FLOW-2] who is sent much is asked once, and ended as slow if there is no answer", () => {
  const harness = new FanOutHarness({ flowBytes: 1_000, slowBytes: 3_000 });
  const { socket, connection } = harness.join();
  const flowCount = () => socket.frames.filter((frame) => frame.startsWith('{"type":"flow"')).length;
  const talk = () => {
    for (let count = 0; count < 5; count++) harness.fanOut.broadcast(message("1", "x".repeat(150)));
  };
  talk();
  talk();
  expect(flowCount()).toBe(1);
  expect(harness.slow).toEqual([]);
  talk();
  expect(harness.slow).toEqual([connection]);
});

test("[FLOW-1] only the answer to what was asked counts, and for what came before it", () => {
  const harness = new FanOutHarness({ flowBytes: 1_000, slowBytes: 3_000 });
  const { connection } = harness.join();
  for (let count = 0; count < 20; count++) {
    harness.advance(1_000);
    harness.fanOut.broadcast(message("1", "x".repeat(400)));
    const { pendingFlow: flowCount } = connection;
    if (flowCount === undefined) continue;
    harness.fanOut.acknowledgeFlow(connection, "guessed");
    expect(connection.pendingFlow).toBe(flowCount);
    harness.fanOut.broadcast(message("2", "x".repeat(400)));
    const before = connection.unackedBytes;
    harness.fanOut.acknowledgeFlow(connection, flowCount.id);
    expect(connection.unackedBytes).toBe(before - flowCount.unackedBytes);
  }
  expect(harness.slow).toEqual([]);
  for (let count = 0; count < 10; count++) harness.fanOut.broadcast(message("1", "x".repeat(400)));
  expect(harness.slow).toEqual([connection]);
});

test("[FLOW-2] [P-2] a slow one who ends in mid-sending makes nobody hear anything twice", () => {
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

test("[FLOW-1] bytes are counted as they are on the wire, not as letters", () => {
  const harness = new FanOutHarness({ flowBytes: 1_000, slowBytes: 2_000 });
  const { connection } = harness.join();
  harness.fanOut.broadcast(message("1", "ن".repeat(500)));
  expect(connection.pendingFlow).toBeDefined();
});

test("[FLOW-3] plain text is never asked, and has a bound of its own", () => {
  const harness = new FanOutHarness({ flowBytes: 100, slowBytes: 200, muteBytes: 1_000 });
  const { socket, connection } = harness.join("text");
  for (let count = 0; count < 9; count++) harness.fanOut.broadcast(message("1", "x".repeat(100)));
  expect(socket.frames).toHaveLength(9);
  expect(harness.slow).toEqual([]);
  harness.fanOut.broadcast(message("1", "x".repeat(100)));
  expect(harness.slow).toEqual([connection]);
});

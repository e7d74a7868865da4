import { expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import type { Connection } from "../../src/transport/connections.ts";
import { FanOut } from "../../src/transport/fan-out.ts";

class FakeSocket {
  readyState: number = WebSocket.OPEN;
  readonly frames: string[] = [];
  closedWith: number | undefined;

  send(frame: string): void {
    if (this.readyState !== WebSocket.OPEN) throw new Error("not open");
    this.frames.push(frame);
  }

  close(code: number): void {
    this.readyState = WebSocket.CLOSING;
    this.closedWith = code;
  }
}

function connect(codec: "json" | "text" = "json"): { socket: FakeSocket; connection: Connection } {
  const socket = new FakeSocket();
  const session = { connection: "c", member: "m", name: "Ana", role: "guest", address: undefined } as const;
  const connection = { codec, session, joinedAt: 0, heardAt: 0, unheard: 0, asked: false };
  return { socket, connection: { ...connection, socket: socket as unknown as WebSocket } };
}

function message(text: string): RoomEvent {
  return { type: "message", seq: 1, at: 1, from: { id: "m", name: "Ana" }, id: "x", text };
}

test("[EVT-1] several events to one session go as one frame, and as a line each in plain text", () => {
  const [json, text] = [connect(), connect("text")];
  const fanOut = new FanOut(DEFAULT_LIMITS);
  for (const { connection } of [json, text]) fanOut.send(connection, [message("one"), message("two")]);
  expect(json.socket.frames.map((frame) => JSON.parse(frame))).toEqual([[message("one"), message("two")]]);
  expect(text.socket.frames).toEqual(["Ana: one", "Ana: two"]);
});

test("an event is encoded once for each codec, however many receive it", () => {
  let encoded = 0;
  const event = { ...message("hi"), toJSON: () => (encoded++, message("hi")) } as unknown as RoomEvent;
  const crowd = Array.from({ length: 50 }, () => connect());
  new FanOut(DEFAULT_LIMITS).broadcast(
    crowd.map(({ connection }) => connection),
    event,
  );
  expect(encoded).toBe(1);
  expect(crowd.every(({ socket }) => socket.frames.length === 1)).toBe(true);
});

test("a socket that is already closing is passed over, and costs the others nothing", () => {
  const [gone, here] = [connect(), connect()];
  gone.socket.close(1000);
  new FanOut(DEFAULT_LIMITS).broadcast([gone.connection, here.connection], message("hi"));
  expect(here.socket.frames).toHaveLength(1);
});

test("[FLOW-1] [FLOW-2] who is sent much without speaking is asked once, then closed as slow", () => {
  const { socket, connection } = connect();
  const fanOut = new FanOut({ ...DEFAULT_LIMITS, flowBytes: 1_000, slowBytes: 3_000 });
  const asked = () => socket.frames.filter((frame) => frame === '{"type":"flow"}').length;
  for (let count = 0; count < 5; count++) fanOut.send(connection, [message("x".repeat(150))]);
  expect(asked()).toBe(1);
  for (let count = 0; count < 5; count++) fanOut.send(connection, [message("x".repeat(150))]);
  expect(asked()).toBe(1);
  expect(socket.closedWith).toBeUndefined();
  for (let count = 0; count < 5; count++) fanOut.send(connection, [message("x".repeat(150))]);
  expect(socket.closedWith).toBe(4000);
});

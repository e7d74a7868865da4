/** When a room is stored: by a socket's join, a ticket or its first durable event, and by nothing else (SPEC ROOM-2). */
import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import { TestRoom, type TestGuest } from "../support/test-room.ts";

function tables(room: TestRoom): unknown[] {
  return room.database.prepare("SELECT name FROM sqlite_master").all();
}

function joinByStream(room: TestRoom, name: string, more: { token?: string; position?: string } = {}) {
  return room.join(name, { stream: name, ...more });
}

function tokenOf(guest: TestGuest): string {
  return guest.last("welcome").self.token;
}

const PUBLISH: Command = { type: "publish", id: "p", text: "hello" };

describe("[ROOM-2] a stream or poll with a name, in a room that is not created", () => {
  test("joins it in memory: members see each other, and nothing is stored", () => {
    const room = new TestRoom();
    const ana = joinByStream(room, "Ana");
    const bo = joinByStream(room, "Bo");
    expect(ana.last("presence")).toMatchObject({ count: 2, joined: [{ name: "Bo" }] });
    expect(bo.last("welcome").members).toMatchObject({ count: 2, list: [{ name: "Bo" }, { name: "Ana" }] });
    expect(bo.last("welcome").position).toBe(ana.last("welcome").position);
    expect(room.read.view()).toEqual({ born: false, position: "0.0", members: 2, settings: {} });
    expect(tables(room)).toEqual([]);
    expect(room.room.retentionDueAt()).toBeUndefined();
  });

  test("its token and position stay valid while the room sleeps, and when the first event creates the room", () => {
    const room = new TestRoom();
    const ana = joinByStream(room, "Ana");
    const { position, self } = ana.last("welcome");
    expect(position).toMatch(/^[a-z0-9]{8}\.0$/);
    room.evict();
    expect(room.sendOverHttp(self.token, PUBLISH, { own: ana })).toMatchObject([
      { type: "message", seq: 1, from: { id: self.id, name: "Ana" } },
    ]);
    expect(room.read.view()).toMatchObject({ born: true, position: position.replace(/0$/, "1") });
    room.leave(ana);
    room.evict();
    const again = joinByStream(room, "Ana", { token: self.token, position });
    expect(again.received).toMatchObject([
      { type: "welcome", recovered: true, self: { id: self.id } },
      { type: "message", seq: 1 },
    ]);
  });

  test("a guest who comes while the room sleeps finds the same room as those who are in it", () => {
    const room = new TestRoom();
    const ana = joinByStream(room, "Ana");
    room.evict();
    const bo = joinByStream(room, "Bo");
    room.leave(ana);
    room.evict();
    const cy = room.join("Cy");
    const positions = [ana, bo, cy].map((guest) => guest.last("welcome").position);
    expect(new Set(positions).size).toBe(1);
    expect(room.read.view()).toMatchObject({ born: true, position: positions[0] });
    expect(room.sendOverHttp(tokenOf(ana), PUBLISH)).toMatchObject([{ type: "message", seq: 1 }]);
  });

  test("rejoins as the same member, without loss, while another is there", () => {
    const room = new TestRoom();
    const ana = joinByStream(room, "Ana");
    joinByStream(room, "Bo");
    room.leave(ana);
    room.evict();
    const { self, position } = ana.last("welcome");
    expect(joinByStream(room, "", { token: self.token, position }).received).toMatchObject([
      { type: "welcome", recovered: true, position, self: { id: self.id, name: "Ana" } },
    ]);
    expect(tables(room)).toEqual([]);
  });

  test("once all have left and the room has slept, its token is invalid and its position not recovered", () => {
    const room = new TestRoom();
    const ana = joinByStream(room, "Ana");
    room.leave(ana);
    room.evict();
    expect(room.tryJoin("", { stream: "", token: tokenOf(ana) })).toBe("invalid_token");
    expect(room.post("hello", { token: tokenOf(ana) })).toMatchObject({ failure: { code: "invalid_token" } });
    const again = joinByStream(room, "Ana", { position: ana.last("welcome").position });
    expect(again.received).toMatchObject([
      { type: "welcome", recovered: false },
      { type: "page", events: [], more: false },
    ]);
    expect(tables(room)).toEqual([]);
  });

  test("[READ-3] an invisible reader is at 0.0 until the room is created, then gets its position before the message", () => {
    const room = new TestRoom();
    const reader = room.joinInvisible();
    const ana = joinByStream(room, "Ana");
    const late = room.joinInvisible();
    expect(late.last("welcome").position).toBe("0.0");
    expect(reader.all("page")).toHaveLength(1);
    const { position } = ana.last("welcome");
    room.sendOverHttp(tokenOf(ana), PUBLISH, { own: ana });
    for (const { received } of [reader, late])
      expect(received.slice(-2)).toMatchObject([{ type: "page", position, events: [] }, { seq: 1 }]);
    expect(ana.received.map(({ type }) => type)).toEqual(["welcome", "page", "message"]);
  });
});

const REFUSED_OR_EPHEMERAL: readonly Command[] = [
  { type: "rename", id: "x", name: "Anna" },
  { type: "typing", on: true },
  { type: "signal", data: { x: 1 } },
  { type: "read", seq: 1 },
  { type: "history", id: "x", before: 10 },
  { type: "publish", id: "x", text: " " },
  { type: "publish", id: "x", text: "hello", replyTo: 1 },
  { type: "publish", id: "x", text: "hello", since: 7 },
  { type: "publish", id: "x", text: "hello", previous: "earlier" },
  { type: "edit", id: "x", seq: 1, text: "hello" },
  { type: "delete", id: "x", seq: 1 },
  { type: "react", id: "x", seq: 1, emoji: "👍", on: true },
];

test.each(REFUSED_OR_EPHEMERAL)("[ROOM-2] %j creates no room", (command) => {
  const room = new TestRoom();
  const ana = joinByStream(room, "Ana");
  const answer = room.sendOverHttp(tokenOf(ana), command, { own: ana });
  expect(answer.filter(({ type }) => ["message", "stored"].includes(type))).toEqual([]);
  expect(tables(room)).toEqual([]);
});

test.each<[string, (room: TestRoom) => void]>([
  ["a socket's join", (room) => void room.join("Ana")],
  ["a publish without a token", (room) => void room.post("hello")],
  ["a stream's publish", (room) => void room.sendOverHttp(tokenOf(joinByStream(room, "Ana")), PUBLISH)],
])("[ROOM-2] %s creates the room", (_what, create) => {
  const room = new TestRoom();
  create(room);
  expect(room.read.view().born).toBe(true);
  const { position } = room.read.view();
  room.evict();
  expect(room.read.view()).toMatchObject({ born: true, position });
});

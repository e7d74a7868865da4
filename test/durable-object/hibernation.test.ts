import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { RoomObject } from "../../src/durable-object/room-object.ts";
import { PING_FRAME, PONG_FRAME } from "../../src/protocol/heartbeat.ts";
import { MAX_ATTACHMENT_BYTES } from "../../src/transport/attachment.ts";
import { uniqueRoomName, Guest } from "../support/runtime/guest.ts";

function stubOf(room: string): DurableObjectStub<RoomObject> {
  return env.ROOM.getByName(room);
}

test("[P-4] sockets, names and seqs survive hibernation between any two commands", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana" });
  const bo = await Guest.join(room, { name: "Bo", protocols: [] });
  await ana.next("welcome");
  for (let round = 1; round <= 5; round++) {
    await evictDurableObject(stubOf(room));
    ana.send({ type: "publish", id: `a${round}`, text: `round ${round}` });
    expect(await ana.next("message")).toMatchObject({ seq: 2 * round - 1, from: { name: "Ana" } });
    await evictDurableObject(stubOf(room));
    bo.socket.send(`and ${round}`);
    expect(await ana.next("message")).toMatchObject({
      seq: 2 * round,
      from: { name: "Bo" },
      text: `and ${round}`,
    });
  }
  expect(ana.closed).toBeUndefined();
  expect(bo.closed).toBeUndefined();
});

test("[P-4] a rename survives hibernation", async () => {
  const room = uniqueRoomName();
  const [ana, bo] = [await Guest.join(room, { name: "Ana" }), await Guest.join(room, { name: "Bo" })];
  ana.send({ type: "rename", id: "r", name: "Ana B" });
  await ana.next("presence");
  await evictDurableObject(stubOf(room));
  ana.send({ type: "publish", id: "a", text: "hi" });
  expect((await bo.next("message")).from.name).toBe("Ana B");
});

test("[EPH-3] what was read survives hibernation", async () => {
  const room = uniqueRoomName();
  const [ana, bo] = [await Guest.join(room, { name: "Ana" }), await Guest.join(room, { name: "Bo" })];
  ana.send({ type: "publish", id: "a", text: "hi" });
  await bo.next("message");
  bo.send({ type: "read", seq: 1 });
  expect(await ana.next("read")).toMatchObject({ from: { name: "Bo" }, seq: 1 });
  await evictDurableObject(stubOf(room));
  const cy = await Guest.join(room, { name: "Cy" });
  const { members } = await cy.next("welcome");
  expect(members.list).toContainEqual({ id: expect.any(String), name: "Bo", role: "guest", read: 1 });
  expect(members.list.filter(({ read }) => read !== undefined)).toHaveLength(1);
});

test("[EPH-5] signals with a key are understood after hibernation too: their lanes begin again", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana", query: { frames: "deflate" } });
  const bo = await Guest.join(room, { name: "Bo" });
  const cy = await Guest.join(room, { name: "Cy", query: { frames: "deflate" } });
  await cy.next("page");
  bo.send({ type: "signal", data: "bo", key: "at" });
  for (const guest of [ana, cy]) await guest.next("signal");
  ana.send({ type: "signal", data: 1, key: "at", n: 1 });
  expect(await ana.next("echo")).toMatchObject({ n: 1 });
  expect(await cy.next("signal")).toMatchObject({ from: { name: "Ana" }, data: 1 });
  await evictDurableObject(stubOf(room));
  ana.send({ type: "signal", data: 2, key: "at", n: 2 });
  expect(await ana.next("echo")).toMatchObject({ n: 2 });
  expect(await bo.next("signal")).toMatchObject({ from: { name: "Ana" }, data: 1 });
  for (const guest of [bo, cy])
    expect(await guest.next("signal")).toMatchObject({ from: { name: "Ana" }, data: 2 });
});

test("[FAN-6] a client that asked for compressed frames gets them after hibernation too, and no one else does", async () => {
  const room = uniqueRoomName();
  const join = (query: Readonly<Record<string, string>>) => Guest.join(room, { name: "Bo", query });
  const ana = await Guest.join(room, { name: "Ana" });
  const asking = await Promise.all(Array.from({ length: 25 }, () => join({ frames: "deflate" })));
  const others = await Promise.all(Array.from({ length: 5 }, () => join({ frames: "gzip" })));
  await evictDurableObject(stubOf(room));
  ana.send({ type: "publish", id: "a1", text: "الشاي جاهز 🍵 ".repeat(150) });
  const sent = await ana.next("message");
  for (const guest of [...asking, ...others]) expect(await guest.next("message")).toEqual(sent);
  expect(new Set(asking.map(({ compressedFrames }) => compressedFrames))).toEqual(new Set([1]));
  expect(new Set([ana, ...others].map(({ compressedFrames }) => compressedFrames))).toEqual(new Set([0]));
});

test("[JOIN-5] a member who leaves during hibernation is announced as left", async () => {
  const room = uniqueRoomName();
  const [ana, bo] = [await Guest.join(room, { name: "Ana" }), await Guest.join(room, { name: "Bo" })];
  await ana.next("presence");
  await evictDurableObject(stubOf(room));
  bo.socket.close(1000, "bye");
  expect(await ana.next("presence")).toMatchObject({ count: 1, left: [{ name: "Bo" }] });
});

test("[P-1] [REC-1] a crash of the runtime loses no message that was broadcast", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana" });
  const { position, self } = await ana.next("welcome");
  ana.send({ type: "publish", id: "a1", text: "stored" });
  await ana.next("message");
  await abortAllDurableObjects();
  expect((await ana.untilClosed()).code).toBe(1006);
  const rejoined = await Guest.join(room, { position, token: self.token });
  expect(await rejoined.next("welcome")).toMatchObject({
    recovered: true,
    self: { name: "Ana", id: self.id },
  });
  expect(await rejoined.next("message")).toMatchObject({ seq: 1, id: "a1", text: "stored" });
  rejoined.send({ type: "publish", id: "a1", text: "stored", since: 0 });
  expect(await rejoined.next("stored")).toEqual({ type: "stored", id: "a1", seq: 1 });
});

test("[LIVE-1] the platform answers a heartbeat to a hibernating room", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana" });
  await ana.next("welcome");
  await evictDurableObject(stubOf(room));
  const before = ana.frames.length;
  ana.socket.send(PING_FRAME);
  while (ana.frames.length === before) await new Promise((done) => setTimeout(done, 5));
  expect(ana.frames.at(-1)).toBe(PONG_FRAME);
});

test("[P-4] [ROOM-4] a room has one alarm, from its creation on, which its messages do not move", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana" });
  await ana.next("welcome");
  const alarm = () => runInDurableObject(stubOf(room), (_room, state) => state.storage.getAlarm());
  const dueAt = await alarm();
  expect(dueAt).toBeGreaterThan(Date.now() + 86_300_000);
  expect(dueAt).toBeLessThanOrEqual(Date.now() + 86_400_000);
  for (const id of ["a", "b", "c"]) ana.send({ type: "publish", id, text: id });
  for (let count = 0; count < 3; count++) await ana.next("message");
  expect(await alarm()).toBe(dueAt);
});

test("a socket's attachment stays below its size limit", async () => {
  const room = uniqueRoomName();
  await Guest.join(room, { name: "👨‍👩‍👧‍👦".repeat(10) });
  await runInDurableObject(stubOf(room), (_room, state) => {
    const [socket] = state.getWebSockets();
    const bytes = JSON.stringify(socket?.deserializeAttachment()).length * 2;
    expect(bytes).toBeLessThan(MAX_ATTACHMENT_BYTES);
  });
});

test("a socket with an unreadable attachment is closed, and the others stay open", async () => {
  const room = uniqueRoomName();
  const [ana, bo] = [await Guest.join(room, { name: "Ana" }), await Guest.join(room, { name: "Bo" })];
  await runInDurableObject(stubOf(room), (_room, state) => {
    state.getWebSockets().at(-1)?.serializeAttachment({ version: 0 });
  });
  await evictDurableObject(stubOf(room));
  const closed = Promise.race([ana.untilClosed(), bo.untilClosed()]);
  ana.send({ type: "typing", on: true });
  bo.send({ type: "typing", on: true });
  expect((await closed).code).toBe(4004);
  const left = ana.closed === undefined ? ana : bo;
  left.send({ type: "publish", id: "x", text: "still here" });
  expect((await left.next("message")).text).toBe("still here");
});

test("[JOIN-5] a member whose socket the room closed is not restored after hibernation, even if the close is not answered", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana" });
  const bo = await Guest.join(room, { name: "Bo" });
  await ana.next("presence");
  bo.socket.send(new Uint8Array([1]));
  await ana.next("presence");
  await evictDurableObject(stubOf(room));
  const cy = await Guest.join(room, { name: "Cy" });
  expect((await cy.next("welcome")).members).toMatchObject({
    count: 2,
    list: [{ name: "Cy" }, { name: "Ana" }],
  });
});

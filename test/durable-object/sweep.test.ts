import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import type { RoomObject } from "../../src/durable-object/room-object.ts";
import { PING_FRAME, PONG_FRAME } from "../../src/protocol/heartbeat.ts";
import { uniqueRoomName, Guest } from "../support/runtime/guest.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** Advances the room's clock; the platform's timestamps of the heartbeats stay unchanged. */
function advanceClock(seconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1_000 });
}

async function ping(guest: Guest, frame = PING_FRAME): Promise<void> {
  const pongs = () => guest.frames.filter((received) => received === PONG_FRAME).length;
  const before = pongs();
  guest.socket.send(frame);
  // Not any frame: what was sent at the join may still be on its way.
  while (pongs() === before) await new Promise((done) => setTimeout(done, 5));
}

function socketCount(room: string): Promise<number> {
  const stub: DurableObjectStub<RoomObject> = env.ROOM.getByName(room);
  return runInDurableObject(stub, (_room, state) => state.getWebSockets().length);
}

test("[LIVE-2] [PRES-2] a client that stopped pinging is away, then closed as silent, when the room next wakes", async () => {
  const room = uniqueRoomName();
  const [ana, bo] = [await Guest.join(room, { name: "Ana" }), await Guest.join(room, { name: "Bo" })];
  await ana.next("presence");
  await ping(bo);
  advanceClock(100);
  ana.send({ type: "publish", id: "1", text: "hello?" });
  expect(await ana.next("presence")).toMatchObject({ count: 2, changed: [{ name: "Bo", away: true }] });
  advanceClock(30);
  ana.send({ type: "publish", id: "2", text: "alone" });
  expect(await ana.next("presence")).toMatchObject({ count: 1, left: [{ name: "Bo" }] });
  expect((await bo.untilClosed()).code).toBe(4001);
});

test("[LIVE-2] a client that lost its network before its first ping is closed, also after the room has slept", async () => {
  const room = uniqueRoomName();
  const [ana, bo] = [await Guest.join(room, { name: "Ana" }), await Guest.join(room, { name: "Bo" })];
  await ana.next("presence");
  await ping(ana);
  await evictDurableObject(env.ROOM.getByName(room));
  advanceClock(110);
  ana.send({ type: "publish", id: "1", text: "hello?" });
  expect(await ana.next("presence")).toMatchObject({ count: 2, changed: [{ name: "Bo", away: true }] });
  advanceClock(20);
  ana.send({ type: "publish", id: "2", text: "alone" });
  expect(await ana.next("presence")).toMatchObject({ count: 1, left: [{ name: "Bo" }] });
  expect((await bo.untilClosed()).code).toBe(4001);
});

test.each(['{"type": "ping"}', ' {"type":"ping"}\n', '{"type":"ping","at":1790000000000}'])(
  "[LIVE-8] a client that pings with %j is answered, and is not silent, also after the room has slept",
  async (frame) => {
    const room = uniqueRoomName();
    const [ana, bo] = [await Guest.join(room, { name: "Ana" }), await Guest.join(room, { name: "Bo" })];
    await ana.next("presence");
    advanceClock(100);
    await ping(bo, frame);
    expect(bo.frames.at(-1)).toBe(PONG_FRAME);
    bo.send({ type: "rename", id: "r", name: "Bob" });
    await bo.next("presence");
    await evictDurableObject(env.ROOM.getByName(room));
    advanceClock(30);
    ana.send({ type: "publish", id: "1", text: "all here?" });
    expect(await bo.next("message")).toMatchObject({ text: "all here?" });
    expect(bo.closed).toBeUndefined();
    expect(bo.frames.join("")).not.toContain("error");
  },
);

test("[CMD-2] [LIVE-8] what only mentions a ping is no ping", async () => {
  const ana = await Guest.join(uniqueRoomName(), { name: "Ana" });
  for (const frame of [
    '{"type":"pings"}',
    '{"type":"typing2","x":"ping"}',
    '{"kind":"ping"}',
    '"ping"',
    "ping",
  ]) {
    ana.socket.send(frame);
    expect(await ana.next("error")).toMatchObject({
      code: expect.stringMatching(/unknown_command|bad_frame/),
    });
  }
  ana.send({ type: "publish", id: "1", text: '{"type":"ping"}' });
  expect(await ana.next("message")).toMatchObject({ text: '{"type":"ping"}' });
});

test("[LIVE-2] the frame of a client that was silent for long is received, and closes nothing", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana" });
  await evictDurableObject(env.ROOM.getByName(room));
  advanceClock(1_000);
  ana.send({ type: "publish", id: "1", text: "after a while" });
  expect(await ana.next("message")).toMatchObject({ text: "after a while" });
  expect(ana.closed).toBeUndefined();
});

test("[LIVE-2] a plain-text client that never pinged is not closed, however long it is silent", async () => {
  const room = uniqueRoomName();
  const [ana, bo] = [await Guest.join(room, { name: "Ana" }), await Guest.join(room, { protocols: [] })];
  await ana.next("presence");
  advanceClock(100_000);
  ana.send({ type: "publish", id: "1", text: "still there?" });
  await ana.next("message");
  expect(bo.closed).toBeUndefined();
  expect(await socketCount(room)).toBe(2);
});

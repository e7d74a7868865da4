/** What is left of a room in which nothing was said, or whose last message has expired: nothing (SPEC ROOM-4). */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Guest, uniqueRoomName } from "../support/runtime/guest.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import { storedIn } from "../support/runtime/stored-in.ts";
import {
  bearerAuth,
  fetchWorker,
  isCreated,
  positionOf,
  publishMessage,
  stubOf,
  waitUntil,
} from "../support/runtime/worker-requests.ts";

const DAY_MS = 86_400_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.now() }));
afterEach(() => void vi.useRealTimers());

function advance(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

function alarmOf(room: string): Promise<number | null> {
  return runInDurableObject(stubOf(room), (_room, { storage }) => storage.getAlarm());
}

async function expectNothingStored(room: string, empty: { readonly bytes: number }): Promise<void> {
  expect(await storedIn(room)).toEqual({ tables: [], keys: [], bytes: empty.bytes, alarm: null });
  expect(await isCreated(room)).toBe(false);
  expect(await positionOf(room)).toBe("0.0");
}

/** Sends a frame and awaits its answer: the room has noted that the connection lives. */
async function showLife(guest: Guest): Promise<void> {
  guest.send({ type: "rename", id: "alive", name: "Ana" });
  expect(await guest.next("presence")).toMatchObject({ id: "alive" });
}

/** Joins and leaves. */
async function visit(room: string, name: string) {
  const guest = await Guest.join(room, { name });
  const { self, position } = await guest.next("welcome");
  guest.socket.close(1000, "bye");
  await guest.untilClosed();
  return { self, position };
}

/** The room before anything was stored: after it was deleted it holds as many bytes, which no platform bills. */
async function deletedRoomSize(): Promise<{ readonly bytes: number }> {
  const room = uniqueRoomName();
  await runInDurableObject(stubOf(room), (_room, { storage }) => storage.deleteAll());
  return storedIn(room);
}

describe("[ROOM-4] a room in which nothing was ever said", () => {
  test("is deleted whole a day after its creation, and its name is free", async () => {
    const empty = await deletedRoomSize();
    const room = uniqueRoomName();
    const createdAt = Date.now();
    const ana = await visit(room, "Ana");
    expect(await alarmOf(room)).toBe(createdAt + DAY_MS);
    advance(DAY_MS);
    await evictDurableObject(stubOf(room));
    expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
    await expectNothingStored(room, empty);
    expect(await runDurableObjectAlarm(stubOf(room))).toBe(false);
    await evictDurableObject(stubOf(room));
    await expectNothingStored(room, empty);

    const refused = await Guest.join(room, { token: ana.self.token });
    expect(await refused.untilClosed()).toMatchObject({ code: 4503 });
    const again = await Guest.join(room, { name: "Ana", position: ana.position });
    const welcome = await again.next("welcome");
    expect(welcome.recovered).toBe(false);
    expect(welcome.self.id).not.toBe(ana.self.id);
    expect(welcome.position).not.toBe(ana.position);
  });

  test("stays while a client is connected, and goes a day after they have left", async () => {
    const empty = await deletedRoomSize();
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    await ana.next("welcome");
    advance(DAY_MS);
    await showLife(ana);
    await runDurableObjectAlarm(stubOf(room));
    expect(await isCreated(room)).toBe(true);
    expect(ana.closed).toBeUndefined();
    expect(await alarmOf(room)).toBe(Date.now() + DAY_MS);
    ana.socket.close(1000, "bye");
    await ana.untilClosed();
    advance(DAY_MS);
    await runDurableObjectAlarm(stubOf(room));
    await expectNothingStored(room, empty);
  });

  test("stays while a reader without a name streams it", async () => {
    const room = uniqueRoomName();
    await visit(room, "Ana");
    advance(DAY_MS - 1_000);
    const stream = await SseClient.open(`/r/${room}/events`);
    await stream.next("page");
    advance(1_000);
    await runDurableObjectAlarm(stubOf(room));
    expect(await isCreated(room)).toBe(true);
    await publishMessage(room, "hello");
    expect(await stream.nextOf("message")).toMatchObject({ seq: 1 });
  });

  test("a connection that is silent for a day is none", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    await ana.next("welcome");
    advance(DAY_MS);
    await runDurableObjectAlarm(stubOf(room));
    expect(await ana.untilClosed()).toMatchObject({ code: 4001 });
    expect(await isCreated(room)).toBe(false);
  });

  test("stays for a month once something is said in it", async () => {
    const room = uniqueRoomName();
    await visit(room, "Ana");
    advance(DAY_MS);
    const storedAt = Date.now();
    await publishMessage(room, "hello");
    await runDurableObjectAlarm(stubOf(room));
    expect(await isCreated(room)).toBe(true);
    expect(await alarmOf(room)).toBe(storedAt + 30 * DAY_MS);
  });
});

describe("[ROOM-4] [LOG-4] a room whose last message has expired", () => {
  test("is deleted whole; a member who returns finds it empty, and is notified", async () => {
    const empty = await deletedRoomSize();
    const room = uniqueRoomName();
    const ana = await visit(room, "Ana");
    await publishMessage(room, "hello", { token: ana.self.token });
    const before = await positionOf(room);
    advance(DAY_MS);
    await runDurableObjectAlarm(stubOf(room));
    advance(29 * DAY_MS - 1);
    await runDurableObjectAlarm(stubOf(room));
    expect(await positionOf(room)).toBe(before);
    advance(1);
    await evictDurableObject(stubOf(room));
    await runDurableObjectAlarm(stubOf(room));
    await expectNothingStored(room, empty);

    const poll = await fetchWorker(`/r/${room}/messages?after=${before}`);
    expect(await poll.json()).toEqual({ position: "0.0", recovered: false, events: [], older: false });
    const posted = await fetchWorker(`/r/${room}/messages`, {
      method: "POST",
      ...bearerAuth(ana.self.token),
      body: "again",
    });
    expect(posted.status).toBe(401);
    expect(await posted.json()).toMatchObject({ code: "invalid_token" });
    expect(await isCreated(room)).toBe(false);

    await publishMessage(room, "reborn");
    const again = await Guest.join(room, { name: "Ana", position: before });
    expect(await again.next("welcome")).toMatchObject({ recovered: false });
    expect(await again.next("page")).toMatchObject({ events: [{ seq: 1, text: "reborn" }], more: false });
  });

  test("goes on under the members who are connected: their next message has the next seq", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    await ana.next("welcome");
    ana.send({ type: "publish", id: "1", text: "secret" });
    await ana.next("message");
    advance(30 * DAY_MS);
    await showLife(ana);
    await runDurableObjectAlarm(stubOf(room));
    expect(ana.closed).toBeUndefined();
    const { rows } = await runInDurableObject(stubOf(room), (_room, { storage }) => ({
      rows: storage.sql.exec("SELECT * FROM log WHERE seq > 0").toArray(),
    }));
    expect(rows).toEqual([]);
    await evictDurableObject(stubOf(room));
    ana.send({ type: "publish", id: "2", text: "next", since: 1 });
    expect(await ana.next("message")).toMatchObject({ seq: 2, text: "next" });
  });
});

test("[LOG-4] a room of the last release, with one message and no alarm, gets the alarm when it is opened", async () => {
  const room = uniqueRoomName();
  await publishMessage(room, "old");
  await runInDurableObject(stubOf(room), async (_room, { storage }) => {
    storage.sql.exec("ALTER TABLE room DROP COLUMN cleared_through");
    storage.sql.exec("UPDATE room SET schema = 3");
    await storage.deleteAlarm();
  });
  await evictDurableObject(stubOf(room));
  expect(await isCreated(room)).toBe(true);
  await waitUntil("the alarm is set", async () => (await alarmOf(room)) !== null);
  advance(30 * DAY_MS);
  await runDurableObjectAlarm(stubOf(room));
  expect(await isCreated(room)).toBe(false);
});

import { describe, expect, test } from "vitest";
import type { KeyValueStorage } from "../../src/client/api.ts";
import { FakeWorld, recordEvents, ROOM_URL } from "../support/fake-world.ts";

const outboxKeys = (world: FakeWorld) =>
  world.storage.keys().filter((key) => key.startsWith("majlis:outbox:"));

/** The tab of `key` is closed: its lock is released, and it sends nothing more. */
function killTab(world: FakeWorld): void {
  for (const name of world.locks.names) world.locks.release(name);
  world.sockets.forEach((socket) => (socket.isSilent = true));
}

describe("the unsent messages of a closed tab", () => {
  test("are sent by the next page of the room, before its own messages", async () => {
    const world = new FakeWorld();
    world.network = "blackhole";
    const deadClient = world.start();
    await world.settle();
    deadClient.publish("one");
    deadClient.publish("@Bo two", { replyTo: 1, mentions: [{ id: "b", name: "Bo" }] });
    killTab(world);
    world.network = "up";
    const ana = world.start();
    ana.publish("three");
    await world.settle();
    expect(world.room.texts).toEqual(["one", "@Bo two", "three"]);
    expect(world.room.commandsOf("publish")[1]).toMatchObject({
      replyTo: 1,
      mentions: [{ id: "b", name: "Bo" }],
    });
    expect(outboxKeys(world)).toEqual([]);
  });

  test("[PUB-5] are sent with `since` if they had been sent, so that they are stored once", async () => {
    const world = new FakeWorld();
    world.room.joinPage = 1;
    const deadClient = await world.join({ name: "Ana" });
    deadClient.publish("hello");
    for (const frame of world.socket.toRoom.splice(0)) world.socket.passToRoom(frame);
    killTab(world);
    world.room.evict();
    world.room.post("later");
    const ana = await world.join();
    expect(world.room.commandsOf("publish").at(-1)).toMatchObject({ text: "hello", since: 0 });
    expect(world.room.texts).toEqual(["hello", "later"]);
    expect(ana.pending).toEqual([]);
  });

  test("of several tabs are sent in the order of time", async () => {
    const world = new FakeWorld();
    world.network = "blackhole";
    const [first, second] = [world.start(), world.start()];
    await world.settle();
    second.publish("one");
    world.clock.sleep(10);
    first.publish("two");
    killTab(world);
    world.network = "up";
    await world.join();
    expect(world.room.texts).toEqual(["one", "two"]);
  });

  test("fail as stale if they were written more than an hour ago", async () => {
    const world = new FakeWorld();
    world.network = "blackhole";
    const deadClient = world.start();
    await world.settle();
    const { id } = deadClient.publish("hello");
    killTab(world);
    world.clock.sleep(3_600_001);
    world.network = "up";
    const ana = await world.join();
    expect(ana.pending).toMatchObject([{ id, status: { name: "failed", code: "stale" } }]);
    ana.retry(id);
    await world.settle();
    expect(world.room.texts).toEqual(["hello"]);
  });

  test("stay failed if they had failed", async () => {
    const world = new FakeWorld();
    const deadClient = await world.join();
    world.room.intercept = (command) =>
      command.type === "publish"
        ? [{ type: "error", id: command.id, code: "forbidden", message: "No." }]
        : undefined;
    const { id } = deadClient.publish("hello");
    await world.settle();
    killTab(world);
    const ana = await world.join();
    expect(ana.pending).toMatchObject([
      { id, status: { name: "failed", code: "forbidden", message: "No." } },
    ]);
  });

  test("stay in storage for a later page if they do not fit", async () => {
    const world = new FakeWorld();
    world.network = "blackhole";
    const [first, second] = [world.start(), world.start()];
    await world.settle();
    for (let count = 0; count < 60; count++) first.publish("x");
    for (let count = 0; count < 60; count++) second.publish("y");
    killTab(world);
    const ana = world.start();
    await world.settle();
    expect(ana.pending).toHaveLength(60);
    expect(outboxKeys(world)).toHaveLength(2);
  });

  test("are removed if they are malformed", async () => {
    const world = new FakeWorld();
    world.storage.set(`majlis:outbox:${ROOM_URL} tab`, '[{"id":1}]');
    world.storage.set(`majlis:outbox:${ROOM_URL}-elsewhere tab`, "[]");
    const ana = await world.join();
    expect(ana.pending).toEqual([]);
    expect(outboxKeys(world)).toEqual([`majlis:outbox:${ROOM_URL}-elsewhere tab`]);
  });
});

describe("two tabs", () => {
  test("do not send each other's messages while both are open", async () => {
    const world = new FakeWorld();
    world.network = "blackhole";
    const first = world.start();
    await world.settle();
    first.publish("mine");
    const second = world.start();
    await world.settle();
    expect(second.pending).toEqual([]);
    expect(first.pending).toHaveLength(1);
  });

  test("hand their messages over when one is closed", async () => {
    const world = new FakeWorld();
    world.network = "blackhole";
    const first = world.start();
    await world.settle();
    first.publish("hello");
    first.close();
    await world.settle();
    expect(world.locks.names).toEqual([]);
    world.network = "up";
    await world.join();
    expect(world.room.texts).toEqual(["hello"]);
  });
});

describe("a platform", () => {
  test("without locks adopts all stored messages at the start", async () => {
    const world = new FakeWorld();
    const environment = { locks: { request: () => Promise.reject(new Error("opaque origin")) } };
    world.network = "blackhole";
    const deadClient = world.start({ environment });
    await world.settle();
    deadClient.publish("hello");
    killTab(world);
    world.network = "up";
    await world.join({ environment });
    expect(world.room.texts).toEqual(["hello"]);
  });

  test("with a full quota keeps the messages in memory, and no outdated state in storage", async () => {
    const world = new FakeWorld();
    let isFull = false;
    const storage: KeyValueStorage = {
      ...world.storage,
      set: (key, value) => !isFull && world.storage.set(key, value),
    };
    world.network = "blackhole";
    const ana = world.start({ storage });
    await world.settle();
    ana.publish("one");
    expect(outboxKeys(world)).toHaveLength(1);
    isFull = true;
    ana.publish("two");
    expect(outboxKeys(world)).toEqual([]);
    world.network = "up";
    await world.advance(30_000);
    expect(world.room.texts).toEqual(["one", "two"]);
  });

  test("stores nothing once every message is confirmed", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const pending = recordEvents(ana, "pending");
    ana.publish("one");
    expect(outboxKeys(world)).toHaveLength(1);
    await world.settle();
    expect(outboxKeys(world)).toEqual([]);
    expect(pending.at(-1)).toEqual([]);
  });
});

/** The SDK with the real room and real SQL, where the fake room of the other tests may differ. */
import { describe, expect, test } from "vitest";
import type { Transport } from "../../src/client/api.ts";
import { FakeWorld, recordEvents, flushPromises } from "../support/fake-world.ts";
import { worldWithRealRoom, type RealRoomHost } from "../support/real-room-host.ts";
import type { TestRoomOptions } from "../support/test-room.ts";

/** On a network that lets only streams, or only polls, pass. */
function restrictedWorld(transport: Transport, options: TestRoomOptions = {}) {
  const { world, host } = worldWithRealRoom(options);
  world.enableHttp();
  world.network = "refused";
  if (transport !== "events") world.http.faults.events = "refused";
  if (transport === "short_poll") world.http.faults.polls = "long_polls_cut";
  return { world, host };
}

const DAY_MS = 86_400_000;

/** The network fails, and the room's last message expires: the room is deleted. */
async function deleteWhileAway(world: FakeWorld, host: RealRoomHost): Promise<void> {
  world.http.faults.events = world.http.faults.polls = "refused";
  world.network = "refused";
  world.http.cut({ isDelivered: false });
  world.cut();
  // A member who polls is here for half a minute more.
  for (const socket of world.http.pollSockets.values()) socket.close();
  await world.settle();
  host.room.now += 30 * DAY_MS;
  host.room.runAlarm();
  expect(host.room.room.isCreated).toBe(false);
}

async function comeBack(world: FakeWorld, transport: Transport): Promise<void> {
  if (transport === "websocket") world.network = "up";
  if (transport === "events") world.http.faults.events = "none";
  world.http.faults.polls = transport === "short_poll" ? "long_polls_cut" : "none";
  await world.advance(40_000);
}

describe.each(["events", "long_poll", "short_poll"] as const)(
  "in a room with the real rules, by %s",
  (transport) => {
    test("two clients see the same log", async () => {
      const { world } = restrictedWorld(transport);
      const ana = await world.join({ name: "Ana" });
      const bo = await world.join({ name: "Bo", storage: new FakeWorld().storage });
      await world.advance(20_000);
      const [anasEvents, bosEvents] = [recordEvents(ana, "event"), recordEvents(bo, "event")];
      const { stored } = ana.publish("hello");
      await world.advance(5_000);
      const { seq } = await stored;
      const done = [bo.react(seq, "👍", true), ana.edit(seq, "hello all")];
      await world.advance(5_000);
      await Promise.all(done);
      bo.publish("hi", { replyTo: seq });
      await world.advance(10_000);
      expect(ana.transport).toBe(transport);
      expect(anasEvents.map(({ type }) => type)).toEqual(["message", "reaction", "edit", "message"]);
      expect(bosEvents).toEqual(anasEvents);
      bo.markRead(2);
      await world.advance(20_000);
      // [EPH-3] as the room would list Bo to one who joins now
      expect(ana.roster).toMatchObject({ count: 2, list: [{ name: "Ana" }, { name: "Bo", read: 2 }] });
      expect(bo.roster.list.map(({ name }) => name)).toEqual(["Bo", "Ana"]);
    });

    test("[PUB-3] [PUB-5] a message is stored once, whichever of its frames is lost", async () => {
      const { world, host } = restrictedWorld(transport, { limits: { joinPage: 1 } });
      const ana = await world.join({ name: "Ana" });
      await world.advance(20_000);
      const { stored } = ana.publish("hello");
      await flushPromises();
      world.http.cut({ isDelivered: true });
      host.room.evict();
      host.room.join("Bo").publish("later");
      await world.advance(15_000);
      expect(await stored).toMatchObject({ seq: 1 });
      const page = ana.history({});
      await world.advance(1_000);
      expect((await page).events.map(({ seq }) => seq)).toEqual([2]);
      ana.close();
      const back = await world.join();
      expect(back.self).toMatchObject({ id: ana.self?.id, name: "Ana" });
    });

    test("[REC-1] [REC-3] [POLL-3] a long absence is recovered completely", async () => {
      const { world, host } = restrictedWorld(transport, {
        limits: { recoveryBytes: 500, historyPage: 3, memberRate: { perSecond: 1_000, burst: 1_000 } },
      });
      const ana = await world.join({ name: "Ana" });
      await world.advance(20_000);
      const events = recordEvents(ana, "event");
      const polls = world.http.faults.polls;
      world.http.faults.polls = "refused";
      world.http.faults.events = "refused";
      world.http.cut({ isDelivered: false });
      await world.settle();
      const bo = host.room.join("Bo");
      for (let count = 0; count < 40; count++) bo.publish("x".repeat(50));
      world.http.faults.polls = polls;
      if (transport === "events") world.http.faults.events = "none";
      await world.advance(20_000);
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
      expect(ana.state.name).toBe("online");
    });

    test("[LIM-1] a hundred messages at once are all stored, in order", async () => {
      const { world, host } = restrictedWorld(transport);
      const ana = await world.join({ name: "Ana" });
      const events = recordEvents(ana, "event");
      for (let count = 0; count < 100; count++) ana.publish(`${count}`);
      for (let second = 0; second < 30; second++) {
        await world.advance(1_000);
        host.room.now += 1_000;
      }
      const texts = events.map((event) => (event.type === "message" ? event.text : ""));
      expect(texts).toEqual(Array.from({ length: 100 }, (_, index) => `${index}`));
    });

    test("[ROOM-4] [REC-2] after the room was deleted and began again, the client shows the new one and sends its outbox", async () => {
      const { world, host } = restrictedWorld(transport);
      const ana = await world.join({ name: "Ana" });
      await world.advance(20_000);
      ana.publish("old");
      await world.advance(5_000);
      const before = ana.self?.id;
      const resets = recordEvents(ana, "reset");
      const events = recordEvents(ana, "event");
      await deleteWhileAway(world, host);
      ana.publish("kept", { replyTo: 1 });
      host.room.post("reborn");
      await comeBack(world, transport);
      expect(resets.map((reset) => reset.events.map(({ seq, id }) => [seq, id]))).toEqual([
        [[1, "posted-1"]],
      ]);
      expect(events).toMatchObject([{ type: "message", seq: 2, text: "kept" }]);
      expect(events[0]).not.toHaveProperty("replyTo");
      expect(ana.pending).toEqual([]);
      expect(ana.self).toMatchObject({ name: "Ana" });
      expect(ana.self?.id).not.toBe(before);
    });

    test("[ID-4] [ID-6] a rename persists, and a forged token is dropped", async () => {
      const { world } = restrictedWorld(transport);
      const ana = await world.join({ name: "Ana" });
      const renamed = ana.rename("Anna");
      await world.advance(1_000);
      expect(await renamed).toMatchObject({ name: "Anna" });
      world.http.cut({ isDelivered: false });
      await world.advance(15_000);
      expect(ana.self?.name).toBe("Anna");
      const elsewhere = restrictedWorld(transport, { seed: 7 });
      for (const key of world.storage.keys()) elsewhere.world.storage.set(key, world.storage.get(key) ?? "");
      const other = elsewhere.world.start({ name: "Ana" });
      await elsewhere.world.advance(3_000);
      expect(other.self).toMatchObject({ name: "Ana" });
      expect(other.self?.id).not.toBe(ana.self?.id);
    });
  },
);

describe("with the real room", () => {
  test("two clients see the same log", async () => {
    const { world } = worldWithRealRoom();
    const ana = await world.join({ name: "Ana" });
    const bo = await world.join({ name: "Bo", storage: new FakeWorld().storage });
    const [anasEvents, bosEvents] = [recordEvents(ana, "event"), recordEvents(bo, "event")];
    const { stored } = ana.publish("hello");
    await world.settle();
    const { seq } = await stored;
    const done = [bo.react(seq, "👍", true), ana.edit(seq, "hello all")];
    bo.publish("hi", { replyTo: seq });
    await world.settle();
    await Promise.all(done);
    expect(anasEvents.map(({ type }) => type)).toEqual(["message", "edit", "reaction", "message"]);
    expect(bosEvents).toEqual(anasEvents);
    expect(ana.roster).toMatchObject({ count: 2, list: [{ name: "Ana" }, { name: "Bo" }] });
    expect(bo.roster.list.map(({ name }) => name)).toEqual(["Bo", "Ana"]);
  });

  test("[PUB-3] [PUB-5] a message is stored once, whichever of its frames is lost", async () => {
    const { world, host } = worldWithRealRoom({ limits: { joinPage: 1 } });
    const ana = await world.join({ name: "Ana" });
    const { stored } = ana.publish("hello");
    for (const frame of world.socket.toRoom.splice(0)) world.socket.passToRoom(frame);
    world.cut();
    host.room.evict();
    host.room.join("Bo").publish("later");
    await world.advance(1_000);
    expect(await stored).toMatchObject({ seq: 1 });
    const page = ana.history({});
    await world.settle();
    expect((await page).events.map(({ seq }) => seq)).toEqual([2]);
    ana.close();
    const back = await world.join();
    expect(back.self).toMatchObject({ id: ana.self?.id, name: "Ana" });
  });

  test("[REC-1] [REC-3] a long absence is recovered completely", async () => {
    const { world, host } = worldWithRealRoom({
      limits: { recoveryBytes: 500, historyPage: 3, memberRate: { perSecond: 1_000, burst: 1_000 } },
    });
    const ana = await world.join({ name: "Ana" });
    const events = recordEvents(ana, "event");
    world.cut();
    const bo = host.room.join("Bo");
    for (let count = 0; count < 40; count++) bo.publish("x".repeat(50));
    await world.advance(1_000);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(ana.state.name).toBe("online");
  });

  test.each([
    { what: "is empty", reborn: [] },
    { what: "is shorter", reborn: ["reborn"] },
    { what: "is longer", reborn: ["a", "b", "c", "d"] },
  ])(
    "[ROOM-4] [REC-2] after the room was deleted, a client that returns to one that $what shows that one alone",
    async ({ reborn }) => {
      const { world, host } = worldWithRealRoom();
      const ana = await world.join({ name: "Ana" });
      ana.publish("old");
      ana.publish("older");
      await world.settle();
      const resets = recordEvents(ana, "reset");
      const events = recordEvents(ana, "event");
      world.cut();
      const { stored } = ana.publish("on its way");
      await deleteWhileAway(world, host);
      for (const text of reborn) host.room.post(text);
      await comeBack(world, "websocket");
      expect(resets).toHaveLength(1);
      expect(resets[0]).toMatchObject({ events: reborn.map((text) => ({ text })), more: false });
      expect(await stored).toMatchObject({ seq: reborn.length + 1 });
      expect(events).toMatchObject([{ text: "on its way", seq: reborn.length + 1 }]);
      ana.close();
      const back = await world.join();
      expect(back.self).toMatchObject({ id: ana.self?.id, name: "Ana" });
    },
  );

  test("[PUB-3] [PUB-5] what was sent as the member of a deleted room is sent again as the new one, once", async () => {
    const { world, host } = worldWithRealRoom();
    const ana = await world.join({ name: "Ana" });
    const { stored } = ana.publish("sent twice");
    for (const frame of world.socket.toRoom.splice(0)) world.socket.passToRoom(frame);
    await deleteWhileAway(world, host);
    await comeBack(world, "websocket");
    expect(await stored).toMatchObject({ seq: 1, from: { id: ana.self?.id } });
    expect(host.room.read.messagesBefore(undefined, 10).events).toMatchObject([{ text: "sent twice" }]);
  });

  test("[ID-4] a rename persists for the next visit", async () => {
    const { world } = worldWithRealRoom();
    const ana = await world.join({ name: "Ana" });
    const renamed = ana.rename("Anna");
    await world.settle();
    expect(await renamed).toMatchObject({ name: "Anna" });
    world.cut();
    await world.advance(1_000);
    expect(ana.self?.name).toBe("Anna");
  });

  test("[ID-6] a guest with a forged token joins as a new one", async () => {
    const { world } = worldWithRealRoom();
    const before = await world.join({ name: "Ana" });
    const elsewhere = worldWithRealRoom({ seed: 7 });
    for (const key of world.storage.keys()) elsewhere.world.storage.set(key, world.storage.get(key) ?? "");
    const ana = elsewhere.world.start({ name: "Ana" });
    await elsewhere.world.advance(1_000);
    expect(ana.self).toMatchObject({ name: "Ana" });
    expect(ana.self?.id).not.toBe(before.self?.id);
  });

  test("[ID-7] a name that the room refuses closes the client", async () => {
    const { world } = worldWithRealRoom();
    const ana = world.start({ name: "* Ana" });
    await world.settle();
    expect(ana.state).toMatchObject({ name: "closed", code: 4500, fatal: true });
  });

  test("[LIM-1] a hundred messages at once are all stored, in order", async () => {
    const { world, host } = worldWithRealRoom();
    const ana = await world.join({ name: "Ana" });
    const events = recordEvents(ana, "event");
    for (let count = 0; count < 100; count++) ana.publish(`${count}`);
    for (let second = 0; second < 15; second++) {
      await world.advance(1_000);
      host.room.now += 1_000;
    }
    const texts = events.map((event) => (event.type === "message" ? event.text : ""));
    expect(texts).toEqual(Array.from({ length: 100 }, (_, index) => `${index}`));
    expect(world.sockets).toHaveLength(1);
  });
});

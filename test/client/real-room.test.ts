/** The SDK with the real room and real SQL, where the fake room of the other tests may differ. */
import { describe, expect, test } from "vitest";
import type { Transport } from "../../src/client/api.ts";
import { CLOSES } from "../../src/protocol/close-codes.ts";
import { decodeCommand } from "../../src/protocol/decode-command.ts";
import { encodeEvent } from "../../src/protocol/encode.ts";
import type { FakeSocket, SocketHost } from "../support/fake-socket.ts";
import { FakeWorld, recordEvents, flushPromises } from "../support/fake-world.ts";
import { TestRoom, type TestGuest, type TestRoomOptions } from "../support/test-room.ts";

class RealRoomHost implements SocketHost {
  readonly room: TestRoom;
  readonly #guests = new Map<FakeSocket, TestGuest>();

  constructor(options: TestRoomOptions) {
    this.room = new TestRoom(options);
  }

  opened(socket: FakeSocket): void {
    const { query, token } = socket;
    const position = query.get("position");
    const guest = this.room.tryJoin(query.get("name") ?? undefined, {
      ...(token === undefined ? {} : { token }),
      ...(position === null ? {} : { position }),
    });
    if (typeof guest === "string") return socket.end({ ...CLOSES[guest], wasClean: true });
    this.#guests.set(socket, guest);
    this.#deliver();
  }

  received(socket: FakeSocket, frame: string): void {
    const command = decodeCommand(frame, this.room.limits.frameDepth);
    if (!command.ok) throw new Error(`the SDK sent ${frame}`);
    this.#guests.get(socket)?.send(command.value);
    this.#deliver();
  }

  closed(socket: FakeSocket): void {
    const guest = this.#guests.get(socket);
    this.#guests.delete(socket);
    if (guest !== undefined) this.room.leave(guest);
    this.#deliver();
  }

  #deliver(): void {
    for (const [socket, { received: heard }] of this.#guests) {
      for (const event of heard.splice(0)) socket.toClient.push(encodeEvent(event));
    }
  }
}

function worldWithRealRoom(options: TestRoomOptions = {}) {
  const host = new RealRoomHost(options);
  return { world: new FakeWorld(host), host };
}

/** On a network that lets only streams, or only polls, pass. */
function restrictedWorld(transport: Transport, options: TestRoomOptions = {}) {
  const { world, host } = worldWithRealRoom(options);
  world.enableHttp();
  world.network = "refused";
  if (transport !== "events") world.http.faults.events = "refused";
  if (transport === "short_poll") world.http.faults.polls = "long_polls_cut";
  return { world, host };
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
      expect(ana.roster).toMatchObject({ count: 2, list: [{ name: "Ana" }, { name: "Bo" }] });
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
      const stranger = elsewhere.world.start({ name: "Ana" });
      await elsewhere.world.advance(3_000);
      expect(stranger.self).toMatchObject({ name: "Ana" });
      expect(stranger.self?.id).not.toBe(ana.self?.id);
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

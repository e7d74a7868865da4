import { describe, expect, test } from "vitest";
import { FakeWorld, recordEvents, flushPromises } from "../support/fake-world.ts";

describe("a connection that breaks", () => {
  test("[LIVE-4] [REC-1] is reopened within the room's spread, with the position, and misses nothing", async () => {
    const world = new FakeWorld();
    world.room.spreadMs = 4_000;
    const ana = await world.join();
    const events = recordEvents(ana, "event");
    world.cut();
    world.room.post("while away");
    expect(ana.state).toMatchObject({ name: "reconnecting", retryAt: world.clock.now + 2_000 });
    await world.advance(1_999);
    expect(world.sockets).toHaveLength(1);
    await world.advance(1);
    expect(world.socket.query.get("position")).toBe("e1.0");
    expect(ana.state.name).toBe("online");
    expect(events).toMatchObject([{ seq: 1, text: "while away" }]);
  });

  test("[LIVE-4] [LIVE-5] backs off with full jitter up to 20 s while the room cannot be reached", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    await world.advance(5_000);
    world.network = "refused";
    world.random = () => 0.999_999;
    const waits: number[] = [];
    ana.on("state", ({ to }) => to.name === "reconnecting" && waits.push(to.retryAt - world.clock.now));
    world.cut();
    await world.advance(100_000);
    expect(waits.slice(0, 9)).toEqual([500, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
  });

  test("[LIVE-4] [LIVE-5] resets the backoff only after 5 s of being joined", async () => {
    const world = new FakeWorld();
    world.random = () => 0.999_999;
    const ana = await world.join();
    const waits: number[] = [];
    ana.on("state", ({ to }) => to.name === "reconnecting" && waits.push(to.retryAt - world.clock.now));
    for (const joinedMs of [100, 100, 100, 100, 5_000, 0]) {
      await world.advance(joinedMs);
      world.cut();
      await world.advance(waits.at(-1) ?? 0);
      expect(ana.state.name).toBe("online");
    }
    expect(waits).toEqual([500, 500, 1_000, 2_000, 500, 500]);
  });

  test("shows since when it is lost, and when the next attempt starts", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.network = "refused";
    const lostAt = world.clock.now;
    world.cut();
    await world.advance(3_000);
    expect(ana.state).toMatchObject({ name: "reconnecting", since: lostAt });
  });

  test("sends no member in the query, and no token but its own", async () => {
    const world = new FakeWorld();
    await world.join({ name: "Ana" });
    world.cut();
    await world.advance(1_000);
    expect([...world.socket.query.keys()]).toEqual(["position", "session", "generation", "frames"]);
  });

  test("[LIVE-4] is lost on an error that no close event follows", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.socket.fail();
    await world.advance(50);
    expect(ana.state.name).toBe("reconnecting");
    await world.advance(20_000);
    expect(ana.state.name).toBe("online");
  });

  test("[CLIMB-4] times an attempt out after 2.5 s, then after twice as long, up to 10 s", async () => {
    const world = new FakeWorld();
    world.network = "blackhole";
    const ana = world.start();
    await world.advance(2_499);
    expect(ana.state.name).toBe("connecting");
    await world.advance(1);
    expect(ana.state.name).toBe("reconnecting");
    expect(world.socket.isClosed).toBe(true);
    const lives: number[] = [];
    let openedAt = world.clock.now;
    for (let ms = 0; ms < 60_000; ms += 50) {
      const { isClosed } = world.socket;
      const opened = world.sockets.length;
      await world.advance(50);
      if (world.sockets.length > opened) openedAt = world.clock.now;
      if (!isClosed && world.socket.isClosed) lives.push(world.clock.now - openedAt);
    }
    expect(lives.slice(0, 4)).toEqual([5_000, 10_000, 10_000, 10_000]);
  });

  test("gives up an attempt without a token after 10 s, and ignores a late token", async () => {
    const world = new FakeWorld();
    const late = Promise.withResolvers<string | undefined>();
    let asked = 0;
    const ana = world.start({ getToken: () => (asked++ === 0 ? late.promise : undefined) });
    await world.advance(10_000);
    await world.advance(1_000);
    late.resolve("too late");
    await world.settle();
    expect(world.sockets).toHaveLength(1);
    expect(ana.state.name).toBe("online");
  });
});

describe("an old socket", () => {
  test("cannot affect the new session by late frames or a late close", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    const old = world.socket;
    old.isSilent = true;
    ana.wake();
    await world.advance(3_000);
    await world.advance(1_000);
    expect(world.sockets).toHaveLength(2);
    const states = recordEvents(ana, "state");
    const names = ["event", "welcome", "reset", "presence", "failure", "pending"] as const;
    const recorded = names.map((name) => recordEvents(ana, name));
    world.room.post("one");
    old.receive(
      JSON.stringify([world.room.welcome({ id: "m9", name: "Mallory" }, false), world.room.log[0]]),
    );
    old.receive(JSON.stringify({ type: "page", position: "e1.9", events: [], more: false }));
    old.end({ code: 4501, reason: "No room can have this name." });
    await flushPromises();
    expect(recorded.flat()).toEqual([]);
    expect(states).toEqual([]);
    await world.settle();
    expect(ana.self?.name).toBe("Ana");
    expect(ana.state.name).toBe("online");
    expect(world.sockets).toHaveLength(2);
  });
});

describe("a close by the room", () => {
  test.each([1000, 1001, 1011, 1012, 1013, 4000, 4001, 4002, 4003, 4004, 4099, 3999])(
    "%i comes back, with backoff",
    async (code) => {
      const world = new FakeWorld();
      world.room.spreadMs = 30_000;
      const ana = await world.join();
      world.socket.end({ code, wasClean: true });
      expect(ana.state).toMatchObject({ name: "reconnecting", retryAt: world.clock.now + 250 });
      await world.advance(250);
      expect(ana.state.name).toBe("online");
    },
  );

  test.each([1003, 4500, 4501, 4502, 4999])("%i is final, with its reason", async (code) => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.socket.end({ code, reason: "Because.", wasClean: true });
    expect(ana.state).toEqual({ name: "closed", code, reason: "Because.", fatal: true });
    await world.advance(60_000);
    expect(world.sockets).toHaveLength(1);
    expect(world.clock.timers).toBe(0);
  });
});

describe("a machine without network", () => {
  test("is offline at once, and online again if the connection still answers", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.setNetwork("offline");
    expect(ana.state.name).toBe("offline");
    await world.settle();
    expect(ana.state.name).toBe("online");
    expect(world.sockets).toHaveLength(1);
  });

  test("[LIM-1] handles received frames before it sends queued messages", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const { id } = ana.publish("one");
    world.socket.toRoom.length = 0;
    world.setNetwork("offline");
    ana.publish("two");
    const retryAfterMs = 2_000;
    const refused = { type: "error", id, code: "rate_limited", message: "Wait.", retryAfterMs };
    world.socket.receive(JSON.stringify(refused));
    await world.settle();
    expect(ana.state.name).toBe("online");
    expect(world.room.texts).toEqual([]);
    await world.advance(3_000);
    expect(world.room.texts).toEqual(["one", "two"]);
  });

  test("is offline until it reports a network, and attempts continue every 10 s or more", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.socket.isSilent = true;
    world.network = "refused";
    world.setNetwork("offline");
    await world.advance(3_000);
    expect(world.socket.isClosed).toBe(true);
    expect(ana.state).toMatchObject({ name: "offline", retryAt: world.clock.now + 10_000 });
    await world.advance(9_999);
    expect(world.sockets).toHaveLength(1);
    await world.advance(1);
    expect(world.sockets).toHaveLength(2);
    expect(ana.state.name).toBe("offline");
    world.network = "up";
    world.setNetwork("online");
    expect(ana.state).toMatchObject({ name: "reconnecting", retryAt: world.clock.now + 150 });
    await world.advance(150);
    expect(ana.state.name).toBe("online");
  });

  test("is offline also if a frame was still on its way when it reported so", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.setNetwork("offline");
    world.socket.receive(JSON.stringify({ type: "pong", id: "late" }));
    expect(ana.state.name).toBe("online");
    world.cut();
    expect(ana.state.name).toBe("offline");
  });

  test("that reports so wrongly is online as soon as an attempt succeeds", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.cut();
    world.setNetwork("offline");
    expect(ana.state.name).toBe("offline");
    await world.advance(10_000);
    expect(ana.state.name).toBe("online");
    world.cut();
    expect(ana.state.name).toBe("reconnecting");
  });
});

describe("a page that is shown again", () => {
  test("starts an attempt within 300 ms instead of waiting", async () => {
    const world = new FakeWorld();
    world.network = "refused";
    const ana = world.start();
    await world.advance(60_000);
    world.network = "up";
    ana.wake();
    expect(ana.state).toMatchObject({ name: "reconnecting", retryAt: world.clock.now + 150 });
    ana.wake();
    await world.advance(150);
    expect(ana.state.name).toBe("online");
  });

  test("does not postpone its attempt by being shown repeatedly", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.cut();
    for (let wakes = 0; wakes < 5; wakes++) {
      ana.wake();
      await world.advance(50);
    }
    expect(ana.state.name).toBe("online");
  });

  test("does not disturb an attempt in progress", async () => {
    const world = new FakeWorld();
    const ana = world.start();
    ana.wake();
    world.setNetwork("online");
    await world.settle();
    expect(world.sockets).toHaveLength(1);
    expect(ana.state.name).toBe("online");
  });
});

describe("leaving", () => {
  test("is final, and leaves no timer, socket or listener", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const states = recordEvents(ana, "state");
    ana.publish("one");
    const edited = ana.edit(1, "two");
    ana.close();
    expect(world.clock.timers).toBe(0);
    await expect(edited).rejects.toMatchObject({ code: "closed" });
    ana.close();
    ana.wake();
    world.setNetwork("online");
    await world.advance(60_000);
    expect(states.map(({ to }) => to)).toEqual([{ name: "closed", code: 1000, reason: "", fatal: false }]);
    expect(world.socket.isClosed).toBe(true);
    expect(world.sockets).toHaveLength(1);
    expect(world.clock.timers).toBe(0);
    expect(world.networkListeners).toBe(0);
    await expect(ana.publish("three").stored).rejects.toMatchObject({ code: "closed" });
    await expect(ana.history({})).rejects.toMatchObject({ code: "closed" });
  });

  test.each([
    ["while it waits", async (world: FakeWorld) => world.cut()],
    [
      "while it connects",
      async (world: FakeWorld) => {
        world.network = "blackhole";
        world.cut();
        await world.advance(1_000);
      },
    ],
  ])("leaves no timer %s", async (_, prepare) => {
    const world = new FakeWorld();
    const ana = await world.join();
    await prepare(world);
    ana.close();
    await world.settle();
    expect(world.clock.timers).toBe(0);
    expect(world.socket.isClosed).toBe(true);
  });

  test("happens when the application's signal aborts", async () => {
    const world = new FakeWorld();
    const leaving = new AbortController();
    const ana = await world.join({ signal: leaving.signal });
    leaving.abort();
    expect(ana.state.name).toBe("closed");
    const never = world.start({ signal: leaving.signal });
    await world.settle();
    expect(never.state.name).toBe("closed");
    expect(world.sockets).toHaveLength(1);
  });

  test("within a listener drops the remaining events of the same frame", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const events = recordEvents(ana, "event");
    const presences = recordEvents(ana, "presence");
    ana.on("event", () => ana.close());
    const [one, two] = [world.room.post("one"), world.room.post("two")];
    world.socket.toClient.splice(0);
    world.socket.receive(JSON.stringify([one, two, { type: "presence", count: 2 }]));
    expect(events).toEqual([one]);
    expect(presences).toEqual([]);
  });
});

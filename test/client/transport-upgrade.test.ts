/** Which transport is used on which network, without the application noticing (SPEC, "Clients: fallback and upgrade"). */
import { describe, expect, test } from "vitest";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import type { RoomClient } from "../../src/client/room-client.ts";
import { FakeWorld, recordEvents, flushPromises } from "../support/fake-world.ts";

const TRANSPORT_KEY = "majlis:transport:http://chat.example";

/** A world in which HTTP works and sockets do not. */
function restrictedWorld(sockets: "refused" | "blackhole" = "refused"): FakeWorld {
  const world = new FakeWorld();
  world.enableHttp();
  world.network = sockets;
  return world;
}

/** Moves time until the client is online, at most `ms`; returns how long it took. */
async function untilOnline(world: FakeWorld, client: RoomClient, ms = 60_000): Promise<number> {
  const start = world.clock.now;
  await world.settle();
  while (client.state.name !== "online" && world.clock.now - start < ms) await world.advance(10);
  return world.clock.now - start;
}

function textsOf(events: readonly DurableEvent[]): string[] {
  return events.map((event) => (event.type === "message" ? event.text : event.type));
}

describe("[CLIMB-1] a new client is online within 5 s", () => {
  test.each([
    ["everything works", {}, "websocket", 0],
    ["upgrades are refused", { network: "refused" }, "events", 0],
    ["upgrades hang", { network: "blackhole" }, "events", 2_500],
    ["upgrades are refused and streams too", { network: "refused", events: "refused" }, "long_poll", 0],
    [
      "upgrades are refused and streams answered by a gateway",
      { network: "refused", events: 502 },
      "long_poll",
      0,
    ],
    [
      "upgrades are refused and streams buffered",
      { network: "refused", events: "buffers" },
      "long_poll",
      1_500,
    ],
    ["upgrades and streams hang", { network: "blackhole", events: "hangs" }, "long_poll", 4_000],
  ] as const)(
    "where %s",
    async (
      _,
      faults: { network?: "refused" | "blackhole"; events?: "refused" | "buffers" | "hangs" | 502 },
      transport,
      ms,
    ) => {
      const world = new FakeWorld();
      world.enableHttp();
      world.network = faults.network ?? "up";
      world.http.faults.events = faults.events ?? "none";
      world.room.post("before");
      const ana = world.start({ name: "Ana" });
      const [resets, events, states] = [
        recordEvents(ana, "reset"),
        recordEvents(ana, "event"),
        recordEvents(ana, "state"),
      ];
      expect(ana.transport).toBeUndefined();
      expect(await untilOnline(world, ana)).toBe(ms);
      expect(ana.transport).toBe(transport);
      expect(states.map(({ to }) => to.name)).toEqual(["online"]);
      expect(ana.self?.name).toBe("Ana");
      const { stored } = ana.publish("hello");
      world.room.post("hi");
      await world.advance(5_000);
      await expect(stored).resolves.toMatchObject({ text: "hello" });
      expect(textsOf([...(resets[0]?.events ?? []), ...events])).toEqual(world.room.texts);
      expect(resets).toHaveLength(1);
    },
  );

  test("by short polls if long polls are cut", async () => {
    const world = restrictedWorld();
    world.http.faults.events = "refused";
    world.http.faults.polls = "long_polls_cut";
    const ana = world.start({ name: "Ana" });
    const events = recordEvents(ana, "event");
    expect(await untilOnline(world, ana)).toBe(0);
    for (let count = 0; count < 6; count++) {
      await world.advance(5_000);
      world.room.post(`${count}`);
    }
    await world.advance(5_000);
    expect(ana.transport).toBe("short_poll");
    expect(textsOf(events)).toEqual(["0", "1", "2", "3", "4", "5"]);
    expect(ana.state.name).toBe("online");
  });
});

describe("[CLIMB-4] if no transport works, the room", () => {
  test("is tried for one round, then after a pause with longer deadlines", async () => {
    const world = new FakeWorld();
    world.enableHttp();
    world.network = "blackhole";
    for (const kind of ["events", "polls", "commands"] as const) world.http.faults[kind] = "hangs";
    const ana = world.start();
    await world.advance(6_499);
    expect(ana.state.name).toBe("connecting");
    await world.advance(1);
    expect(ana.state).toMatchObject({ name: "reconnecting", retryAt: world.clock.now + 250 });
    expect([world.sockets.length, world.http.requests.length]).toEqual([1, 2]);
    await world.advance(250 + 5_000);
    expect([world.sockets.length, world.http.requests.length]).toEqual([2, 3]);
  });

  test("is not retried in a busy loop when attempts fail at once", async () => {
    const world = new FakeWorld();
    world.network = "refused";
    const ana = world.start();
    await world.advance(60_000);
    expect(ana.state.name).toBe("reconnecting");
    expect(world.sockets.length).toBeLessThan(12);
    expect(world.http.requests.length).toBeLessThanOrEqual(2 * world.sockets.length);
  });

  test("is tried no more often without a network", async () => {
    const world = new FakeWorld();
    world.network = "refused";
    world.start();
    world.setNetwork("offline");
    await world.advance(60_000);
    expect(world.sockets.length).toBeLessThanOrEqual(7);
  });

  test("is tried by socket only if the fallbacks cannot be loaded", async () => {
    const world = restrictedWorld();
    const ana = world.start({
      environment: { loadLazyParts: () => Promise.reject(new Error("no such chunk")) },
    });
    await world.advance(1_000);
    expect(ana.state.name).toBe("reconnecting");
    world.network = "up";
    await world.advance(20_000);
    expect(ana.transport).toBe("websocket");
  });

  test("is not delayed beyond the deadline if loading the fallbacks hangs", async () => {
    const world = restrictedWorld();
    const ana = world.start({
      environment: { loadLazyParts: () => Promise.withResolvers<never>().promise },
    });
    await world.advance(4_000);
    expect(ana.state.name).toBe("reconnecting");
  });
});

describe("[CLIMB-2] a close by the room does not count against the transport", () => {
  test.each([
    [4_003, 1_000],
    [4_004, 1_000],
  ])("%i: the same transport is tried again", async (code, ms) => {
    const world = new FakeWorld();
    world.enableHttp();
    world.room.refuseJoin = () => ({ code, reason: "Later." });
    const ana = world.start();
    await world.advance(200);
    expect(world.http.requests).toEqual([]);
    world.room.refuseJoin = undefined;
    await world.advance(ms);
    expect(ana.transport).toBe("websocket");
  });

  test.each(["events", "long_poll"])("[SSE-5] a final refusal is final on %s too", async (transport) => {
    const world = restrictedWorld();
    if (transport === "long_poll") world.http.faults.events = "refused";
    world.room.refuseJoin = () => ({ code: 4_500, reason: "A name has visible characters." });
    const ana = world.start({ name: "*" });
    await world.settle();
    expect(ana.state).toEqual({
      name: "closed",
      code: 4_500,
      reason: "A name has visible characters.",
      fatal: true,
    });
    expect(world.clock.timers).toBe(0);
    expect(world.http.open).toEqual([]);
  });

  test.each(["events", "long_poll"])(
    "[ID-6] a token it does not take is replaced once on %s too",
    async (transport) => {
      const world = restrictedWorld();
      if (transport === "long_poll") world.http.faults.events = "refused";
      let wasRefused = false;
      const good = world.room.tokenFor("u", "Ursula");
      const bad = world.room.tokenFor("b", "Bad");
      world.room.refuseJoin = ({ token }) => {
        wasRefused ||= token === bad;
        return token === bad ? { code: 4_503, reason: "This token was not made by this room." } : undefined;
      };
      const ursula = world.start({ getToken: () => (wasRefused ? good : bad) });
      await world.advance(1_000);
      expect(wasRefused).toBe(true);
      expect(ursula.self?.name).toBe("Ursula");
      expect(ursula.transport).toBe(transport);
    },
  );
});

describe("[CLIMB-3] a connection that was joined by socket", () => {
  test("is reopened by socket, and by other transports only when that fails twice", async () => {
    const world = new FakeWorld();
    world.enableHttp();
    const ana = await world.join();
    const events = recordEvents(ana, "event");
    await world.advance(30_000);
    world.network = "refused";
    world.cut();
    world.room.post("while away");
    await world.advance(250);
    expect([world.sockets.length, world.http.requests.length]).toEqual([2, 0]);
    await world.advance(250);
    expect(world.sockets).toHaveLength(3);
    expect(ana.transport).toBe("events");
    expect(textsOf(events)).toEqual(["while away"]);
  });

  test("falls back to the next transport after two early losses", async () => {
    const world = new FakeWorld();
    world.enableHttp();
    const ana = await world.join();
    const welcomes = recordEvents(ana, "welcome");
    await world.advance(1_000);
    world.cut();
    await world.advance(1_250);
    expect(ana.transport).toBe("websocket");
    world.cut();
    await world.advance(500);
    expect(ana.transport).toBe("events");
    expect(welcomes).toMatchObject([{ recovered: true }, { recovered: true }]);
  });

  test("falls back from streams to polls if streams are cut every 10 s", async () => {
    const world = restrictedWorld();
    world.http.killStreamsAfterMs = 10_000;
    const ana = world.start();
    await world.advance(9_000);
    expect(ana.transport).toBe("events");
    await world.advance(13_000);
    expect(ana.transport).toBe("long_poll");
    await world.advance(20_000);
    expect(ana.transport).toBe("long_poll");
  });
});

describe("[CLIMB-5] the transport that worked", () => {
  test("is tried first at the next visit", async () => {
    const world = restrictedWorld("blackhole");
    world.http.faults.events = "hangs";
    const before = world.start({ name: "Ana" });
    await world.advance(10_000);
    before.close();
    const [sockets, requests] = [world.sockets.length, world.http.requests.length];
    const after = world.start();
    expect(await untilOnline(world, after)).toBe(0);
    expect(after.transport).toBe("long_poll");
    expect(after.self?.id).toBe(before.self?.id);
    expect(world.sockets).toHaveLength(sockets);
    expect(world.http.requests[requests]?.kind).toBe("polls");
  });

  test("is dropped when it fails: then all are tried in one round", async () => {
    const world = restrictedWorld("blackhole");
    world.storage.set(TRANSPORT_KEY, JSON.stringify({ rung: "long_poll", at: world.clock.now }));
    for (const kind of ["events", "polls"] as const) world.http.faults[kind] = "refused";
    world.network = "up";
    const ana = world.start();
    await world.settle();
    expect(ana.transport).toBe("websocket");
    expect(world.storage.keys()).toContain(TRANSPORT_KEY);
    await world.advance(5_000);
    expect(world.storage.keys()).not.toContain(TRANSPORT_KEY);
  });
});

describe("[CLIMB-9] no token is in a URL, and no reader is invisible", () => {
  test.each(["events", "long_poll"])("on %s", async (transport) => {
    const world = restrictedWorld();
    if (transport === "long_poll") world.http.faults.events = "refused";
    const ana = world.start();
    await world.settle();
    const token = ana.self?.token ?? "none";
    ana.publish("hello");
    await world.advance(60_000);
    world.http.cut({ isDelivered: false });
    await world.advance(60_000);
    for (const { url } of world.http.requests) expect(url.href).not.toContain(token);
    const [first, ...later] = world.http.requestsOf(transport === "events" ? "events" : "polls");
    expect(first?.url.searchParams.get("name")).toBe("");
    expect(later.length).toBeGreaterThan(0);
    for (const { url, headers } of later) {
      expect(url.searchParams.has("name")).toBe(false);
      expect(headers.get("Authorization")).toMatch(/^Bearer /u);
    }
  });
});

describe("[CLIMB-6] an upgrade", () => {
  async function joinOverStream(): Promise<{ world: FakeWorld; ana: RoomClient }> {
    const world = restrictedWorld();
    const ana = world.start({ name: "Ana" });
    await world.settle();
    expect(ana.transport).toBe("events");
    return { world, ana };
  }

  test("is tried after a minute, without any event for the application", async () => {
    const { world, ana } = await joinOverStream();
    const events = recordEvents(ana, "event");
    const emitted = (["state", "welcome", "reset", "failure", "self"] as const).map((name) =>
      recordEvents(ana, name),
    );
    world.network = "up";
    world.room.post("one");
    await world.advance(59_000);
    expect(ana.transport).toBe("events");
    await world.advance(1_000);
    expect(ana.transport).toBe("websocket");
    expect(world.socket.query.get("position")).toBe("e1.1");
    expect(world.socket.token).toBe(ana.self?.token);
    expect(world.http.open).toEqual([]);
    world.room.post("two");
    const { stored } = ana.publish("three");
    await world.settle();
    await stored;
    expect(textsOf(events)).toEqual(["one", "two", "three"]);
    expect(emitted).toEqual([[], [], [], [], []]);
    await world.advance(5_000);
    expect(world.storage.keys()).not.toContain(TRANSPORT_KEY);
  });

  test("delivers at once the events that the old link had delayed", async () => {
    const { world, ana } = await joinOverStream();
    const events = recordEvents(ana, "event");
    world.network = "up";
    await world.advance(59_500);
    world.http.faults.events = "buffers";
    world.room.post("late");
    await world.advance(499);
    expect(events).toEqual([]);
    await world.advance(1);
    expect(ana.transport).toBe("websocket");
    expect(textsOf(events)).toEqual(["late"]);
    expect(world.room.commandsOf("history")).toEqual([]);
  });

  test("leads from polls to a stream if only streams work", async () => {
    const world = restrictedWorld();
    world.http.faults.events = "refused";
    const ana = world.start();
    const events = recordEvents(ana, "event");
    await world.settle();
    world.http.faults.events = "none";
    await world.advance(60_000);
    expect(ana.transport).toBe("events");
    world.room.post("one");
    await world.settle();
    world.network = "up";
    await world.advance(300_000);
    expect(ana.transport).toBe("websocket");
    world.room.post("two");
    await world.settle();
    expect(textsOf(events)).toEqual(["one", "two"]);
  });

  test("is tried with growing delays of up to half an hour", async () => {
    const { world } = await joinOverStream();
    const tries: number[] = [];
    let before = world.sockets.length;
    let last = world.clock.now;
    for (let minute = 0; minute < 200; minute++) {
      await world.advance(60_000);
      if (world.sockets.length === before) continue;
      tries.push((world.clock.now - last) / 60_000);
      before = world.sockets.length;
      last = world.clock.now;
    }
    expect(tries).toEqual([1, 2, 4, 8, 16, 30, 30, 30, 30, 30]);
  });

  test("waits for pending replies, and holds further commands back meanwhile", async () => {
    const { world, ana } = await joinOverStream();
    const events = recordEvents(ana, "event");
    world.network = "up";
    await world.advance(59_500);
    world.http.faults.commands = "hangs";
    ana.publish("one");
    await world.advance(1_000);
    expect(world.sockets).toHaveLength(2);
    expect(ana.transport).toBe("events");
    ana.publish("two");
    await world.advance(1_000);
    expect(ana.pending.map(({ status }) => status.name)).toEqual(["sent", "waiting"]);
    world.http.faults.commands = "none";
    world.room.post("three");
    await world.settle();
    expect(ana.transport).toBe("websocket");
    expect(world.room.texts.toSorted()).toEqual(["one", "three", "two"]);
    expect(textsOf(events)).toEqual(world.room.texts);
    expect(ana.pending).toEqual([]);
  });

  test("is given up if the replies do not come, and the old link continues", async () => {
    const { world, ana } = await joinOverStream();
    world.network = "up";
    await world.advance(58_000);
    world.http.faults.commands = "hangs";
    ana.publish("one");
    await world.advance(2_000);
    ana.publish("two");
    expect(world.socket.isClosed).toBe(false);
    await world.advance(5_000);
    expect(world.socket.isClosed).toBe(true);
    expect(ana.transport).toBe("events");
    world.http.faults.commands = "none";
    await world.settle();
    expect(world.room.texts).toEqual(["one", "two"]);
    expect(ana.pending).toEqual([]);
  });

  test("is reverted at once if the better link is lost early, and tried again later", async () => {
    const { world, ana } = await joinOverStream();
    world.network = "up";
    await world.advance(60_000);
    expect(ana.transport).toBe("websocket");
    await world.advance(1_000);
    world.cut();
    await world.advance(1_000);
    expect(ana.transport).toBe("events");
    await world.advance(110_000);
    expect(ana.transport).toBe("events");
    await world.advance(20_000);
    expect(ana.transport).toBe("websocket");
  });

  test("is refused by the welcome of another member, and by one that cannot recover", async () => {
    const { world, ana } = await joinOverStream();
    world.network = "up";
    world.room.recoveryEvents = -1;
    await world.advance(60_000);
    expect(world.sockets).toHaveLength(2);
    expect(world.socket.isClosed).toBe(true);
    expect(ana.transport).toBe("events");
    expect(ana.state.name).toBe("online");
  });

  test.each(["the network changes", "the page is shown"])("is tried soon when %s", async (what) => {
    const { world, ana } = await joinOverStream();
    world.network = "up";
    await world.advance(16_000);
    if (what === "the page is shown") ana.wake();
    else world.setNetwork("online");
    await world.advance(1_000);
    expect(ana.transport).toBe("websocket");
  });

  test("updates the roster without superfluous events", async () => {
    const { world, ana } = await joinOverStream();
    await world.join({ name: "Bo", storage: new FakeWorld().storage });
    const presences = recordEvents(ana, "presence");
    world.network = "up";
    await world.advance(60_000);
    expect(presences).toHaveLength(1);
    expect(ana.roster).toMatchObject({ count: 2, list: [{ name: "Ana" }, { name: "Bo" }] });
  });
});

describe("closing leaves no request and no timer", () => {
  test.each([
    ["on a stream", async (world: FakeWorld) => world.settle()],
    [
      "on polls",
      async (world: FakeWorld) => {
        world.http.faults.events = "refused";
        await world.advance(3_000);
      },
    ],
    [
      "between short polls",
      async (world: FakeWorld) => {
        world.http.faults.events = "refused";
        world.http.faults.polls = "long_polls_cut";
        await world.advance(20_500);
      },
    ],
    [
      "while an upgrade is tried",
      async (world: FakeWorld) => {
        await world.settle();
        world.network = "blackhole";
        await world.advance(61_000);
      },
    ],
    [
      "in the middle of a round",
      async (world: FakeWorld) => {
        world.http.faults.events = "hangs";
        await world.advance(700);
      },
    ],
    [
      "while a command is sent",
      async (world: FakeWorld, ana: RoomClient) => {
        await world.settle();
        world.http.faults.commands = "hangs";
        ana.publish("one").stored.catch(() => {});
        await world.settle();
      },
    ],
    [
      "while a stream is reopened",
      async (world: FakeWorld, ana: RoomClient) => {
        await world.settle();
        ana.wake();
      },
    ],
  ])("%s", async (_, prepare: (world: FakeWorld, ana: RoomClient) => Promise<unknown>) => {
    const world = restrictedWorld();
    const ana = world.start({ name: "Ana" });
    await prepare(world, ana);
    ana.close();
    await flushPromises();
    expect(world.clock.timers).toBe(0);
    expect(world.http.open).toEqual([]);
    expect(ana.transport).toBeUndefined();
    const requestCount = world.http.requests.length;
    await world.advance(120_000);
    expect(world.clock.timers).toBe(0);
    expect(world.http.requests).toHaveLength(requestCount);
    expect(world.networkListeners).toBe(0);
  });
});

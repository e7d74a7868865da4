import { describe, expect, test } from "vitest";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import { FakeWorld, recordEvents } from "../support/fake-world.ts";

const TOKEN_KEY = "majlis:token:http://chat.example/r/tea";

describe("a new client", () => {
  test("[JOIN-1] [JOIN-2] [ID-16] opens the room's socket; a given name is sent in a body before", async () => {
    const world = new FakeWorld();
    const ana = world.start({ url: "https://chat.example/r/tea/?from=mail#here", name: "Ana" });
    expect(ana.state.name).toBe("connecting");
    expect(ana.self).toBeUndefined();
    await world.settle();
    expect(world.socket.url).toBe("wss://chat.example/r/tea/socket?session=id1&generation=1&frames=deflate");
    expect(world.socket.protocols).toEqual(["majlis.v1", `ticket.${world.socket.ticket}`]);
    expect(world.http.requests.map(({ url, body }) => [url.pathname, url.search, body])).toEqual([
      ["/r/tea/ticket", "", '{"name":"Ana"}'],
    ]);
    expect(ana.state.name).toBe("online");
    expect(ana.self?.name).toBe("Ana");
  });

  test("[JOIN-7] [ID-16] waits as long as the room asks where it gives no ticket", async () => {
    const world = new FakeWorld();
    world.http.answer = () =>
      Response.json({ code: "rate_limited" }, { status: 429, headers: { "Retry-After": "8" } });
    const ana = world.start({ name: "Ana" });
    await world.advance(4_000);
    expect(ana.state).toMatchObject({ name: "reconnecting", code: 4002 });
    world.http.answer = () => undefined;
    await world.advance(4_000);
    expect([ana.state.name, world.http.requestsOf("ticket").length]).toEqual(["reconnecting", 1]);
    await world.advance(500);
    expect([ana.state.name, world.http.requestsOf("ticket").length]).toEqual(["online", 2]);
  });

  test("[REC-2] starts from the newest page at the room's position", async () => {
    const world = new FakeWorld();
    world.room.joinPage = 2;
    for (const text of ["one", "two", "three"]) world.room.post(text);
    const ana = world.start();
    const resets = recordEvents(ana, "reset");
    const events = recordEvents(ana, "event");
    await world.settle();
    expect(resets).toMatchObject([{ events: [{ text: "two" }, { text: "three" }], more: true }]);
    world.room.post("four");
    await world.settle();
    expect(events).toMatchObject([{ seq: 4, text: "four" }]);
  });

  test("emits the welcome before the page, and is online only after the page", async () => {
    const world = new FakeWorld();
    const ana = world.start();
    const order: string[] = [];
    ana.on("welcome", () => order.push(`welcome, ${ana.state.name}`));
    ana.on("reset", () => order.push(`reset, ${ana.state.name}`));
    ana.on("state", ({ to }) => order.push(to.name));
    await world.settle();
    expect(order).toEqual(["welcome, connecting", "reset, connecting", "online"]);
  });

  test("[EVT-2] skips a durable event of unknown type, live or in a page, and misses none after it", async () => {
    const world = new FakeWorld();
    const unknown = (seq: number) =>
      ({
        type: "of_a_later_release",
        seq,
        at: 1,
        from: { id: "bo", name: "Bo" },
        id: `p${seq}`,
      }) as unknown as DurableEvent;
    world.room.log.push(unknown(1));
    const ana = world.start();
    const resets = recordEvents(ana, "reset");
    const events = recordEvents(ana, "event");
    await world.settle();
    world.room.log.push(unknown(2));
    world.room.broadcast(unknown(2));
    world.room.post("after it");
    await world.settle();
    expect(resets).toMatchObject([{ events: [] }]);
    expect(events).toMatchObject([{ seq: 3, text: "after it" }]);
    expect(ana.state.name).toBe("online");
  });

  test("stops calling a listener that was unsubscribed", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const received: string[] = [];
    const unsubscribe = ana.on("event", () => received.push("event"));
    unsubscribe();
    world.room.post("hello");
    await world.settle();
    expect(received).toEqual([]);
  });
});

describe("a returning guest", () => {
  test("[ID-3] is the same member by the stored token, and sends no name", async () => {
    const world = new FakeWorld();
    const before = await world.join({ name: "Ana" });
    before.close();
    const after = await world.join({ name: "Other" });
    expect(world.socket.token).toBe(before.self?.token);
    expect([...world.socket.query.keys()]).not.toContain("name");
    expect(after.self).toMatchObject({ id: before.self?.id, name: "Ana" });
  });

  test("[ID-4] keeps a changed name", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    const selfEvents = recordEvents(ana, "self");
    const renamed = ana.rename("Anna");
    await world.settle();
    expect(await renamed).toMatchObject({ name: "Anna" });
    expect(selfEvents).toMatchObject([{ name: "Anna" }]);
    expect(world.storage.get(TOKEN_KEY)).toContain(ana.self?.token);
  });

  test("stays the same member when another tab became another guest", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    world.storage.set(TOKEN_KEY, JSON.stringify({ member: "x", token: world.room.tokenFor("x", "X") }));
    world.cut();
    await world.advance(1_000);
    expect(world.socket.token).toBe(ana.self?.token);
    expect(ana.self?.name).toBe("Ana");
  });

  test("joins as a new guest if the stored token is malformed", async () => {
    const world = new FakeWorld();
    world.storage.set(TOKEN_KEY, "{");
    const ana = await world.join({ name: "Ana" });
    expect(ana.self?.name).toBe("Ana");
  });
});

describe("an application's token", () => {
  test("is requested for each join and never stored", async () => {
    const world = new FakeWorld();
    const token = world.room.tokenFor("u1", "Ursula");
    let getTokenCalls = 0;
    const ursula = await world.join({ name: "Ana", getToken: async () => (getTokenCalls++, token) });
    expect(ursula.self?.name).toBe("Ursula");
    const renamed = ursula.rename("Ulla");
    await world.settle();
    expect(await renamed).toMatchObject({ name: "Ulla" });
    world.cut();
    await world.advance(1_000);
    expect(getTokenCalls).toBe(2);
    expect(world.storage.keys()).toEqual([]);
  });

  test("may be absent: then the guest's token is used", async () => {
    const world = new FakeWorld();
    const guest = await world.join({ name: "Ana" });
    guest.close();
    const again = await world.join({ getToken: () => undefined });
    expect(again.self?.id).toBe(guest.self?.id);
  });

  test("that cannot be supplied is a failure, and is requested again", async () => {
    const world = new FakeWorld();
    let getTokenCalls = 0;
    const ana = world.start({
      getToken: () => (getTokenCalls++ === 0 ? Promise.reject(new Error("no")) : undefined),
    });
    const failures = recordEvents(ana, "failure");
    await world.settle();
    expect(failures).toMatchObject([{ code: "token_unavailable" }]);
    expect(ana.state.name).toBe("reconnecting");
    await world.advance(500);
    expect(ana.state.name).toBe("online");
  });

  test("[ID-6] is requested again once when the room rejects it; a second rejection is final", async () => {
    const world = new FakeWorld();
    const tokens = ["bad", "worse", "worst"];
    const ana = world.start({ getToken: () => tokens.shift() });
    await world.advance(1_000);
    const offered = world.http.requestsOf("ticket").map(({ headers }) => headers.get("Authorization"));
    expect(offered).toEqual(["Bearer bad", "Bearer worse"]);
    expect(world.sockets).toEqual([]);
    expect(ana.state).toMatchObject({ name: "closed", code: 4503, fatal: true });
  });
});

describe("a guest's token that the room rejects", () => {
  test("[ID-6] is dropped: the client joins as a new guest with the last name, and emits a failure", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    const before = ana.self;
    const failures = recordEvents(ana, "failure");
    world.room.refuseJoin = ({ token }) =>
      token === before?.token ? { code: 4504, reason: "This token has expired." } : undefined;
    const renamed = ana.rename("Anna");
    await world.settle();
    await renamed;
    world.cut();
    await world.advance(2_000);
    expect(ana.self?.name).toBe("Anna");
    expect(ana.self?.id).not.toBe(before?.id);
    expect(failures).toMatchObject([{ code: "expired_token" }]);
    expect(world.storage.get(TOKEN_KEY)).toContain(ana.self?.token);
  });

  test("is dropped too if the platform cannot send it", async () => {
    const world = new FakeWorld();
    world.storage.set(TOKEN_KEY, JSON.stringify({ member: "m", token: "not a header" }));
    const ana = world.start({ name: "Ana" });
    await world.advance(500);
    expect(ana.state.name).toBe("online");
  });

  test("a platform that cannot open any socket closes the client", async () => {
    const world = new FakeWorld();
    const ana = world.start({
      environment: {
        openSocket: () => {
          throw new SyntaxError("no sockets here");
        },
      },
    });
    await world.settle();
    expect(ana.state).toMatchObject({ name: "closed", fatal: true });
    expect(world.clock.timers).toBe(0);
  });
});

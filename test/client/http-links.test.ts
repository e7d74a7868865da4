/** Commands by POST, polls and streams in detail (SPEC CLIMB-7, CLIMB-8, CLIMB-10). */
import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import type { RoomClient } from "../../src/client/room-client.ts";
import { welcomeFrame, parsePollResponse } from "../../src/client/transports/poll-response.ts";
import type { FakeRequest } from "../support/fake-http.ts";
import { FakeWorld, recordEvents, flushPromises } from "../support/fake-world.ts";

const TOKEN_KEY = "majlis:token:http://chat.example/r/tea";

async function joinOver(
  transport: "events" | "long_poll",
  prepare: (world: FakeWorld) => void = () => {},
): Promise<{ world: FakeWorld; ana: RoomClient }> {
  const world = new FakeWorld();
  world.enableHttp();
  world.network = "refused";
  if (transport === "long_poll") world.http.faults.events = "refused";
  prepare(world);
  const ana = world.start({ name: "Ana" });
  await world.settle();
  expect(ana.transport).toBe(transport);
  return { world, ana };
}

const batchesOf = (requests: readonly FakeRequest[]) =>
  requests.map(({ body }) => JSON.parse(body) as Command[]);
const textsOf = (commands: readonly Command[]) =>
  commands.map((command) => (command.type === "publish" ? command.text : command.type));
const waitsOf = (requests: readonly FakeRequest[]) =>
  requests.map(({ url }) => Number(url.searchParams.get("wait")));

describe.each(["events", "long_poll"] as const)("[CLIMB-7] on %s, commands", (transport) => {
  test("that are sent in the same turn share one request", async () => {
    const { world, ana } = await joinOver(transport);
    for (const text of ["one", "two", "three"]) ana.publish(text);
    await world.advance(1_000);
    expect(batchesOf(world.http.requestsOf("commands")).map(textsOf)).toEqual([["one", "two", "three"]]);
    expect(world.room.texts).toEqual(["one", "two", "three"]);
    expect(ana.pending).toEqual([]);
  });

  test("are sent with keepalive, so that they outlive the page", async () => {
    const { world, ana } = await joinOver(transport);
    ana.publish("last words");
    await world.settle();
    expect(world.http.requestsOf("commands").map(({ keepalive }) => keepalive)).toEqual([true]);
  });

  test("are sent one request at a time, in order, batching those queued meanwhile", async () => {
    const { world, ana } = await joinOver(transport);
    world.http.faults.commands = "hangs";
    for (const text of ["one", "two", "three"]) {
      ana.publish(text);
      await world.settle();
    }
    expect(batchesOf(world.http.requestsOf("commands")).map(textsOf)).toEqual([["one"]]);
    world.http.faults.commands = "none";
    await world.advance(1_000);
    expect(batchesOf(world.http.requestsOf("commands")).map(textsOf)).toEqual([["one"], ["two", "three"]]);
    expect(world.room.texts).toEqual(["one", "two", "three"]);
  });

  test("[HTTP-9] do not wait behind a change that waits if a stream has its answer; a poll may miss that", async () => {
    const { world, ana } = await joinOver(transport);
    ana.publish("hi");
    await world.settle();
    const [request] = world.http.requestsOf("commands");
    expect(request?.url.searchParams.get("wait")).toBe(transport === "events" ? "0" : null);
  });

  test("are batched to at most 50 per request", async () => {
    const { world, ana } = await joinOver(transport);
    for (let signals = 0; signals < 120; signals++) ana.signal(signals);
    await world.settle();
    const batches = batchesOf(world.http.requestsOf("commands"));
    expect(batches.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(batches.flat()).toMatchObject(
      Array.from({ length: 120 }, (_, data) => ({ type: "signal", data })),
    );
  });

  test("are batched to at most the room's frame size", async () => {
    const { world, ana } = await joinOver(transport, ({ room }) => {
      room.limits = { ...room.limits, frameBytes: 20_000 };
    });
    for (let count = 0; count < 6; count++) ana.publish("é".repeat(3_900));
    await world.advance(1_000);
    const bodies = world.http.requestsOf("commands").map(({ body }) => new TextEncoder().encode(body).length);
    expect(bodies).toHaveLength(3);
    expect(Math.max(...bodies)).toBeLessThanOrEqual(20_000);
    expect(world.room.messages).toHaveLength(6);
  });

  test("[PUB-5] carry `since` even when first sent", async () => {
    const { world, ana } = await joinOver(transport);
    for (const text of ["a", "b", "c"]) world.room.post(text);
    await world.advance(1_000);
    ana.publish("one");
    await world.settle();
    expect(world.room.commandsOf("publish")).toMatchObject([{ text: "one", since: 3 }]);
  });

  test("[PUB-3] [PUB-5] that arrive after they were sent again are not stored twice", async () => {
    const { world, ana } = await joinOver(transport);
    world.http.faults.commands = "hangs";
    ana.publish("one");
    await world.settle();
    const undelivered = world.http.open.find(({ request }) => request.kind === "commands");
    await world.advance(10_000);
    expect(ana.state.name).toBe("reconnecting");
    world.http.faults.commands = "none";
    await world.advance(2_000);
    expect(world.room.texts).toEqual(["one"]);
    world.room.evict();
    undelivered?.deliver();
    expect(world.room.texts).toEqual(["one"]);
  });

  test("close the link when their request fails, and are sent again after the replay", async () => {
    const { world, ana } = await joinOver(transport);
    const { stored } = ana.publish("one");
    await flushPromises();
    for (const exchange of world.http.open.filter(({ request }) => request.kind === "commands")) {
      exchange.deliver();
      exchange.break();
    }
    await flushPromises();
    expect(ana.state.name).toBe("reconnecting");
    await world.advance(2_000);
    await expect(stored).resolves.toMatchObject({ seq: 1 });
    expect(world.room.texts).toEqual(["one"]);
  });

  test("[JOIN-7] of a client that is refused for a time wait as long as Retry-After says, and a little", async () => {
    const { world, ana } = await joinOver(transport);
    let refusals = 0;
    world.http.answer = ({ kind }) =>
      kind !== "commands" && refusals++ === 0
        ? Response.json({ code: "too_many_connections" }, { status: 429, headers: { "Retry-After": "10" } })
        : undefined;
    world.http.cut({ isDelivered: false });
    await world.advance(3_000);
    expect(refusals).toBe(1);
    expect(ana.state).toMatchObject({ name: "reconnecting", code: 4006 });
    ana.publish("one");
    await world.advance(6_900);
    expect(world.room.texts).toEqual([]);
    await world.advance(2_000);
    expect(world.room.texts).toEqual(["one"]);
  });

  test.each([502, "hangs", "refused"] as const)("close the link when the network is: %s", async (fault) => {
    const { world, ana } = await joinOver(transport);
    world.http.faults.commands = fault;
    ana.publish("one");
    await world.settle();
    await world.advance(fault === "hangs" ? 9_999 : 0);
    expect(ana.state.name).toBe(fault === "hangs" ? "online" : "reconnecting");
    await world.advance(1);
    expect(ana.state.name).toBe("reconnecting");
    world.http.faults.commands = "none";
    await world.advance(3_000);
    expect(world.room.texts).toEqual(["one"]);
  });

  test("[LIM-1] that exceed the rate limit stay queued, in order", async () => {
    const { world, ana } = await joinOver(transport);
    const until = world.clock.now + 2_000;
    let wasRejected = false;
    world.room.intercept = (command) => {
      if (command.type !== "publish" || world.clock.now >= until) return undefined;
      if (wasRejected) return "drop";
      wasRejected = true;
      const { id } = command;
      return [{ type: "error", id, code: "rate_limited", message: "Wait.", retryAfterMs: 2_000 }];
    };
    for (const text of ["one", "two", "three"]) ana.publish(text);
    await world.advance(1_000);
    expect(ana.pending.map(({ status }) => status.name)).toEqual(["waiting", "waiting", "waiting"]);
    await world.advance(5_000);
    expect(world.room.texts).toEqual(["one", "two", "three"]);
    expect(ana.state.name).toBe("online");
  });

  test("[LIM-1] of a request refused with 429 stay queued too", async () => {
    const { world, ana } = await joinOver(transport);
    let refusals = 0;
    world.http.answer = ({ kind }) =>
      kind === "commands" && refusals++ === 0
        ? Response.json({ code: "rate_limited" }, { status: 429, headers: { "Retry-After": "2" } })
        : undefined;
    for (const text of ["one", "two"]) ana.publish(text);
    await world.advance(1_900);
    expect(world.room.texts).toEqual([]);
    expect(ana.state.name).toBe("online");
    await world.advance(2_000);
    expect(world.room.texts).toEqual(["one", "two"]);
  });

  test.each([
    ["expired_token", 401],
    ["invalid_token", 401],
  ])("[ID-6] refused with %s make the client join with a new token", async (code, status) => {
    const { world, ana } = await joinOver(transport);
    const before = ana.self?.id;
    const failures = recordEvents(ana, "failure");
    let refusals = 0;
    world.http.answer = ({ kind }) =>
      kind === "commands" && refusals++ === 0 ? Response.json({ code }, { status }) : undefined;
    ana.publish("one");
    await world.advance(3_000);
    expect(failures).toMatchObject([{ code }]);
    expect(ana.self?.id).not.toBe(before);
    expect(ana.state.name).toBe("online");
  });

  test("[ID-4] [CLIMB-9] use the new token after a rename", async () => {
    const { world, ana } = await joinOver(transport);
    const renamed = ana.rename("Anna");
    await world.settle();
    expect(await renamed).toMatchObject({ name: "Anna" });
    ana.publish("one");
    await world.advance(1_000);
    expect(world.http.requestsOf("commands").at(-1)?.headers.get("Authorization")).toBe(
      `Bearer ${ana.self?.token ?? ""}`,
    );
  });

  test("[ID-9] use the token that another tab stored after a rename", async () => {
    const { world, ana } = await joinOver(transport);
    const member = ana.self?.id ?? "";
    world.storage.set(TOKEN_KEY, JSON.stringify({ member, token: "renewed.token" }));
    ana.publish("one");
    await world.advance(1_000);
    expect(world.http.requestsOf("commands").at(-1)?.headers.get("Authorization")).toBe(
      "Bearer renewed.token",
    );
  });

  test("[ID-5] that change the member reopen the reader as that member, without a disconnect", async () => {
    const { world, ana } = await joinOver(transport);
    const states = recordEvents(ana, "state");
    const events = recordEvents(ana, "event");
    const authenticating = ana.authenticate(world.room.tokenFor("u", "Ursula"));
    await world.settle();
    expect(await authenticating).toMatchObject({ id: "u", name: "Ursula" });
    await world.advance(1_000);
    const reading = world.http.requestsOf(transport === "events" ? "events" : "polls").at(-1);
    expect(reading?.headers.get("Authorization")).toBe("Bearer u.signed");
    world.room.post("after");
    const { stored } = ana.publish("mine");
    await world.advance(1_000);
    await expect(stored).resolves.toMatchObject({ from: { id: "u" } });
    expect(events.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(states).toEqual([]);
    expect(world.http.open).toHaveLength(1);
  });

  test("[REACT-3] get a reply even if nothing had to change, and history gets a page", async () => {
    const { world, ana } = await joinOver(transport);
    world.room.post("one");
    world.room.intercept = (command) =>
      command.type === "react" ? [{ type: "stored", id: command.id, seq: 1 }] : undefined;
    const asked = Promise.all([ana.react(1, "👍", true), ana.history({ limit: 10 })]);
    await world.advance(1_000);
    expect((await asked)[1].events).toMatchObject([{ text: "one" }]);
  });

  test("that the room refuses reject with its code and message", async () => {
    const { world, ana } = await joinOver(transport);
    world.room.intercept = (command) =>
      "id" in command ? [{ type: "error", id: command.id, code: "forbidden", message: "No." }] : [];
    const refused = expect(ana.edit(1, "x")).rejects.toMatchObject({ code: "forbidden", message: "No." });
    await world.settle();
    await refused;
  });
});

test("[CLIMB-7] an own message is delivered in its order among those of others, without a pull", async () => {
  const { world, ana } = await joinOver("events");
  const events = recordEvents(ana, "event");
  world.http.faults.events = "buffers";
  world.room.post("before");
  ana.publish("mine");
  await world.advance(1_000);
  expect(world.room.texts).toEqual(["before", "mine"]);
  expect(events).toEqual([]);
  world.http.faults.events = "none";
  await world.settle();
  expect(events).toMatchObject([{ text: "before" }, { text: "mine" }]);
  expect(world.room.commandsOf("history")).toEqual([]);
});

describe("[POLL-2] the first frame of a poll link", () => {
  const welcome = new FakeWorld().room.welcome({ id: "m1", name: "Ana" }, true);
  const message = new FakeWorld().room.post("one");
  const frameOfResponse = (answer: object) => {
    const read = parsePollResponse(JSON.stringify({ events: [welcome, message], ...answer }));
    return JSON.parse(welcomeFrame(welcome, read ?? throwError("no answer"))) as unknown;
  };

  test("is the newest page with its own position, which may be ahead of the welcome's", () => {
    expect(frameOfResponse({ position: "e1.1", recovered: false, older: true })).toEqual([
      { ...welcome, recovered: false, position: "e1.1" },
      { type: "page", position: "e1.1", events: [message], more: true },
    ]);
  });

  test("is the missed events, up to the room's position", () => {
    expect(frameOfResponse({ position: "e1.1", recovered: true })).toEqual([welcome, message]);
  });

  test.each([
    "",
    "{}",
    "[]",
    '{"position":1,"recovered":true,"events":[]}',
    '{"position":"e1.0","events":{}}',
  ])("is undefined if the response is %s", (body) => expect(parsePollResponse(body)).toBeUndefined());
});

function throwError(what: string): never {
  throw new Error(what);
}

describe("[CLIMB-8] polls", () => {
  test("wait at the room, and the next one starts at once", async () => {
    const { world, ana } = await joinOver("long_poll");
    const events = recordEvents(ana, "event");
    await world.advance(120_000);
    expect(world.http.requestsOf("polls").length).toBeLessThanOrEqual(14);
    await world.advance(10_000);
    world.room.post("one");
    await world.settle();
    expect(events).toHaveLength(1);
  });

  test("start with one that does not wait, from the client's position", async () => {
    const { world, ana } = await joinOver("long_poll");
    world.room.post("one");
    await world.advance(1_000);
    world.http.cut({ isDelivered: false });
    world.http.faults.polls = "refused";
    await world.settle();
    world.http.faults.polls = "none";
    const requestCount = world.http.requestsOf("polls").length;
    world.room.post("two");
    const events = recordEvents(ana, "event");
    await world.advance(3_000);
    const first = world.http.requestsOf("polls")[requestCount];
    expect(Object.fromEntries(first?.url.searchParams ?? [])).toMatchObject({
      after: "e1.1",
      wait: "0",
      welcome: "1",
    });
    expect(events).toMatchObject([{ text: "two" }]);
  });

  test("are repeated at once while there is more, and the client is online only after it", async () => {
    const { world, ana } = await joinOver("long_poll");
    world.room.pushedEvents = 3;
    world.http.faults.polls = "refused";
    world.http.cut({ isDelivered: false });
    await world.settle();
    for (let count = 0; count < 20; count++) world.room.post(`${count}`);
    const events = recordEvents(ana, "event");
    const onlineAt: number[] = [];
    ana.on("state", ({ to }) => to.name === "online" && onlineAt.push(events.length));
    world.http.faults.polls = "none";
    await world.advance(3_000);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(onlineAt).toEqual([20]);
  });

  test("[POLL-2] that cannot recover lead to a new session", async () => {
    const { world, ana } = await joinOver("long_poll");
    const resets = recordEvents(ana, "reset");
    world.room.post("one");
    await world.advance(2_000);
    world.room.resetLog();
    world.http.cut({ isDelivered: false });
    world.room.post("two");
    await world.advance(3_000);
    expect(resets).toMatchObject([{ events: [{ text: "two" }], more: false }]);
    expect(ana.state.name).toBe("online");
  });

  test("wait longer after a wait succeeded", async () => {
    const { world } = await joinOver("long_poll");
    await world.advance(60_000);
    expect(waitsOf(world.http.requestsOf("polls")).slice(0, 4)).toEqual([0, 8, 25, 25]);
  });

  test("wait less after the longest wait was cut", async () => {
    const { world, ana } = await joinOver("long_poll", ({ http }) => {
      http.faults.polls = "long_polls_cut";
      http.cutWaitsAfterMs = 10_000;
    });
    await world.advance(300_000);
    const waits = waitsOf(world.http.requestsOf("polls"));
    expect(waits.filter((wait) => wait === 25)).toHaveLength(1);
    expect(waits.slice(-5)).toEqual([8, 8, 8, 8, 8]);
    expect(ana.transport).toBe("long_poll");
  });

  test("stop waiting after two cuts in a row, and try again later", async () => {
    const { world, ana } = await joinOver("long_poll", ({ http }) => (http.faults.polls = "long_polls_cut"));
    await world.advance(10_000);
    expect(waitsOf(world.http.requestsOf("polls")).slice(0, 5)).toEqual([0, 8, 0, 8, 0]);
    expect(ana.transport).toBe("short_poll");
    expect(ana.state.name).toBe("online");
    world.http.faults.polls = "none";
    await world.advance(100_000);
    expect(ana.transport).toBe("short_poll");
    await world.advance(300_000);
    expect(ana.transport).toBe("long_poll");
  });

  test("that do not wait are 1 to 5 s apart, less while messages are received", async () => {
    const { world } = await joinOver("long_poll", ({ http }) => (http.faults.polls = "long_polls_cut"));
    await world.advance(60_000);
    const gaps = () => {
      const times = world.http.requestsOf("polls").map(({ at }) => at);
      return times.slice(1).map((at, index) => at - (times[index] ?? 0));
    };
    expect(gaps().slice(-4)).toEqual([5_000, 5_000, 5_000, 5_000]);
    for (let count = 0; count < 10; count++) {
      world.room.post("x");
      await world.advance(1_000);
    }
    expect(gaps().slice(-3)).toEqual([1_000, 1_000, 1_000]);
  });

  test("that do not wait are sent at once after a publish", async () => {
    const { world, ana } = await joinOver("long_poll", ({ http }) => (http.faults.polls = "long_polls_cut"));
    await world.advance(60_000);
    const { stored } = ana.publish("mine");
    await world.settle();
    await expect(stored).resolves.toMatchObject({ text: "mine" });
  });

  test("that get empty responses at once do not become a busy loop", async () => {
    const { world } = await joinOver("long_poll");
    world.http.answer = ({ kind, url }) =>
      kind === "polls" && url.searchParams.get("wait") !== "0"
        ? Response.json({ position: "e1.0", recovered: true, events: [] })
        : undefined;
    world.http.cut({ isDelivered: false });
    await world.advance(60_000);
    expect(world.http.requestsOf("polls").length).toBeLessThan(40);
  });

  test("that fail without waiting close the link", async () => {
    const { world, ana } = await joinOver("long_poll");
    world.http.faults.polls = 502;
    world.http.cut({ isDelivered: false });
    await world.settle();
    expect(ana.state.name).toBe("reconnecting");
  });

  test("that get no response are given up after their wait and a grace period", async () => {
    const { world, ana } = await joinOver("long_poll");
    await world.advance(1_000);
    world.http.faults.polls = "hangs";
    await world.advance(80_000);
    expect(ana.state.name).not.toBe("online");
  });

  test("request the roster every 15 s, and deliver only its changes", async () => {
    const { world, ana } = await joinOver("long_poll");
    const emitted = (["welcome", "state", "reset", "self"] as const).map((name) => recordEvents(ana, name));
    const presences = recordEvents(ana, "presence");
    await world.advance(30_000);
    expect(presences).toEqual([]);
    const bo = await world.join({ name: "Bo", storage: new FakeWorld().storage });
    await world.advance(30_000);
    expect(ana.roster.list.map(({ name }) => name)).toEqual(["Ana", "Bo"]);
    expect(presences).toMatchObject([{ count: 2, joined: [{ name: "Bo" }], left: [] }]);
    bo.close();
    for (const socket of world.http.pollSockets.values())
      if (socket.token?.startsWith("m2") === true) socket.close();
    await world.advance(60_000);
    expect(ana.roster).toMatchObject({ count: 1, list: [{ name: "Ana" }] });
    expect(emitted).toEqual([[], [], [], []]);
  });

  test("[PRES-1] request the roster at once if its list is shorter than its count, and once", async () => {
    const { world, ana } = await joinOver("long_poll");
    await world.join({ name: "Bo", storage: new FakeWorld().storage });
    // Another came and was missed: of Bo only the count is known.
    world.room.broadcast({ type: "presence", count: 2 });
    await world.advance(4_000);
    expect(ana.roster.list.map(({ name }) => name)).toEqual(["Ana", "Bo"]);
    const requests = world.http.requestsOf("polls").length;
    await world.advance(10_000);
    expect(world.http.requestsOf("polls").length).toBeLessThan(requests + 3);
  });

  test("of a dead network are detected within 3 s by a probe", async () => {
    const { world, ana } = await joinOver("long_poll");
    await world.advance(2_000);
    world.http.faults.polls = "hangs";
    ana.wake();
    await world.advance(2_999);
    expect(ana.state.name).toBe("online");
    await world.advance(1);
    expect(ana.state.name).toBe("reconnecting");
  });

  test("that answer a probe keep the link", async () => {
    const { world, ana } = await joinOver("long_poll");
    await world.advance(2_000);
    world.setNetwork("offline");
    expect(ana.state.name).toBe("offline");
    await world.settle();
    expect(ana.state.name).toBe("online");
  });
});

describe("streams", () => {
  test("[SSE-3] stay open by comments alone, and are given up after 40 s of silence", async () => {
    const { world, ana } = await joinOver("events");
    await world.advance(50_000);
    expect(ana.state.name).toBe("online");
    world.http.faults.events = "buffers";
    await world.advance(34_000);
    expect(ana.state.name).toBe("online");
    await world.advance(1_000);
    expect(ana.state.name).toBe("reconnecting");
  });

  test("[SSE-1] are decoded in chunks of any size", async () => {
    for (const bytes of [1, 2, 3, 5, 64, 1_000]) {
      const { world, ana } = await joinOver("events", ({ http }) => (http.chunkBytes = bytes));
      const events = recordEvents(ana, "event");
      for (const text of ["سلام 👋🏽", "one", "two"]) world.room.post(text);
      await world.settle();
      expect(events).toMatchObject([{ text: "سلام 👋🏽" }, { text: "one" }, { text: "two" }]);
      ana.close();
    }
  });

  test("[SSE-1] deliver errors as failures", async () => {
    const { world, ana } = await joinOver("events");
    const failures = recordEvents(ana, "failure");
    world.room.broadcast({ type: "error", code: "bad_position", message: "Which?" });
    await world.settle();
    expect(failures).toMatchObject([{ code: "bad_position" }]);
  });

  test.each([
    [
      "a page of something else",
      () => new Response("<h1>Log in</h1>", { headers: { "Content-Type": "text/html" } }),
    ],
    ["no body", () => new Response(null, { headers: { "Content-Type": "text/event-stream" } })],
    ["no welcome", () => new Response("data: {}\n\n", { headers: { "Content-Type": "text/event-stream" } })],
  ])("are given up if the response is %s", async (_, answer) => {
    const world = new FakeWorld();
    world.enableHttp();
    world.network = "refused";
    world.http.answer = ({ kind }) => (kind === "events" ? answer() : undefined);
    const ana = world.start();
    await world.settle();
    expect(ana.transport).toBe("long_poll");
  });

  test("[CLIMB-10] are reopened by a probe, and the old one stays open until then", async () => {
    const { world, ana } = await joinOver("events");
    const emitted = (["welcome", "state", "reset", "presence"] as const).map((name) =>
      recordEvents(ana, name),
    );
    const events = recordEvents(ana, "event");
    ana.wake();
    expect(world.http.open).toHaveLength(2);
    world.room.post("one");
    await world.settle();
    expect(world.http.open).toHaveLength(1);
    expect(world.http.requestsOf("events")).toHaveLength(2);
    world.room.post("two");
    await world.settle();
    expect(events).toMatchObject([{ text: "one" }, { text: "two" }]);
    expect(emitted).toEqual([[], [], [], []]);
  });

  test("[CLIMB-10] that do not reopen within 3 s are given up", async () => {
    const { world, ana } = await joinOver("events");
    world.http.faults.events = "hangs";
    ana.wake();
    await world.advance(2_999);
    expect(ana.state.name).toBe("online");
    await world.advance(1);
    expect(ana.state.name).toBe("reconnecting");
    expect(world.http.open.length).toBeLessThanOrEqual(1);
  });

  test("are probed once after the machine slept", async () => {
    const { world, ana } = await joinOver("events");
    await world.advance(20_000);
    world.clock.sleep(3_600_000);
    await world.advance(0);
    expect(ana.state.name).toBe("online");
    expect(world.http.requestsOf("events").length).toBeGreaterThanOrEqual(1);
    await world.advance(100_000);
    expect(ana.state.name).toBe("online");
  });

  test("[SSE-2] recover completely, however much was missed", async () => {
    const { world, ana } = await joinOver("events");
    world.room.pushedEvents = 3;
    world.http.faults.events = "refused";
    world.http.faults.polls = "refused";
    world.http.cut({ isDelivered: false });
    await world.settle();
    for (let count = 0; count < 30; count++) world.room.post(`${count}`);
    const events = recordEvents(ana, "event");
    world.enableHttp();
    await world.advance(3_000);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(ana.transport).toBe("events");
  });
});

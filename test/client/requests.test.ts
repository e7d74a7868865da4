import { describe, expect, test } from "vitest";
import { FakeWorld, recordEvents } from "../support/fake-world.ts";

describe("a request", () => {
  test("resolves when its own event is received", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const events = recordEvents(ana, "event");
    const done = [ana.edit(1, "two\r\nlines"), ana.react(1, "👍", true), ana.delete(1), ana.restore(1)];
    await world.settle();
    expect(await Promise.all(done)).toEqual([undefined, undefined, undefined, undefined]);
    expect(world.room.commands).toMatchObject([
      { type: "edit", seq: 1, text: "two\nlines" },
      { type: "react", seq: 1, emoji: "👍", on: true },
      { type: "delete", seq: 1 },
      { type: "restore", seq: 1 },
    ]);
    expect(events.map(({ type }) => type)).toEqual(["edit", "reaction", "delete", "restore"]);
  });

  test("[PUB-5] that is durable carries the seq received so far as since, also when it is sent again", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.post("one");
    await world.settle();
    let refusals = 1;
    world.room.intercept = (command) =>
      "id" in command && refusals-- > 0
        ? [{ type: "error", id: command.id, code: "rate_limited", message: "Wait.", retryAfterMs: 1_000 }]
        : undefined;
    const edited = ana.edit(1, "reworded");
    await world.settle();
    world.room.post("two");
    await world.advance(2_000);
    await edited;
    await Promise.all([ana.react(1, "👍", true), ana.delete(1), ana.rename("Anna"), world.settle()]);
    expect(world.room.commands).toMatchObject([
      { type: "edit", since: 1 },
      { type: "edit", since: 1 },
      { type: "react", since: 3 },
      { type: "delete", since: 3 },
      { type: "rename" },
    ]);
    expect(world.room.commandsOf("rename")[0]).not.toHaveProperty("since");
  });

  test("[REACT-3] resolves when nothing had to be changed", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.intercept = (command) => ("id" in command ? [{ type: "stored", id: command.id, seq: 1 }] : []);
    const done = ana.react(1, "👍", true);
    await world.settle();
    await expect(done).resolves.toBeUndefined();
  });

  test("[ERR-1] rejects with the room's code and message", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const failures = recordEvents(ana, "failure");
    world.room.intercept = (command) =>
      "id" in command
        ? [{ type: "error", id: command.id, code: "overloaded", message: "Later.", retryAfterMs: 700 }]
        : [];
    const refused = expect(ana.delete(1)).rejects.toMatchObject({
      name: "RoomError",
      code: "overloaded",
      message: "Later.",
      temporary: true,
      retryAfterMs: 700,
    });
    await world.settle();
    await refused;
    expect(failures).toEqual([]);
  });

  test("rejects at once while there is no connection, and is not queued", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.cut();
    await expect(ana.delete(1)).rejects.toMatchObject({ code: "not_connected", temporary: true });
    await expect(ana.history({})).rejects.toMatchObject({ code: "not_connected" });
    await world.advance(5_000);
    expect(world.room.commands).toEqual([]);
  });

  test("rejects when the connection is lost before its reply", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const deleted = ana.delete(1);
    world.cut();
    await expect(deleted).rejects.toMatchObject({ code: "connection_lost", temporary: true });
  });

  test("[LIVE-7] rejects after 10 s without a reply, and keeps the connection", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.intercept = () => "drop";
    const failed = expect(ana.rename("Anna")).rejects.toMatchObject({ code: "timeout", temporary: true });
    await world.advance(10_000);
    await failed;
    expect(world.sockets).toHaveLength(1);
  });

  test("[LIM-1] is queued and sent again after a rate limit error", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.intercept = (command) =>
      "id" in command
        ? [{ type: "error", id: command.id, code: "rate_limited", message: "Wait.", retryAfterMs: 1_000 }]
        : [];
    const deleted = ana.delete(1);
    await world.settle();
    world.room.intercept = undefined;
    await world.advance(1_200);
    await expect(deleted).resolves.toBeUndefined();
    expect(world.room.commandsOf("delete")).toHaveLength(2);
  });

  test("[LIM-3] counts with the messages against the limit in flight", async () => {
    const world = new FakeWorld();
    world.room.limits = { ...world.room.limits, inFlight: 2 };
    const ana = await world.join();
    ana.publish("one");
    const done = [1, 2, 3].map((seq) => ana.react(seq, "👍", true));
    expect(world.socket.toRoom).toHaveLength(2);
    await world.settle();
    await Promise.all(done);
    expect(world.room.log).toHaveLength(4);
  });

  test("[PUB-1] [CMD-4] rejects before sending if it is invalid", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    await expect(ana.edit(1, "")).rejects.toMatchObject({ code: "empty_text" });
    await expect(ana.rename("x".repeat(70_000))).rejects.toMatchObject({ code: "too_large" });
    await world.settle();
    expect(world.room.commands).toEqual([]);
  });
});

describe("history", () => {
  test("[HIST-1] resolves with the page before a message, oldest first", async () => {
    const world = new FakeWorld();
    for (const text of ["one", "two", "three"]) world.room.post(text);
    const ana = await world.join();
    const page = ana.history({ before: 3, limit: 1 });
    await world.settle();
    expect(await page).toMatchObject({ events: [{ text: "two" }], more: true });
  });
});

describe("history over rows without messages", () => {
  test("[HIST-5] goes on where the room stopped, until there is a message", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.post("one");
    await world.settle();
    const stops = [80, 40];
    world.room.intercept = (command) => {
      const before = command.type === "history" ? stops.shift() : undefined;
      if (before === undefined || command.type !== "history") return undefined;
      return [
        { type: "page", id: command.id, position: world.room.position, events: [], more: true, before },
      ];
    };
    const page = ana.history({ limit: 1 });
    await world.settle();
    expect(await page).toMatchObject({ events: [{ text: "one" }] });
    expect(world.room.commandsOf("history")).toMatchObject([
      { limit: 1 },
      { before: 80, limit: 1 },
      { before: 40, limit: 1 },
    ]);
  });
});

describe("[LIM-12] history that is refused because too much was read", () => {
  test("is requested again after the time that the room names, and delays no message", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.post("one");
    await world.settle();
    let refusals = 2;
    world.room.intercept = (command) =>
      command.type === "history" && refusals-- > 0
        ? [{ type: "error", id: command.id, code: "rate_limited", message: "Wait.", retryAfterMs: 1_500 }]
        : undefined;
    const page = ana.history({ limit: 1 });
    await world.settle();
    ana.publish("meanwhile");
    await world.settle();
    expect(world.room.texts).toEqual(["one", "meanwhile"]);
    expect(world.room.commandsOf("history")).toHaveLength(1);
    await world.advance(1_500);
    expect(world.room.commandsOf("history")).toHaveLength(2);
    await world.advance(1_500);
    expect(await page).toMatchObject({ events: [{ text: "meanwhile" }] });
  });

  test("is not requested again once it has failed", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.intercept = (command) =>
      command.type === "history"
        ? [{ type: "error", id: command.id, code: "rate_limited", message: "Wait.", retryAfterMs: 15_000 }]
        : undefined;
    const page = ana.history({});
    await Promise.all([expect(page).rejects.toMatchObject({ code: "timeout" }), world.advance(11_000)]);
    await world.advance(20_000);
    expect(world.room.commandsOf("history")).toHaveLength(1);
  });
});

describe("the own identity", () => {
  test("[ID-5] becomes a token's member on the open connection", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    const selfEvents = recordEvents(ana, "self");
    const authenticated = ana.authenticate(world.room.tokenFor("u1", "Ursula"));
    await world.settle();
    expect(await authenticated).toMatchObject({ id: "u1", name: "Ursula" });
    expect(ana.self?.name).toBe("Ursula");
    expect(selfEvents).toHaveLength(1);
    expect(world.sockets).toHaveLength(1);
  });

  test("[ID-5] stays the same if a token is rejected", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    const refused = expect(ana.authenticate("wrong")).rejects.toMatchObject({ code: "invalid_token" });
    await world.settle();
    await refused;
    expect(ana.self?.name).toBe("Ana");
  });

  test("[ID-4] is updated by a rename in another tab", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    const selfEvents = recordEvents(ana, "self");
    const member = { id: ana.self?.id ?? "", name: "Anna", role: "guest" as const };
    world.room.broadcast({ type: "presence", count: 1, changed: [member] });
    await world.settle();
    expect(ana.self?.name).toBe("Anna");
    expect(ana.roster.list).toEqual([member]);
    expect(selfEvents).toHaveLength(1);
  });
});

describe("a typing notification", () => {
  test("[EPH-1] is sent at most every 3 s, and its end once", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    for (let keys = 0; keys < 35; keys++) {
      ana.typing(true);
      await world.advance(100);
    }
    ana.typing(false);
    ana.typing(false);
    await world.settle();
    expect(world.room.commandsOf("typing").map(({ on }) => on)).toEqual([true, true, false]);
  });

  test("[EPH-1] is sent at once when the next message is typed after one was published", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    ana.typing(true);
    ana.publish("one");
    ana.typing(false);
    ana.typing(true);
    await world.settle();
    expect(world.room.commandsOf("typing").map(({ on }) => on)).toEqual([true, true]);
  });

  test("[EPH-1] is dropped while not online", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.cut();
    ana.typing(true);
    ana.signal("x");
    await world.advance(1_000);
    expect(world.room.commands).toEqual([]);
  });
});

describe("what was read", () => {
  test("[EPH-3] is reported and received, and dropped while not online", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const reads = recordEvents(ana, "read");
    ana.markRead(7);
    await world.settle();
    expect(world.room.commandsOf("read")).toEqual([{ type: "read", seq: 7 }]);
    world.room.broadcast({ type: "read", from: { id: "bo", name: "Bo" }, seq: 6 });
    await world.settle();
    expect(reads).toMatchObject([{ from: { name: "Bo" }, seq: 6 }]);
    world.cut();
    ana.markRead(8);
    await world.advance(1_000);
    expect(world.room.commandsOf("read")).toHaveLength(1);
  });
});

describe("signals", () => {
  test("[EPH-2] are sent and received", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const signals = recordEvents(ana, "signal");
    const typing = recordEvents(ana, "typing");
    ana.signal({ x: 1 });
    ana.signal([2], "bo");
    const from = { id: "bo", name: "Bo" };
    world.room.broadcast({ type: "signal", from, data: { y: 2 } }, { type: "typing", from, on: true });
    await world.settle();
    expect(world.room.commandsOf("signal")).toEqual([
      { type: "signal", data: { x: 1 } },
      { type: "signal", data: [2], to: "bo" },
    ]);
    expect(signals).toMatchObject([{ data: { y: 2 } }]);
    expect(typing).toHaveLength(1);
  });

  test("[EPH-2] that are too large emit a failure", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const failures = recordEvents(ana, "failure");
    ana.signal("x".repeat(5_000));
    await world.settle();
    expect(failures).toMatchObject([{ code: "too_large" }]);
    expect(world.room.commands).toEqual([]);
  });
});

describe("iterating over events", () => {
  test("yields each once and in order, and ends when the room is closed", async () => {
    const world = new FakeWorld();
    world.room.post("before");
    const ana = await world.join();
    const read: number[] = [];
    const reading = (async () => {
      for await (const { seq } of ana) read.push(seq);
    })();
    world.room.post("two");
    await world.settle();
    world.cut();
    world.room.post("three");
    await world.advance(1_000);
    ana.close();
    await reading;
    expect(read).toEqual([2, 3]);
    for await (const event of ana) throw new Error(`heard ${event.seq} of a room that was left`);
  });

  test("stops collecting when the loop is left", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const reading = (async () => {
      for await (const { seq } of ana) if (seq === 2) return seq;
      return 0;
    })();
    for (const text of ["one", "two", "three"]) world.room.post(text);
    await world.settle();
    expect(await reading).toBe(2);
  });

  test("fails rather than skip events when the loop is too slow", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const stream = ana[Symbol.asyncIterator]();
    for (let count = 0; count <= 10_000; count++) world.room.post("x");
    await world.settle();
    for (let read = 1; read <= 10_000; read++) expect((await stream.next()).value?.seq).toBe(read);
    await expect(stream.next()).rejects.toMatchObject({ code: "reader_too_slow" });
  });
});

import { describe, expect, test } from "vitest";
import type { ErrorEvent } from "../../src/protocol/events/error.ts";
import { FakeWorld, recordEvents } from "../support/fake-world.ts";

const error = (id: string, code: string, more: Partial<ErrorEvent> = {}): ErrorEvent => ({
  type: "error",
  id,
  code,
  message: `${code}!`,
  ...more,
});

describe("a message", () => {
  test("[PUB-2] leaves the pending list in the same moment in which its event is emitted", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const order: unknown[] = [];
    ana.on("pending", (pending) => order.push(pending.map(({ status }) => status.name)));
    ana.on("event", ({ seq }) => order.push([seq, ana.pending.length]));
    const { id, stored } = ana.publish("hello", { replyTo: 1 });
    expect(ana.pending).toMatchObject([{ id, text: "hello", replyTo: 1, status: { name: "sent" } }]);
    await world.settle();
    expect(await stored).toMatchObject({ type: "message", seq: 1, id, text: "hello", replyTo: 1 });
    expect(order).toEqual([["sent"], [], [1, 0]]);
    const command = { type: "publish", id, text: "hello", replyTo: 1, since: 0 };
    expect(world.room.commandsOf("publish")).toEqual([command]);
  });

  test("[MENT-1] carries the members whom it mentions, and so does its edit", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const mentions = [{ id: "b", name: "Bo" }];
    const { stored } = ana.publish("@Bo", { mentions });
    expect(ana.pending).toMatchObject([{ text: "@Bo", mentions }]);
    await world.settle();
    expect(await stored).toMatchObject({ text: "@Bo" });
    void ana.edit(1, "hi @Bo", { mentions }).catch(() => undefined);
    await world.settle();
    expect(world.room.commandsOf("publish")).toMatchObject([{ mentions }]);
    expect(world.room.commandsOf("edit")).toMatchObject([{ text: "hi @Bo", mentions }]);
  });

  test("waits while there is no connection, and is sent in order once there is", async () => {
    const world = new FakeWorld();
    const ana = world.start();
    for (const text of ["one", "two", "three"]) ana.publish(text);
    expect(ana.pending.map(({ status }) => status.name)).toEqual(["waiting", "waiting", "waiting"]);
    await world.settle();
    expect(world.room.texts).toEqual(["one", "two", "three"]);
  });

  test("[LIM-3] is sent only while fewer than ten are unanswered", async () => {
    const world = new FakeWorld();
    world.room.limits = { ...world.room.limits, publishRate: { perSecond: 100, burst: 100 } };
    const ana = await world.join();
    for (let count = 0; count < 25; count++) ana.publish(`${count}`);
    expect(world.socket.toRoom).toHaveLength(10);
    await world.settle();
    expect(world.room.texts).toHaveLength(25);
  });

  test("[LIM-1] is sent no faster than the room's rate", async () => {
    const world = new FakeWorld();
    world.room.limits = { ...world.room.limits, publishRate: { perSecond: 2, burst: 3 } };
    const ana = await world.join();
    for (let count = 0; count < 6; count++) ana.publish(`${count}`);
    await world.settle();
    expect(world.room.texts).toHaveLength(3);
    await world.advance(500);
    expect(world.room.texts).toHaveLength(4);
    await world.advance(1_000);
    expect(world.room.texts).toHaveLength(6);
  });

  test("[LIM-1] is sent also when its turn comes while the client still looks at the clock", async () => {
    const world = new FakeWorld();
    world.room.limits = { ...world.room.limits, publishRate: { perSecond: 100, burst: 1 } };
    // Each look at the clock takes a millisecond, as on a busy machine.
    const now = () => {
      world.clock.sleep(1);
      return world.clock.now;
    };
    const ana = await world.join({ environment: { now } });
    for (let count = 1; count <= 40; count++) {
      ana.publish(`first ${count}`);
      await world.settle();
      world.clock.sleep(count % 10);
      ana.publish(`second ${count}`);
      await world.advance(100);
      expect(world.room.texts).toHaveLength(2 * count);
    }
  });

  test.each([
    ["empty_text", "  \n "],
    ["invalid_text", "a\u0007b"],
    ["too_large", "x".repeat(4_001)],
    ["too_large", "x".repeat(20_000)],
  ])("[PUB-1] is rejected before sending: %s", async (code, text) => {
    const world = new FakeWorld();
    const ana = await world.join();
    await expect(ana.publish(text).stored).rejects.toMatchObject({ name: "RoomError", code });
    expect(ana.pending).toEqual([]);
    await world.settle();
    expect(world.room.commands).toEqual([]);
  });

  test("[PUB-1] is shown normalized, as the room will store it", async () => {
    const world = new FakeWorld();
    const ana = world.start();
    ana.publish("a\r\nb\u202ec");
    expect(ana.pending[0]?.text).toBe("a\nbc");
  });

  test("is rejected when a hundred are pending", async () => {
    const world = new FakeWorld();
    const ana = world.start();
    for (let count = 0; count < 100; count++) ana.publish("x");
    await expect(ana.publish("x").stored).rejects.toMatchObject({ code: "outbox_full", temporary: true });
    expect(ana.pending).toHaveLength(100);
  });

  test("is rejected when 64 KiB are pending", async () => {
    const world = new FakeWorld();
    const ana = world.start();
    const text = "ü".repeat(4_000);
    for (let count = 0; count < 8; count++) ana.publish(text);
    await expect(ana.publish(text).stored).rejects.toMatchObject({ code: "outbox_full" });
    expect(ana.pending).toHaveLength(8);
  });
});

describe("a message whose reply was lost", () => {
  test("[PUB-5] is not sent again if the replay contains it", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const { stored } = ana.publish("hello");
    for (const frame of world.socket.toRoom.splice(0)) world.socket.passToRoom(frame);
    world.cut();
    expect(ana.pending).toMatchObject([{ status: { name: "waiting" } }]);
    await world.advance(1_000);
    expect(await stored).toMatchObject({ seq: 1 });
    expect(world.room.commandsOf("publish")).toHaveLength(1);
  });

  test("[PUB-5] is sent again after the replay, with `since`, in the original order", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.post("before");
    await world.settle();
    const first = ana.publish("one");
    const second = ana.publish("two");
    world.cut();
    world.room.post("meanwhile");
    ana.publish("three");
    await world.advance(1_000);
    expect(world.room.commandsOf("publish")).toMatchObject([
      { id: first.id, since: 1 },
      { id: second.id, since: 1 },
      { text: "three", since: 2 },
    ]);
    expect(world.room.texts).toEqual(["before", "meanwhile", "one", "two", "three"]);
  });

  test("[PUB-5] keeps the first `since` however often it is sent", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    ana.publish("hello");
    for (let lost = 0; lost < 3; lost++) {
      world.cut();
      world.room.post("meanwhile");
      world.room.intercept = () => "drop";
      await world.advance(1_000);
    }
    expect(world.room.commandsOf("publish").map(({ since }) => since)).toEqual([0, 0, 0]);
  });

  test("[PUB-5] [PUB-11] is sent with the `since` of the new epoch to a room with a new epoch", async () => {
    const world = new FakeWorld();
    world.room.post("old");
    const ana = await world.join();
    ana.publish("hello");
    world.cut();
    world.room.resetLog();
    await world.advance(1_000);
    expect(world.room.commandsOf("publish")).toMatchObject([{ text: "hello", since: 0 }]);
    expect(world.room.texts).toEqual(["hello"]);
  });

  test("[REC-2] is confirmed by the newest page after a reset", async () => {
    const world = new FakeWorld();
    world.room.recoveryEvents = 0;
    const ana = await world.join();
    const { stored } = ana.publish("hello");
    for (const frame of world.socket.toRoom.splice(0)) world.socket.passToRoom(frame);
    world.cut();
    await world.advance(1_000);
    expect(await stored).toMatchObject({ seq: 1 });
    expect(world.room.commandsOf("publish")).toHaveLength(1);
  });

  test("[LIVE-7] on an open connection drops that connection after 10 s", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    let drops = 1;
    world.room.intercept = () => (drops-- > 0 ? "drop" : undefined);
    const { stored } = ana.publish("hello");
    await world.advance(9_999);
    expect(world.sockets).toHaveLength(1);
    await world.advance(1_000);
    expect(world.sockets).toHaveLength(2);
    expect(await stored).toMatchObject({ text: "hello" });
  });

  test("[PUB-3] is not confirmed by another member's message with the same id", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const { id } = ana.publish("hello");
    world.room.post("my message", { id: "mallory", name: "Mallory" }, id);
    world.socket.toRoom.length = 0;
    await world.settle();
    expect(ana.pending).toMatchObject([{ id }]);
  });
});

describe("[PUB-4] a message that the room has stored before", () => {
  test("resolves with its event if that follows", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const { id, stored } = ana.publish("hello");
    world.room.intercept = () => [{ type: "stored", id, seq: 1 }];
    await world.settle();
    expect(ana.pending).toHaveLength(1);
    world.room.post("hello", ana.self, id);
    await world.settle();
    expect(await stored).toMatchObject({ seq: 1 });
    expect(ana.pending).toEqual([]);
  });

  test("[EVT-4] has a seq that is no place in the order: nothing is missing before it", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const events = recordEvents(ana, "event");
    const { id } = ana.publish("hello");
    world.room.intercept = () => [{ type: "stored", id, seq: 7 }];
    await world.settle();
    world.room.intercept = undefined;
    world.room.post("first");
    await world.settle();
    expect(events).toMatchObject([{ seq: 1 }]);
    expect(world.room.commandsOf("history")).toEqual([]);
  });

  test("is fetched from history if its event was delivered before", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const { id, stored } = ana.publish("hello");
    world.socket.toRoom.length = 0;
    // The room appends without notifying this session, so that the session's log lacks the message.
    world.room.post("hello", { id: "m1 elsewhere", name: "Ana" }, id);
    await world.settle();
    world.socket.receive(JSON.stringify({ type: "stored", id, seq: 1 }));
    expect(ana.pending).toEqual([]);
    await world.settle();
    expect(world.room.commandsOf("history")).toMatchObject([{ before: 2, limit: 1 }]);
    expect(await stored).toMatchObject({ seq: 1, at: 1_000 });
  });

  test("resolves with what is known if history has it no longer", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.post("another");
    await world.settle();
    const { id, stored } = ana.publish("hello", { replyTo: 1 });
    world.room.intercept = ({ type }) => (type === "publish" ? [{ type: "stored", id, seq: 1 }] : "drop");
    await world.advance(11_000);
    expect(await stored).toMatchObject({
      seq: 1,
      id,
      text: "hello",
      replyTo: 1,
      from: { name: ana.self?.name },
    });
  });
});

describe("a refused message", () => {
  test("[ERR-1] is shown with the reason until it is retried or discarded", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const failures = recordEvents(ana, "failure");
    world.room.intercept = (command) =>
      command.type === "publish" ? [error(command.id, "message_not_found")] : undefined;
    const { id, stored } = ana.publish("hello", { replyTo: 7 });
    const other = ana.publish("other");
    await world.settle();
    await expect(stored).rejects.toMatchObject({ code: "message_not_found", temporary: false });
    const status = { name: "failed", code: "message_not_found", message: "message_not_found!" };
    expect(ana.pending).toMatchObject([
      { id, status },
      { id: other.id, status },
    ]);
    expect(failures).toEqual([]);
    ana.discard(other.id);
    expect(ana.pending).toHaveLength(1);
    world.room.intercept = undefined;
    ana.retry(id);
    ana.retry(id);
    await world.settle();
    expect(ana.pending).toEqual([]);
    expect(world.room.messages).toMatchObject([{ id, text: "hello" }]);
  });

  test("is not sent again without a retry", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.intercept = (command) => [error("id" in command ? command.id : "", "forbidden")];
    ana.publish("hello");
    await world.settle();
    world.cut();
    await world.advance(5_000);
    expect(world.room.commandsOf("publish")).toHaveLength(1);
    expect(ana.pending).toMatchObject([{ status: { code: "forbidden" } }]);
  });

  test("[PUB-5] whose outcome is unknown gets a new id when it is retried", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const { id } = ana.publish("hello");
    world.cut();
    world.room.intercept = (command) => [error("id" in command ? command.id : "", "outcome_unknown")];
    await world.advance(1_000);
    expect(ana.pending).toMatchObject([{ id, status: { code: "outcome_unknown" } }]);
    world.room.intercept = undefined;
    ana.retry(id);
    await world.settle();
    const again = world.room.commandsOf("publish").at(-1);
    expect(again?.id).not.toBe(id);
    expect(again?.since).toBe(0);
    expect(world.room.texts).toEqual(["hello"]);
  });

  test("[PUB-3] sent before as another member fails as outcome_unknown", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    ana.publish("hello");
    world.cut();
    world.room.refuseJoin = ({ token }) =>
      token === ana.self?.token ? { code: 4503, reason: "No such token." } : undefined;
    await world.advance(5_000);
    expect(ana.state.name).toBe("online");
    expect(ana.pending).toMatchObject([{ status: { name: "failed", code: "outcome_unknown" } }]);
    expect(world.room.commandsOf("publish")).toEqual([]);
  });

  test("fails as stale an hour after it was written, and stays pending", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.network = "refused";
    world.cut();
    const { id, stored } = ana.publish("hello");
    await world.advance(3_601_000);
    world.network = "up";
    await world.advance(20_000);
    await expect(stored).rejects.toMatchObject({ code: "stale" });
    expect(world.room.texts).toEqual([]);
    ana.retry(id);
    await world.settle();
    expect(world.room.texts).toEqual(["hello"]);
  });
});

describe("a rate limit error", () => {
  test("[LIM-1] pauses sending for its retryAfterMs; then everything is sent again in order, with `since`", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const failures = recordEvents(ana, "failure");
    let isTold = false;
    world.room.intercept = (command) => {
      if (isTold || command.type !== "publish") return "drop";
      isTold = true;
      return [error(command.id, "rate_limited", { retryAfterMs: 2_000 })];
    };
    for (const text of ["one", "two", "three"]) ana.publish(text);
    await world.settle();
    expect(ana.pending.map(({ status }) => status.name)).toEqual(["waiting", "waiting", "waiting"]);
    world.room.intercept = undefined;
    ana.publish("four");
    await world.advance(1_999);
    expect(world.room.commandsOf("publish")).toHaveLength(3);
    await world.advance(500);
    expect(world.room.texts).toEqual(["one", "two", "three", "four"]);
    expect(
      world.room
        .commandsOf("publish")
        .slice(3)
        .map(({ since }) => since),
    ).toEqual([0, 0, 0, 0]);
    expect(failures).toEqual([]);
    expect(world.sockets).toHaveLength(1);
  });

  test("[LIM-1] without retryAfterMs pauses sending for a second", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.intercept = (command) => [error("id" in command ? command.id : "", "rate_limited")];
    ana.publish("one");
    await world.settle();
    world.room.intercept = undefined;
    await world.advance(999);
    expect(world.room.texts).toEqual([]);
    await world.advance(201);
    expect(world.room.texts).toEqual(["one"]);
  });

  test("[PUB-8] on a line that then stalls past the pause: what the line delivers late overtakes nothing", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    let refusals = 1;
    world.room.intercept = (command) =>
      command.type === "publish" && command.text === "two" && refusals-- > 0
        ? [error(command.id, "rate_limited", { retryAfterMs: 1_000 })]
        : undefined;
    for (const text of ["one", "two", "three", "four"]) ana.publish(text);
    const [one = "", two = "", ...late] = world.socket.toRoom.splice(0);
    for (const frame of [one, two]) world.socket.passToRoom(frame);
    await world.advance(900);
    // The room's pause ends while the rest is still on its way; the room no longer refuses by rate.
    for (const frame of late) world.socket.passToRoom(frame);
    await world.advance(5_000);
    expect(world.room.texts).toEqual(["one", "two", "three", "four"]);
    expect(ana.pending).toEqual([]);
    expect(world.sockets).toHaveLength(1);
  });

  test("[LIM-2] that answers no request is emitted as a failure", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const failures = recordEvents(ana, "failure");
    world.room.broadcast({ type: "error", code: "rate_limited", message: "Too much.", retryAfterMs: 500 });
    await world.settle();
    expect(failures).toMatchObject([{ code: "rate_limited" }]);
  });
});

test("[CMD-4] a message whose frame was too large is not sent again", async () => {
  const world = new FakeWorld();
  const ana = await world.join();
  const small = ana.publish("small");
  const large = ana.publish("large ".repeat(100));
  world.socket.toRoom.length = 0;
  world.socket.end({ code: 1009, wasClean: true });
  await world.advance(1_000);
  await expect(large.stored).rejects.toMatchObject({ code: "too_large" });
  expect(await small.stored).toMatchObject({ text: "small" });
});

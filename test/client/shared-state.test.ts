/** The shared state as the SDK has it, in a room with the real rules. */
import { describe, expect, test } from "vitest";
import type { RoomClientEvents, SharedStateChange } from "../../src/client/api.ts";
import { Emitter } from "../../src/client/emitter.ts";
import type { RoomClient } from "../../src/client/room-client.ts";
import { clientError } from "../../src/client/room-error.ts";
import { EMPTY_ROSTER } from "../../src/client/roster.ts";
import { SharedState } from "../../src/client/shared-state.ts";
import { laterWelcome } from "../../src/client/transports/later-welcome.ts";
import type { MapEvent } from "../../src/protocol/events/state.ts";
import type { Welcome } from "../../src/protocol/events/welcome.ts";
import { LAST_KEPT_KEY } from "../../src/protocol/state-keys.ts";
import { FakeWorld, flushPromises } from "../support/fake-world.ts";
import { worldWithRealRoom } from "../support/real-room-host.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { nextUncaughtException } from "../support/uncaught-exception.ts";
import { TestRoom, type TestRoomOptions } from "../support/test-room.ts";

async function anaAndBo(options: TestRoomOptions = {}) {
  const { world, host } = worldWithRealRoom(options);
  const ana = await world.join({ name: "Ana" });
  const bo = await world.join({ name: "Bo", storage: new FakeWorld().storage });
  const done = async <Value>(promise: Promise<Value>): Promise<Value> => {
    const settled = promise.catch(() => undefined);
    await world.settle();
    await settled;
    return promise;
  };
  return { world, host, ana, bo, done };
}

function valuesOf({ shared }: RoomClient): Record<string, unknown> {
  return Object.fromEntries(shared.entries().map(({ key, value }) => [key, value]));
}

function changesOf({ shared }: RoomClient): SharedStateChange[] {
  const changes: SharedStateChange[] = [];
  shared.onChange((change) => changes.push(change));
  return changes;
}

describe("[STATE-1] [STATE-2] room.shared", () => {
  test("has what others set, and says when that changes", async () => {
    const { ana, bo, done } = await anaAndBo();
    const changes = changesOf(bo);
    expect(await done(ana.shared.set("turn", "red"))).toBe(1);
    expect(bo.shared.get("turn")).toBe("red");
    expect(bo.shared.entry("turn")).toMatchObject({ version: 1, from: { name: "Ana" } });
    expect(changes).toMatchObject([{ isReset: false, entries: [{ key: "turn", value: "red" }] }]);
    await done(ana.shared.delete("turn", { ifVersion: 1 }));
    expect(bo.shared.get("turn")).toBeUndefined();
    expect(valuesOf(ana)).toEqual({});
  });

  test("gives another array of its keys after each change, and only then, as React requires", async () => {
    const { ana, bo, done } = await anaAndBo();
    const before = bo.shared.entries();
    expect(bo.shared.entries()).toBe(before);
    await done(ana.shared.set("turn", "red"));
    const after = bo.shared.entries();
    expect(after).not.toBe(before);
    expect(bo.shared.entries()).toBe(after);
  });

  test("stays as the room has it where a listener throws, and the other listeners are still called", async () => {
    const { ana, bo, done } = await anaAndBo();
    const uncaught = nextUncaughtException();
    const listenerError = new Error("a mistake of the application's");
    bo.shared.onChange(() => {
      throw listenerError;
    });
    const changes = changesOf(bo);
    await done(ana.shared.set("turn", "red"));
    expect(await uncaught).toBe(listenerError);
    expect(changes).toMatchObject([{ entries: [{ key: "turn", value: "red" }] }]);
    expect([bo.shared.isComplete, bo.state.name]).toEqual([true, "online"]);
  });

  test("rejects a set that came second, with what the key holds", async () => {
    const { ana, bo, done } = await anaAndBo();
    const first = ana.shared.set("seat", "Ana", { ifVersion: 0 });
    const refused = expect(bo.shared.set("seat", "Bo", { ifVersion: 0 })).rejects.toMatchObject({
      code: "version_mismatch",
      current: { version: 1, value: "Ana" },
    });
    await done(first);
    await refused;
    await expect(done(bo.shared.delete("none"))).rejects.toMatchObject({ code: "not_found" });
  });

  test.each([undefined, null, Number.NaN, () => 1])(
    "refuses to set a key to %s, which would delete it",
    async (value) => {
      const { ana, bo, done } = await anaAndBo();
      await done(ana.shared.set("score", 3));
      await expect(ana.shared.set("score", value)).rejects.toThrow(TypeError);
      expect(bo.shared.get("score")).toBe(3);
    },
  );

  test("updates a key by what it holds, however many do so at once", async () => {
    const { world, ana, bo, done } = await anaAndBo();
    const increment = (value: unknown) => (typeof value === "number" ? value : 0) + 1;
    const updates = [ana, bo, ana, bo].map(({ shared }) => shared.update("count", increment));
    await world.advance(1_000);
    await Promise.all(updates);
    expect([valuesOf(ana), valuesOf(bo)]).toEqual([{ count: 4 }, { count: 4 }]);
    expect(await done(bo.shared.update("count", () => undefined))).toBeUndefined();
    expect(ana.shared.entry("count")?.version).toBe(4);
  });

  test("updates a key for each of twenty members who do so at once", async () => {
    const { world } = worldWithRealRoom();
    const { between } = seededRandom(1);
    world.random = () => between(0, 999) / 1_000;
    const members = [];
    for (let number = 0; number < 20; number++)
      members.push(await world.join({ name: `Player ${number}`, storage: new FakeWorld().storage }));
    const increment = (value: unknown) => (typeof value === "number" ? value : 0) + 1;
    const updates = members.map(({ shared }) => shared.update("count", increment));
    const settled = Promise.allSettled(updates);
    await world.advance(10_000);
    const values = (await settled).map((update) =>
      update.status === "fulfilled" ? update.value : update.reason,
    );
    expect(values.toSorted((one, other) => one - other)).toEqual(members.map((_, index) => index + 1));
  });

  test("resolves each set of a key that waited for its second, with the version of the last", async () => {
    const { world, host, ana, bo, done } = await anaAndBo();
    await done(ana.shared.set("slider", 0));
    const sets = [1, 2, 3].map((value) => ana.shared.set("slider", value));
    await world.settle();
    expect(bo.shared.get("slider")).toBe(0);
    host.pass(1_000);
    expect(await done(Promise.all(sets))).toEqual([2, 2, 2]);
    expect(bo.shared.get("slider")).toBe(3);
  });
});

describe("[STATE-4] after a reconnect", () => {
  test("the kept keys are as they are now, and ephemeral ones that went meanwhile are gone", async () => {
    const { world, host, ana, bo, done } = await anaAndBo();
    await done(ana.shared.set("turn", "red"));
    await done(ana.shared.set("~ana", 1));
    await done(bo.shared.set("~bo", 1));
    expect(valuesOf(bo)).toEqual({ turn: "red", "~ana": 1, "~bo": 1 });
    world.network = "refused";
    world.cut();
    await world.settle();
    await done(ana.shared.set("turn", "yellow", { ifVersion: 1 }));
    await done(ana.shared.delete("~ana"));
    const changes = changesOf(bo);
    world.network = "up";
    await world.advance(5_000);
    host.pass(15_000);
    await world.settle();
    expect(bo.state.name).toBe("online");
    expect(valuesOf(bo)).toEqual({ turn: "yellow", "~bo": 1 });
    expect(changes[0]).toMatchObject({ isReset: true });
  });

  test("what a cleared room held is gone", async () => {
    const { world, host } = worldWithRealRoom();
    const ownerKey = host.room.own();
    const ana = await world.join({ name: "Ana" });
    const set = ana.shared.set("a", 1);
    await world.settle();
    await set;
    host.room.sendOverHttp(ownerKey, { type: "clear", id: "c" });
    host.pass(0);
    await world.settle();
    expect(valuesOf(ana)).toEqual({});
  });

  test("a state that is too large for the welcome is requested, and complete then", async () => {
    const limits = { stateJoinBytes: 400, recoveryBytes: 700 };
    const { world, ana, done } = await anaAndBo({ limits });
    for (const key of ["a", "b", "c", "d", "~e"]) await done(ana.shared.set(key, key.repeat(200)));
    const cy = world.start({ name: "Cy", storage: new FakeWorld().storage });
    expect(cy.shared.isComplete).toBe(false);
    await world.settle();
    expect(cy.shared.isComplete).toBe(true);
    expect(valuesOf(cy)).toEqual(valuesOf(ana));
    expect(cy.shared.entries()).toHaveLength(5);
  });
});

test("[STATE-4] a page that is not answered in time is requested again, until the state is complete", async () => {
  const room = new Emitter<RoomClientEvents>();
  let asked = 0;
  const shared = new SharedState(
    room,
    async () => {
      if (++asked < 3) throw clientError("timeout");
      return { type: "map", id: "m", entries: [], more: false };
    },
    new FakeWorld().environment,
  );
  room.emit("welcome", { recovered: false, state: { entries: [], more: true } } as unknown as Welcome);
  const to = { name: "online", since: 0 } as const;
  room.emit("state", { from: to, to });
  await flushPromises();
  expect([asked, shared.isComplete]).toEqual([3, true]);
});

describe.each(["events", "long_poll", "short_poll"] as const)("[STATE-5] over %s", (transport) => {
  test("a member has the kept keys and, at the latest after 15 s, the ephemeral ones", async () => {
    const { world, host } = worldWithRealRoom();
    world.enableHttp();
    const ana = await world.join({ name: "Ana" });
    world.network = "refused";
    if (transport !== "events") world.http.faults.events = "refused";
    if (transport === "short_poll") world.http.faults.polls = "long_polls_cut";
    const bo = world.start({ name: "Bo", storage: new FakeWorld().storage });
    await world.advance(30_000);
    expect(bo.transport).toBe(transport);
    const set = ana.shared.set("turn", "red");
    const pointer = ana.shared.set("~pointer", 1);
    await world.advance(20_000);
    await Promise.all([set, pointer]);
    expect(valuesOf(bo)).toEqual({ turn: "red", "~pointer": 1 });
    const deleted = ana.shared.delete("~pointer");
    const own = bo.shared.set("~bo", 2);
    await world.advance(20_000);
    await Promise.all([deleted, own]);
    host.pass(0);
    expect(valuesOf(bo)).toEqual({ turn: "red", "~bo": 2 });
    expect(valuesOf(ana)).toEqual(valuesOf(bo));
  });
});

test.each(["events", "long_poll"] as const)(
  "[STATE-5] one's own ephemeral key stays where an older welcome over %s comes behind its answer",
  async (transport) => {
    const { world } = worldWithRealRoom();
    world.enableHttp();
    world.network = "refused";
    if (transport === "long_poll") world.http.faults.events = "refused";
    const bo = world.start({ name: "Bo" });
    await world.advance(5_000);
    expect(bo.transport).toBe(transport);
    const kind = transport === "events" ? "events" : "polls";
    world.http.faults[kind] = "hangs";
    bo.wake();
    await flushPromises();
    world.http.open.findLast(({ request }) => request.kind === kind)?.deliver();
    const set = bo.shared.set("~bo", 1);
    await world.settle();
    await set;
    world.http.faults[kind] = "none";
    await world.settle();
    expect(valuesOf(bo)).toEqual({ "~bo": 1 });
  },
);

describe("[STATE-5] ephemeral keys that are too many for the welcome of a later stream or poll", () => {
  const from = { id: "ana", name: "Ana" };
  const welcome = { recovered: true, members: { count: 0, list: [] } } as unknown as Welcome;

  test("are requested: what is not among them is gone, but what was set meanwhile", async () => {
    const room = new Emitter<RoomClientEvents>();
    const pages = Promise.withResolvers<MapEvent>();
    const asked: unknown[] = [];
    const shared = new SharedState(
      room,
      (command) => {
        asked.push(command);
        return pages.promise;
      },
      new FakeWorld().environment,
    );
    const entry = (key: string, version: number) => ({ key, value: version, version, from });
    const entries = [entry("turn", 1), entry("~a", 2), entry("~b", 3)];
    room.emit("welcome", { ...welcome, recovered: false, state: { entries } });
    for (const event of laterWelcome(EMPTY_ROSTER, { ...welcome, state: { entries: [], more: true } }))
      if (event.type === "delta") room.emit("delta", event);
    room.emit("delta", { type: "delta", entries: [entry("~c", 4)] });
    pages.resolve({ type: "map", id: "m", entries: [entry("~b", 3)], more: false });
    await flushPromises();
    expect(asked).toMatchObject([{ type: "map" }]);
    expect(shared.entries().map(({ key }) => key)).toEqual(["turn", "~b", "~c"]);
  });

  test("are behind a page's key that is behind all kept ones, as the room orders them", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    for (const key of ["zz", "z".repeat(64), "=", "~", "~a"])
      ana.send({ type: "state", id: key.slice(0, 3), key, value: 1 });
    ana.send({ type: "map", id: "m", after: LAST_KEPT_KEY });
    expect(ana.last("map").entries.map(({ key }) => key)).toEqual(["~", "~a"]);
  });
});

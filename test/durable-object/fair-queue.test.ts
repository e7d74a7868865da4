/** Joins and reads of a crowd take turns (SPEC LIM-18). */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import type { RoomObject } from "../../src/durable-object/room-object.ts";
import { FairQueue, MAX_WAITING, PAUSE_MS } from "../../src/durable-object/fair-queue.ts";
import { withFrozenClock } from "../support/runtime/frozen-clock.ts";
import { uniqueRoomName } from "../support/runtime/guest.ts";

const AT_ONCE = 20;
const PER_TURN = 4;
const noop = () => undefined;

function setUp() {
  const timers: (() => void)[] = [];
  const visited: string[] = [];
  let now = 0;
  const queue = new FairQueue({
    now: () => now,
    setTimer: (run, ms) => {
      expect(ms).toBe(PAUSE_MS);
      timers.push(run);
    },
  });
  const visit = (name: string, address: string | undefined = name) =>
    queue.run(
      address,
      () => visited.push(name),
      () => visited.push(`${name} refused`),
    );
  return {
    queue,
    visited,
    visit,
    crowd: (count: number, address: string) => Array.from({ length: count }, () => visit(address)),
    advance: (ms: number) => (now += ms),
    timers: () => timers.length,
    async turn() {
      timers.shift()?.();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test("[LIM-18] up to twenty visits are handled at once, without a timer; and then twenty a second", () => {
  const room = setUp();
  const visits = room.crowd(AT_ONCE, "mia");
  expect(room.visited).toHaveLength(AT_ONCE);
  expect(visits).toEqual(room.visited.map((_, index) => index + 1));
  room.advance(1_000);
  room.crowd(AT_ONCE, "mia");
  expect(room.visited).toHaveLength(2 * AT_ONCE);
  expect(room.timers()).toBe(0);
});

test("[LIM-18] of a crowd's four are handled in each turn, with a pause between", async () => {
  const room = setUp();
  room.crowd(AT_ONCE + 10, "mallory");
  expect(room.visited).toHaveLength(AT_ONCE);
  for (const handled of [4, 8, 10]) {
    expect(room.timers()).toBe(1);
    await room.turn();
    expect(room.visited).toHaveLength(AT_ONCE + handled);
  }
  expect(room.timers()).toBe(0);
});

test("[LIM-18] a visitor from elsewhere is among the next, however many of one address wait", async () => {
  const room = setUp();
  room.crowd(AT_ONCE + 100, "mallory");
  void room.visit("mia");
  await room.turn();
  expect(room.visited.slice(AT_ONCE)).toEqual(["mallory", "mia", "mallory", "mallory"]);
});

test("[LIM-18] visits of an address are handled in their order, also those without one", async () => {
  const room = setUp();
  room.crowd(AT_ONCE, "mallory");
  for (const name of ["first", "second", "third"]) void room.visit(name, undefined);
  // By now there would be a token for it: it comes behind those who wait all the same.
  room.advance(1_000);
  void room.visit("fourth", undefined);
  await room.turn();
  expect(room.visited.slice(AT_ONCE)).toEqual(["first", "second", "third", "fourth"]);
});

test("[LIM-18] a visit that fails fails for its caller, and the next one is handled", async () => {
  const room = setUp();
  room.crowd(AT_ONCE, "mallory");
  const failing = room.queue.run("mia", () => Promise.reject(new Error("full disk")), noop);
  void room.visit("ana");
  const failed = expect(failing).rejects.toThrow("full disk");
  await room.turn();
  await failed;
  expect(room.visited.slice(AT_ONCE)).toEqual(["ana"]);
});

test("[LIM-18] [FLOW-7] no more wait than may join at once: the last of the address with most is refused for others, and its own", async () => {
  const room = setUp();
  room.crowd(AT_ONCE + MAX_WAITING, "mallory");
  await room.visit("mallory", "mallory");
  expect(room.visited.at(-1)).toBe("mallory refused");
  for (const name of ["mia", "ana"]) void room.visit(name);
  await room.turn();
  const refused = (name: string) => room.visited.filter((each) => each === `${name} refused`).length;
  expect([refused("mallory"), refused("mia"), refused("ana")]).toEqual([3, 0, 0]);
  expect(room.visited.slice(-PER_TURN)).toEqual(["mallory", "mia", "ana", "mallory"]);
});

/** An address of 2001:db8:77::/48. */
const ofNetwork = (index: number) => `2001:db8:77:${index.toString(16)}`;

test("[LIM-18] [LIM-7] a visitor from every address of an IPv6 /48 has the turns of one, shared by its addresses", async () => {
  const room = setUp();
  room.crowd(AT_ONCE, "mallory");
  for (const index of [1, 1, 1, 2, 3]) void room.visit(`mallory ${index}`, ofNetwork(index));
  for (const name of ["mia", "ana"]) void room.visit(name, name === "mia" ? "2001:db8:78:1" : name);
  await room.turn();
  expect(room.visited.slice(AT_ONCE)).toEqual(["mallory 1", "mia", "ana", "mallory 2"]);
  await room.turn();
  expect(room.visited.slice(AT_ONCE + PER_TURN)).toEqual(["mallory 3", "mallory 1", "mallory 1"]);
});

test("[LIM-18] [LIM-7] where the addresses of a /48 fill the queue, their last are refused for others", async () => {
  const room = setUp();
  room.crowd(AT_ONCE, "mallory");
  for (let index = 0; index < MAX_WAITING; index++) void room.visit("mallory", ofNetwork(index));
  for (const name of ["mia", "ana"]) void room.visit(name);
  void room.visit("mallory again", ofNetwork(7));
  await room.turn();
  const refused = room.visited.filter((each) => each.endsWith(" refused"));
  expect(refused).toEqual(["mallory refused", "mallory refused", "mallory again refused"]);
  expect(room.visited).toContain("mia");
  expect(room.visited).toContain("ana");
});

const upgrade = () =>
  new Request("https://majlis.test/?name=Mallory", {
    headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": "majlis.v1" },
  });

test("[LIM-18] of sixty who join or read at once, twenty are handled before what comes next, and all in the end", async () => {
  const room = env.ROOM.getByName(uniqueRoomName());
  const visit = async (host: RoomObject, ctx: DurableObjectState) => {
    const joins = Array.from({ length: 60 }, () => host.fetch(upgrade()));
    expect(ctx.getWebSockets()).toHaveLength(AT_ONCE);
    const reads = Array.from({ length: 60 }, () =>
      host.view({ token: undefined, address: "mia", origin: "" }),
    );
    expect(reads.every((read) => read instanceof Promise)).toBe(true);
    const statuses = (await Promise.all(joins)).map(({ status }) => status);
    expect(statuses).toEqual(Array(60).fill(101));
    expect(ctx.getWebSockets()).toHaveLength(60);
    expect((await Promise.all(reads)).every(({ ok }) => ok)).toBe(true);
  };
  await withFrozenClock(() => runInDurableObject(room, visit));
});

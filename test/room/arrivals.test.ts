import { expect, test } from "vitest";
import type { Limits } from "../../src/protocol/limits.ts";
import type { JoinRefusal } from "../../src/room/admission.ts";
import { TestRoom, type TestGuest } from "../support/test-room.ts";

const ADDRESS = "192.0.2.7";
const PLENTY = { perSecond: 1_000, burst: 10_000 };
const { now: NOW } = new TestRoom();

function joinMany(room: TestRoom, count: number, addressOf: (index: number) => string | undefined) {
  const joins = Array.from({ length: count }, (_, index) =>
    room.attemptJoin(undefined, { address: addressOf(index) }),
  );
  return {
    guests: joins.flatMap((join): TestGuest[] => (join.ok ? [join.value] : [])),
    refusals: joins.flatMap((join): JoinRefusal[] => (join.ok ? [] : [join.failure])),
  };
}

function tokenOf(guest: TestGuest): string {
  return guest.last("welcome").self.token;
}

test("[LIM-9] a client that joins and leaves again and again is refused, with the rate and when to come back", () => {
  const room = new TestRoom();
  const { token } = room.join("Mal", { address: ADDRESS }).last("welcome").self;
  let refusal: JoinRefusal | undefined;
  let joins = 0;
  for (; refusal === undefined; joins++) {
    const joined = room.attemptJoin(undefined, { token, address: ADDRESS });
    if (joined.ok) room.leave(joined.value);
    else refusal = joined.failure;
  }
  expect(joins).toBe(51);
  expect(refusal).toEqual({
    close: "flood",
    failure: {
      code: "rate_limited",
      message: "At most 10 joins a second from one member, in bursts of 50.",
      retryAfterMs: 1_000,
    },
  });
  expect(room.attemptJoin("Ana", { address: ADDRESS }).ok).toBe(true);
  room.now += 1_000;
  expect(room.attemptJoin(undefined, { token, address: ADDRESS }).ok).toBe(true);
});

test.each<[string, Partial<Limits>, (index: number) => string | undefined, string, JoinRefusal["concerns"]]>([
  [
    "an address",
    { addressJoinRate: { perSecond: 1, burst: 3 } },
    () => ADDRESS,
    "At most 1 joins a second from one address, in bursts of 3.",
    { per: "address", what: "joins" },
  ],
  [
    "a /48",
    { addressJoinRate: { perSecond: 1, burst: 3 }, networkAddresses: 2 },
    (index) => `2001:db8:1:${index}`,
    "At most 2 joins a second from one IPv6 /48, in bursts of 6.",
    { per: "network", what: "joins" },
  ],
  [
    "the room",
    { roomJoinRate: { perSecond: 1, burst: 4 } },
    () => undefined,
    "At most 1 joins a second in all, in bursts of 4.",
    undefined,
  ],
  [
    "new guests of an address",
    { addressGuestRate: { perSecond: 1, burst: 3 } },
    () => ADDRESS,
    "At most 1 new guests a second from one address, in bursts of 3.",
    { per: "address", what: "new guests" },
  ],
])("[LIM-9] [LIM-6] [LIM-17] joins are counted for %s", (_, limits, addressOf, message, concerns) => {
  const room = new TestRoom({ limits });
  const { guests, refusals } = joinMany(room, 10, addressOf);
  expect(guests.length + refusals.length).toBe(10);
  expect(new Set(refusals.map(({ close, failure }) => `${close}: ${failure?.message}`))).toEqual(
    new Set([`flood: ${message}`]),
  );
  for (const refusal of refusals) expect(refusal.concerns).toEqual(concerns);
  const [, burst] = /bursts of (\d+)/.exec(message) ?? [];
  expect(guests).toHaveLength(Number(burst));
  room.now += 1_000;
  expect(room.attemptJoin("Ana", { address: addressOf(0) }).ok).toBe(true);
});

test("[LIM-11] an address whose connections were closed as floods cannot join for a time; others can, and its members stay", () => {
  const room = new TestRoom({ limits: { addressFloodRate: { perSecond: 1, burst: 3 } } });
  const quiet = room.join("Quiet", { address: ADDRESS });
  for (let flood = 0; flood < 3; flood++) room.room.noteFlood({ address: ADDRESS });
  expect(room.attemptJoin("Mallory", { address: ADDRESS })).toMatchObject({
    ok: false,
    failure: {
      close: "flood",
      concerns: { per: "address", what: "connections closed as floods" },
      failure: {
        message: "At most 1 connections closed as floods a second from one address, in bursts of 3.",
        retryAfterMs: 1_000,
      },
    },
  });
  expect(room.attemptJoin("Ana", { address: "198.51.100.1" }).ok).toBe(true);
  expect(quiet.publish("I am still here")[0]?.type).toBe("message");
  room.now += 1_000;
  expect(room.attemptJoin("Ana", { address: ADDRESS }).ok).toBe(true);
});

test("[LIM-11] connections of an address that flood at once all count: on average one a second can, however many they are", () => {
  const room = new TestRoom({ limits: { addressFloodRate: { perSecond: 1, burst: 3 } } });
  const floodOnce = (connections: number) => {
    for (let flood = 0; flood < connections; flood++) room.room.noteFlood({ address: ADDRESS });
  };
  let floods = 0;
  for (let second = 0; second < 600; second++) {
    if (room.attemptJoin("Mallory", { address: ADDRESS }).ok) {
      floodOnce(3);
      floods += 3;
    }
    room.now += 1_000;
  }
  expect(floods / 600).toBeLessThan(1.1);
  floodOnce(1_000);
  expect(room.attemptJoin("Mallory", { address: ADDRESS })).toMatchObject({
    failure: { failure: { retryAfterMs: 4_000 } },
  });
});

test("[LIM-7] [LIM-11] a /48 whose connections were closed as floods cannot join, at four times the rate", () => {
  const room = new TestRoom({ limits: { addressFloodRate: { perSecond: 1, burst: 3 } } });
  for (let flood = 0; flood < 12; flood++) room.room.noteFlood({ address: `2001:db8:1:${flood}` });
  expect(room.attemptJoin("Mallory", { address: "2001:db8:1:ff" })).toMatchObject({
    failure: { close: "flood", concerns: { per: "network", what: "connections closed as floods" } },
  });
  expect(room.attemptJoin("Ana", { address: "2001:db8:2:1" }).ok).toBe(true);
});

test("[LIM-9] polls that follow each other are one visit of the member", () => {
  const room = new TestRoom();
  const client = { session: "poll", generation: 0, isSocket: false };
  let { token } = room.join("Ana", { client }).last("welcome").self;
  for (let poll = 0; poll < 500; poll++) token = tokenOf(room.join(undefined, { token, client }));
  expect(room.read.view().members).toBe(1);
});

test("[LIM-9] what one limit refuses does not count in the others", () => {
  const room = new TestRoom({
    limits: { addressJoinRate: { perSecond: 1, burst: 2 }, roomJoinRate: { perSecond: 1, burst: 5 } },
  });
  expect(joinMany(room, 50, () => ADDRESS).guests).toHaveLength(2);
  expect(joinMany(room, 5, (index) => `198.51.100.${index}`).guests).toHaveLength(3);
});

test("[LIM-8] [LIM-9] three networks that join without end keep no one else out", () => {
  const limits = {
    addressGuestRate: PLENTY,
    addressJoinRate: { perSecond: 10, burst: 100 },
    roomJoinRate: { perSecond: 100, burst: 500 },
  };
  const room = new TestRoom({ limits });
  const refused: unknown[] = [];
  let refusedFlooders = 0;
  for (let step = 0; step < 250; step++) {
    room.now += 40;
    for (let flooder = 0; flooder < 12; flooder++) {
      const joined = room.attemptJoin(undefined, { address: `2001:db8:${flooder % 3}:${step % 50}` });
      if (joined.ok) room.leave(joined.value);
      else refusedFlooders += 1;
    }
    const ana = room.attemptJoin("Ana", { address: `198.51.100.${step}` });
    if (!ana.ok) refused.push(ana.failure);
  }
  expect(refusedFlooders).toBeGreaterThan(0);
  expect(refused).toEqual([]);
});

test("[LIM-9] a refused join writes nothing: it creates no room", () => {
  const room = new TestRoom({ limits: { roomJoinRate: { perSecond: 1, burst: 1 } } });
  expect(room.tryJoin("bad:name")).toBe("invalid_name");
  expect(room.tryJoin("Ana")).toBe("flood");
  expect(room.read.view().born).toBe(false);
});

test("[LIM-9] [LIM-10] an office of two hundred with two tabs each gets in at once after a deploy, in one second", () => {
  const room = new TestRoom();
  const people = Array.from({ length: 200 }, () => room.join(undefined, { address: ADDRESS }));
  const tokens = people.map(tokenOf);
  people.forEach((guest) => room.leave(guest));
  room.evict();
  const refused = [0, 1].flatMap(() =>
    tokens.filter((token) => !room.attemptJoin(undefined, { token, address: ADDRESS }).ok),
  );
  expect(refused).toEqual([]);
  expect(room.read.view().members).toBe(200);
});

test("[LIM-10] an address may have so many connections at once, and a /48 four times as many", () => {
  const limits = { addressConnections: 5, addressGuestRate: PLENTY };
  const room = new TestRoom({ limits });
  const { guests, refusals } = joinMany(room, 8, () => ADDRESS);
  expect(guests).toHaveLength(5);
  expect(refusals[0]).toEqual({
    close: "too_many_connections",
    failure: {
      code: "too_many_connections",
      message: "At most 5 connections at once from one address. Try again later.",
      retryAfterMs: 10_000,
    },
  });
  const ofNetwork = joinMany(room, 30, (index) => `2001:db8:1:${index}`);
  expect(ofNetwork.guests).toHaveLength(20);
  expect(ofNetwork.refusals[0]?.failure?.message).toContain(
    "At most 20 connections at once from one IPv6 /48.",
  );
  expect(joinMany(room, 50, () => undefined).guests).toHaveLength(50);
  const [first] = guests;
  if (first !== undefined) room.leave(first);
  expect(room.tryJoin("Ana", { address: ADDRESS })).not.toBe("too_many_connections");
});

test("[LIM-10] anonymous readers are counted, a connection that takes another's place is not", () => {
  const room = new TestRoom({ limits: { addressConnections: 2 } });
  const client = { session: "phone", generation: 1, isSocket: true };
  const { token } = room.join("Ana", { address: ADDRESS, client }).last("welcome").self;
  expect(room.attemptJoin(undefined, { address: ADDRESS, invisible: true }).ok).toBe(true);
  expect(room.attemptJoin(undefined, { address: ADDRESS, invisible: true })).toMatchObject({
    failure: { close: "too_many_connections" },
  });
  const again = { token, address: ADDRESS, client: { ...client, generation: 2 } };
  expect(room.attemptJoin(undefined, again).ok).toBe(true);
  expect(room.tryJoin(undefined, { token, address: ADDRESS })).toBe("too_many_connections");
});

test("[LIM-10] connections are counted again after an eviction, and a rename or another member changes nothing", () => {
  const room = new TestRoom({ limits: { addressConnections: 2 } });
  const ana = room.join("Ana", { address: ADDRESS });
  const bo = room.join("Bo", { address: ADDRESS });
  room.evict();
  expect(room.tryJoin("Cy", { address: ADDRESS })).toBe("too_many_connections");
  ana.send({ type: "rename", id: "r", name: "Anna" });
  ana.send({ type: "authenticate", id: "a", token: tokenOf(bo) });
  expect(room.tryJoin("Cy", { address: ADDRESS })).toBe("too_many_connections");
  room.leave(bo);
  expect(room.tryJoin("Cy", { address: ADDRESS })).not.toBe("too_many_connections");
});

test("[LIM-10] a member may have so many connections at once, from wherever, also by authenticate", () => {
  const room = new TestRoom({ limits: { memberConnections: 3 } });
  const client = { session: "phone", generation: 1, isSocket: true };
  const ana = room.join("Ana", { address: "192.0.2.1", client });
  const token = tokenOf(ana);
  for (const address of ["192.0.2.2", undefined]) room.join(undefined, { token, address });
  expect(room.attemptJoin(undefined, { token, address: "192.0.2.4" })).toMatchObject({
    failure: {
      close: "too_many_connections",
      failure: {
        message: "At most 3 connections at once from one member. Try again later.",
        retryAfterMs: 10_000,
      },
    },
  });
  const bo = room.join("Bo");
  expect(bo.send({ type: "authenticate", id: "b", token })).toMatchObject([
    { type: "error", id: "b", code: "too_many_connections", retryAfterMs: 10_000 },
  ]);
  expect(ana.send({ type: "authenticate", id: "a", token })).toMatchObject([{ type: "presence", id: "a" }]);
  const again = { token, address: "192.0.2.5", client: { ...client, generation: 2 } };
  expect(room.attemptJoin(undefined, again).ok).toBe(true);
});

test("[LIM-9] a clock that steps back admits and refuses as before", () => {
  const room = new TestRoom({ limits: { roomJoinRate: { perSecond: 1, burst: 1 } } });
  room.join("Ana");
  room.now = NOW - 86_400_000;
  expect(room.tryJoin("Bo")).toBe("flood");
  room.now += 1_000;
  expect(room.tryJoin("Bo")).not.toBe("flood");
});

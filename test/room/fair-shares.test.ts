import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { BucketTable, MAX_BUCKETS } from "../../src/room/rates/bucket-table.ts";
import { FairBucket } from "../../src/room/rates/fair-bucket.ts";
import { Throttle } from "../../src/room/rates/throttle.ts";
import { TestRoom, type TestGuest } from "../support/test-room.ts";

const FLOOD_MS = 10_000;
const STEP_MS = 20;

/** Each of `flooders` acts `perStep` times every 20 ms for 10 s; `act` once every 200 ms. Returns how often that was. */
function duringFlood(room: TestRoom, flood: (step: number) => void, act: (step: number) => void): number {
  let acts = 0;
  for (let step = 0; step * STEP_MS < FLOOD_MS; step++) {
    flood(step);
    if (step % 10 === 9) {
      act(step);
      acts += 1;
    }
    room.now += STEP_MS;
  }
  return acts;
}

function signalsFrom(reader: TestGuest, sender: TestGuest): number {
  return reader.all("signal").filter(({ from }) => from.id === sender.session.member).length;
}

test("[LIM-8] sixty guests of one address cannot silence the signals of a member at another", () => {
  const room = new TestRoom();
  const guests = Array.from({ length: 60 }, () => room.join(undefined, { address: "192.0.2.7" }));
  const victim = room.join("Ana", { address: "198.51.100.1" });
  const reader = room.join("Bo", { address: "198.51.100.2" });
  const sent = duringFlood(
    room,
    () => guests.forEach((guest) => guest.send({ type: "signal", data: 0 })),
    () => victim.send({ type: "signal", data: 1 }),
  );
  expect(sent).toBe(50);
  expect(signalsFrom(reader, victim)).toBe(sent);
});

test("[LIM-8] one member cannot silence the signals and the typing of the others of their address", () => {
  const room = new TestRoom();
  const address = "192.0.2.7";
  const [flooder, ana, bo] = ["Mal", "Ana", "Bo"].map((name) => room.join(name, { address }));
  if (flooder === undefined || ana === undefined || bo === undefined) throw new Error("three joined");
  const sent = duringFlood(
    room,
    () => Array.from({ length: 20 }, () => flooder.send({ type: "signal", data: 0 })),
    (step) => ana.send(step % 20 === 9 ? { type: "signal", data: 1 } : { type: "typing", on: true }),
  );
  expect(signalsFrom(bo, ana) + bo.all("typing").length).toBe(sent);
});

test("[LIM-8] signals of a flood still use what no one else needs", () => {
  const room = new TestRoom();
  const guests = Array.from({ length: 60 }, () => room.join(undefined, { address: "192.0.2.7" }));
  const reader = room.join("Bo", { address: "198.51.100.2" });
  duringFlood(
    room,
    () => guests.forEach((guest) => guest.send({ type: "signal", data: 0 })),
    () => {},
  );
  const { perSecond, burst } = DEFAULT_LIMITS.signalRate;
  expect(reader.all("signal").length).toBeGreaterThan((perSecond * FLOOD_MS) / 1_000);
  expect(reader.all("signal").length).toBeLessThan((perSecond * FLOOD_MS) / 1_000 + burst);
});

test.each([
  ["one IPv6 /48, each at a /64 of its own", (guest: number) => `2001:db8:1:${guest.toString(16)}`],
  ["two of them", (guest: number) => `2001:db8:${guest % 2}:${guest.toString(16)}`],
  ["ten IPv4 addresses", (guest: number) => `192.0.2.${guest % 10}`],
])("[LIM-8] [LIM-1] 150 flooding guests of %s cost no one else a message", (_, addressOf) => {
  const room = new TestRoom();
  const guests = Array.from({ length: 150 }, (__, guest) =>
    room.join(undefined, { address: addressOf(guest) }),
  );
  const victim = room.join("Ana", { address: "198.51.100.1" });
  const refused: unknown[] = [];
  const sent = duringFlood(
    room,
    () => guests.forEach((guest) => guest.publish("flood")),
    (step) => {
      const [answer] = victim.publish(`${step}`);
      if (answer?.type !== "message") refused.push(answer);
    },
  );
  expect(sent).toBe(50);
  expect(refused).toEqual([]);
});

test("[LIM-8] a class of thirty behind one address publishes, reacts and points without a refusal", () => {
  const room = new TestRoom();
  const pupils = Array.from({ length: 30 }, () => room.join(undefined, { address: "192.0.2.7" }));
  const teacher = room.join("Ana", { address: "198.51.100.1" });
  let pointed = 0;
  duringFlood(
    room,
    (step) => {
      // Each pupil's pointer ten times a second.
      if (step % 5 !== 0) return;
      for (const pupil of pupils) pupil.send({ type: "signal", data: step });
      pointed += pupils.length;
    },
    (step) => {
      // All write or react within one second, every five.
      if (step % 250 !== 9) return;
      for (const pupil of pupils) expect(pupil.publish("hello")[0]?.type).toBe("message");
      const { seq } = teacher.last("message");
      for (const pupil of pupils)
        expect(pupil.send({ type: "react", id: `r${seq}`, seq, emoji: "👍", on: true })[0]?.type).toBe(
          "reaction",
        );
    },
  );
  expect(teacher.all("signal")).toHaveLength(pointed);
});

test("[LIM-8] beyond their share each sender may use the room's rate, but a part of the burst is left to the others", () => {
  const rate = { perSecond: 10, burst: 100 };
  const take = (bucket: FairBucket, member: string, address: string) =>
    Array.from({ length: 200 }, () => bucket.claim({ member, address }, 0).take(0)).filter(Boolean).length;
  // One member leaves three quarters beyond their share,
  expect(take(new FairBucket(rate, DEFAULT_LIMITS), "ana", "192.0.2.7")).toBe(25);
  // the members of one address leave half together,
  const byAddress = new FairBucket(rate, DEFAULT_LIMITS);
  const ofAddress = Array.from({ length: 200 }, (_, member) =>
    byAddress.claim({ member: `${member}`, address: "192.0.2.7" }, 0).take(0),
  );
  expect(ofAddress.filter(Boolean)).toHaveLength(50);
  // those of one /48 a quarter,
  const byNetwork = new FairBucket(rate, DEFAULT_LIMITS);
  const ofNetwork = Array.from({ length: 200 }, (_, member) =>
    byNetwork.claim({ member: `${member}`, address: `2001:db8:1:${member.toString(16)}` }, 0).take(0),
  );
  expect(ofNetwork.filter(Boolean)).toHaveLength(75);
  // and a member within their share gets the rest.
  expect(byNetwork.claim({ member: "bo", address: "198.51.100.1" }, 0).take(0)).toBe(true);
});

test("[LIM-8] a sender that stops flooding has their share back within four seconds", () => {
  const bucket = new FairBucket({ perSecond: 10, burst: 20 }, DEFAULT_LIMITS);
  const claim = (now: number) => bucket.claim({ member: "ana", address: undefined }, now);
  for (let count = 0; count < 1_000; count++) claim(0).take(0);
  expect(claim(4_000).waitMs(4_000)).toBe(0);
});

test("[LIM-8] keys that a client makes up cannot grow the memory, and cost the same each", () => {
  const table = new BucketTable({ perSecond: 1, burst: 2 });
  for (let key = 0; key < 5 * MAX_BUCKETS; key++) table.bucket(`${key}`, 0).charge(0);
  expect(table.size).toBe(MAX_BUCKETS);
  const idle = new BucketTable({ perSecond: 1_000, burst: 1 });
  for (let key = 0; key < 20_000; key++) idle.bucket(`${key}`, key).charge(key);
  expect(idle.size).toBeLessThan(3_000);
});

test("[LIM-1] cooldowns are bounded, also where none has expired", () => {
  const throttle = new Throttle({ ...DEFAULT_LIMITS, memberRate: { perSecond: 1, burst: 1 } });
  for (let member = 0; member < 20_000; member++)
    for (let count = 0; count < 2; count++)
      throttle.command({ connection: `${member}`, member: `${member}`, address: undefined }, member);
  expect((throttle as unknown as { cooldowns: Map<string, unknown> }).cooldowns.size).toBeLessThan(5_000);
});

import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { Throttle } from "../../src/room/rates/throttle.ts";
import { utf8Bytes } from "../../src/text/lengths.ts";
import { crowdOn } from "../contract/crowd.ts";
import { TestRoom } from "../support/test-room.ts";

const HIGH_RATE = { perSecond: 1_000, burst: 10_000 };

test("[LIM-1] a burst is stored, the first excess command is answered with a retry delay, the rest are dropped", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  const answers = Array.from({ length: 60 }, (_, count) => ana.publish(`${count}`));
  expect(bo.texts).toHaveLength(20);
  expect(answers[20]).toMatchObject([
    {
      type: "error",
      code: "rate_limited",
      message: "At most 10 a second, in bursts of 20. Wait, then go on.",
      retryAfterMs: 1_000,
    },
  ]);
  expect(answers.slice(21).flat()).toEqual([]);
});

test("[LIM-1] refused commands can be resent in order after the cooldown: nothing overtakes them", () => {
  const room = new TestRoom({ limits: { memberRate: { perSecond: 2, burst: 2 } } });
  const [ana, bo] = room.joinAll("Ana", "Bo");
  for (const text of ["1", "2", "3"]) ana.publish(text);
  room.now += 900;
  // A token is available again, but a later command must not overtake the refused one.
  ana.publish("4");
  expect(bo.texts).toEqual(["1", "2"]);
  room.now += 100;
  ana.publish("3");
  ana.publish("4");
  expect(bo.texts).toEqual(["1", "2", "3", "4"]);
});

test("[PUB-8] what a stalled line delivers after the cooldown does not overtake the refused command", () => {
  const room = new TestRoom({ limits: { memberRate: { perSecond: 2, burst: 2 } } });
  const [ana, bo] = room.joinAll("Ana", "Bo");
  const send = (text: string, previous?: string) =>
    ana.publish(text, { id: `m${text}`, since: 0, ...(previous === undefined ? {} : { previous }) });
  send("1");
  send("2", "m1");
  expect(send("3", "m2")).toMatchObject([{ code: "rate_limited", retryAfterMs: 1_000 }]);
  // Sent before that answer, delivered after the cooldown.
  room.now += 2_000;
  expect(send("4", "m3")).toMatchObject([{ id: "m4", code: "out_of_order", retryAfterMs: 1_000 }]);
  room.now += 2_000;
  send("3", "m2");
  send("4", "m3");
  expect(bo.texts).toEqual(["1", "2", "3", "4"]);
});

test("[PUB-8] the message before is found after an eviction, and another member's is not taken for it", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("1", { id: "x" });
  room.evict();
  expect(bo.publish("2", { id: "y", since: 0, previous: "x" })).toMatchObject([{ code: "out_of_order" }]);
  expect(ana.publish("2", { id: "y", since: 0, previous: "x" })).toMatchObject([{ type: "message", seq: 2 }]);
});

test("[LIM-1] one member's flood does not limit the others", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  for (let count = 0; count < 100; count++) ana.publish("flood");
  expect(bo.publish("calm")).toMatchObject([{ type: "message", text: "calm" }]);
});

test("[LIM-1] reconnecting does not refill the burst", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  for (let count = 0; count < 20; count++) ana.publish("flood");
  room.leave(ana);
  const rejoined = room.join(undefined, { token: ana.last("welcome").self.token });
  expect(rejoined.publish("more")).toMatchObject([{ code: "rate_limited" }]);
});

test("[LIM-1] commands are counted by address over all its members, and not where it is unknown", () => {
  const room = new TestRoom({ limits: { addressRate: { perSecond: 1, burst: 3 } } });
  const guests = [1, 2, 3, 4].map(() => room.join(undefined, { address: "192.0.2.7" }));
  const answers = guests.map((guest) => guest.publish("hi")[0]?.type);
  expect(answers).toEqual(["message", "message", "message", "error"]);
  expect([1, 2, 3, 4].map(() => room.join().publish("hi")[0]?.type)).not.toContain("error");
});

test("[LIM-1] the room's rate limits all members together", () => {
  const room = new TestRoom({ limits: { roomRate: { perSecond: 1, burst: 2 } } });
  const [ana, bo, cy] = room.joinAll("Ana", "Bo", "Cy");
  expect([ana, bo, cy].map((guest) => guest.publish("hi")[0]?.type)).toEqual(["message", "message", "error"]);
});

describe("[LIM-1] a text counts as a command for each KiB", () => {
  const KIB = 1_024;
  const big = "字".repeat(4_000);
  const address = "203.0.113.7";

  test("so that one address cannot make slow who reads everything", () => {
    const room = new TestRoom();
    const ana = room.join("Ana", { address: "198.51.100.1" });
    const guests = Array.from({ length: 20 }, (_, index) => room.join(`M${index}`, { address }));
    for (let round = 0; round < 20; round++) for (const guest of guests) guest.publish(big);
    expect(ana.texts.length).toBeGreaterThan(0);
    expect(ana.texts.length * utf8Bytes(big)).toBeLessThan(DEFAULT_LIMITS.slowBytes / 4);
  });

  test("nor can all together, with one burst", () => {
    const room = new TestRoom();
    const ana = room.join("Ana", { address: "198.51.100.1" });
    const guests = Array.from({ length: 200 }, (_, index) =>
      room.join(`M${index}`, { address: `203.0.113.${index}` }),
    );
    for (const guest of guests) guest.publish(big);
    expect(ana.texts.length * utf8Bytes(big)).toBeLessThan(DEFAULT_LIMITS.slowBytes);
  });

  test("of an edit too; the longest one is admitted however low the rate is", () => {
    const room = new TestRoom({ limits: { addressRate: { perSecond: 1, burst: 3 } } });
    const ana = room.join("Ana", { address: "198.51.100.1" });
    const bo = room.join("Bo", { address });
    expect(ana.publish(big)).toMatchObject([{ type: "message" }]);
    room.now += 3_000;
    expect(ana.publish("a second too soon")).toMatchObject([{ code: "rate_limited", retryAfterMs: 1_000 }]);
    room.now += 1_000;
    expect(ana.publish("in time")).toMatchObject([{ type: "message" }]);
    const [message] = bo.publish("short");
    const seq = message?.type === "message" ? message.seq : 0;
    expect(bo.send({ type: "edit", id: "longer", seq, text: big })).toMatchObject([{ type: "edit" }]);
    expect(bo.publish("too soon")).toMatchObject([{ code: "rate_limited" }]);
  });

  test("of the value of a key too", () => {
    const room = new TestRoom({ limits: { addressRate: { perSecond: 1, burst: 3 } } });
    const ana = room.join("Ana", { address });
    const value = "x".repeat(4_000);
    for (const key of ["~pointer", "board"]) {
      expect(ana.send({ type: "state", id: key, key, value })[0]?.type).not.toBe("error");
      expect(ana.publish("too soon")).toMatchObject([{ code: "rate_limited" }]);
      room.now += 7_000;
    }
  });

  test("but not of the member: one who pastes some long texts is not held up", () => {
    const ana = new TestRoom().join("Ana", { address });
    const answers = Array.from({ length: 10 }, () => ana.publish(big)[0]?.type);
    expect(new Set(answers)).toEqual(new Set(["message"]));
  });

  test("of a restored message too, with the names of those who reacted", () => {
    const room = new TestRoom({ limits: { addressRate: { perSecond: 1, burst: 5 } } });
    const ana = room.join("Ana", { address });
    ana.publish("tea?");
    const name = "字".repeat(40);
    const guests = Array.from({ length: 10 }, (_, index) =>
      room.join(`${name.slice(2)}${index}`, { address: `198.51.100.${index}` }),
    );
    for (const guest of guests) guest.send({ type: "react", id: "r", seq: 1, emoji: "🍵", on: true });
    for (const statement of crowdOn(1)) room.database.exec(statement);
    room.now += 5_000;
    ana.send({ type: "delete", id: "d", seq: 1 });
    expect(ana.send({ type: "restore", id: "u", seq: 1 })).toMatchObject([{ type: "restore" }]);
    expect(ana.publish("too soon")).toMatchObject([{ code: "rate_limited" }]);
  });

  test("of a text of up to 1 KiB it is one", () => {
    const room = new TestRoom({ limits: { addressRate: { perSecond: 1, burst: 3 } } });
    const ana = room.join("Ana", { address });
    const answers = Array.from({ length: 4 }, () => ana.publish("x".repeat(KIB))[0]?.type);
    expect(answers).toEqual(["message", "message", "message", "error"]);
  });
});

test("[LIM-2] a client that keeps sending during its cooldown is closed as a flood", () => {
  const room = new TestRoom({ limits: { droppedFrames: 5 } });
  const ana = room.join("Ana");
  for (let count = 0; count < 26; count++) ana.publish("flood");
  expect(ana.closed).toBeUndefined();
  ana.publish("one too many");
  expect(ana.closed).toBe("flood");
});

test("[LIM-2] frames of any kind are rate limited before they are decoded", () => {
  const room = new TestRoom({ limits: { frameRate: { perSecond: 10, burst: 2 }, droppedFrames: 2 } });
  const { session } = room.join("Ana");
  const verdicts = Array.from({ length: 6 }, () => room.room.admitFrame(session).kind);
  expect(verdicts).toEqual(["admitted", "admitted", "warned", "dropped", "dropped", "flood"]);
});

test("[LIM-11] one address is a flood also with many connections, each within its own rate", () => {
  const room = new TestRoom({ limits: { addressFrameRate: { perSecond: 10, burst: 30 } } });
  const [mallory, ...others] = [1, 2, 3, 4].map((each) => room.join(`M${each}`, { address: "203.0.113.9" }));
  const ana = room.join("Ana", { address: "198.51.100.1" });
  for (const { session } of others)
    for (let frame = 0; frame < 10; frame++) expect(room.room.admitFrame(session).kind).toBe("admitted");
  expect(room.room.admitFrame(mallory!.session).kind).toBe("flood");
  expect(room.room.admitFrame(ana.session).kind).toBe("admitted");
  room.now += 1_000;
  expect(room.room.admitFrame(mallory!.session).kind).toBe("admitted");
});

test("[LIM-7] [LIM-11] many /64s of one /48 are a flood together, at four times the rate of an address", () => {
  const room = new TestRoom({ limits: { addressFrameRate: { perSecond: 10, burst: 10 } } });
  const flood = [1, 2, 3, 4, 5].map((each) => room.join(`M${each}`, { address: `2001:db8:1:${each}` }));
  const ana = room.join("Ana", { address: "2001:db8:2:1" });
  const verdicts = flood.flatMap(({ session }) =>
    Array.from({ length: 10 }, () => room.room.admitFrame(session).kind),
  );
  expect(verdicts.filter((kind) => kind === "admitted")).toHaveLength(40);
  expect(verdicts.slice(40)).toEqual(Array(10).fill("flood"));
  expect(room.room.admitFrame(ana.session).kind).toBe("admitted");
});

test("[LIM-1] a rename counts once for each connection of its member", () => {
  const limits = { addressRate: { perSecond: 1, burst: 20 } };
  const room = new TestRoom({ limits });
  const ana = room.join("Ana", { address: "203.0.113.7" });
  const { token } = ana.last("welcome").self;
  for (let connection = 1; connection < 20; connection++)
    room.join(undefined, { token, address: "203.0.113.7" });
  expect(ana.send({ type: "rename", id: "r", name: "Ann" })).toMatchObject([{ type: "presence" }]);
  expect(ana.publish("too soon")).toMatchObject([{ code: "rate_limited" }]);
});

test("[LIM-1] a clock that steps back neither refills a bucket nor locks it", () => {
  const room = new TestRoom({ limits: { memberRate: { perSecond: 1, burst: 1 }, roomRate: HIGH_RATE } });
  const ana = room.join("Ana");
  expect(ana.publish("1")[0]?.type).toBe("message");
  room.now -= 86_400_000;
  expect(ana.publish("2")[0]?.type).toBe("error");
  room.now += 1_000;
  expect(ana.publish("3")[0]?.type).toBe("message");
});

test("[HTTP-5] HTTP publishes are counted by address, and every refusal has a retry delay", () => {
  const room = new TestRoom({ limits: { memberRate: { perSecond: 1, burst: 2 } } });
  const publish = (address: string) => room.post("hi", { address });
  const answers = [1, 2, 3, 4].map(() => publish("192.0.2.7"));
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, false, false]);
  expect(answers[3]).toMatchObject({ failure: { code: "rate_limited", retryAfterMs: 1_000 } });
  expect(publish("192.0.2.8").ok).toBe(true);
});

test("[LIM-4] signals and typing above the room's rate are dropped", () => {
  const room = new TestRoom({ limits: { signalRate: { perSecond: 1, burst: 3 } } });
  const [ana, bo] = room.joinAll("Ana", "Bo");
  for (let count = 0; count < 10; count++) ana.send({ type: "signal", data: count });
  expect(bo.all("signal").map(({ data }) => data)).toEqual([0, 1, 2]);
  expect(ana.received.filter(({ type }) => type === "error")).toEqual([]);
});

test("[LIM-1] authenticate is rated like a rename", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  const { token } = ana.last("welcome").self;
  const answers = Array.from({ length: 30 }, () => ana.send({ type: "authenticate", id: "a", token }));
  expect(answers[20]).toMatchObject([{ code: "rate_limited" }]);
});

test("[LIM-1] expired cooldowns of HTTP senders are evicted", () => {
  const throttle = new Throttle({ ...DEFAULT_LIMITS, roomRate: { perSecond: 1, burst: 1 } });
  for (let count = 0; count < 20_000; count++) {
    throttle.command({ connection: `http ${count}`, member: `${count}`, address: undefined }, count * 100);
  }
  expect((throttle as unknown as { cooldowns: Map<string, unknown> }).cooldowns.size).toBeLessThan(5_000);
});

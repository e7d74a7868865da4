/** Slow mode (SPEC SET-5). */
import { describe, expect, test } from "vitest";
import { MAX_SENDERS, SlowMode } from "../../src/room/authority/slow-mode.ts";
import { TestRoom, type TestGuest } from "../support/test-room.ts";

const ADDRESS = "192.0.2.7";
const INTERVAL_S = 60;

function slowRoom() {
  const room = new TestRoom();
  return { room, ownerKey: room.own({ slowModeSeconds: INTERVAL_S }) };
}

const SLOW = { type: "error", code: "slow_mode" };

describe("[SET-5] in slow mode", () => {
  test("a member's next message is refused until the time has passed, with what is left of it", () => {
    const { room } = slowRoom();
    const ana = room.join("Ana");
    expect(ana.publish("1")).toMatchObject([{ type: "message" }]);
    room.now += 20_000;
    expect(ana.publish("2")).toMatchObject([
      { ...SLOW, retryAfterMs: 40_000, message: "One message in 60 s: you may write again in 40 s." },
    ]);
    room.now += 40_000;
    expect(ana.publish("3")).toMatchObject([{ type: "message" }]);
  });

  test("a member who joins is shown how long they have to wait, also for another at their address", () => {
    const { room, ownerKey } = slowRoom();
    const ana = room.join("Ana", { address: ADDRESS });
    const { token, waitMs } = ana.last("welcome").self;
    expect(waitMs).toBeUndefined();
    ana.publish("1");
    room.now += 20_000;
    room.evict();
    const waitOf = (guest: TestGuest) => guest.last("welcome").self.waitMs;
    expect(waitOf(room.join(undefined, { token }))).toBe(40_000);
    expect(waitOf(room.join("Bo", { address: ADDRESS }))).toBe(40_000);
    expect(waitOf(room.join("Cem", { address: "198.51.100.1" }))).toBeUndefined();
    expect(waitOf(room.join(undefined, { token: ownerKey, address: ADDRESS }))).toBeUndefined();
    room.now += 40_000;
    expect(waitOf(room.join(undefined, { token }))).toBeUndefined();
  });

  test.each(["as it is awake", "as it slept meanwhile"])("it holds on every transport, %s", (how) => {
    const { room } = slowRoom();
    const ana = room.join("Ana", { address: ADDRESS });
    const { token } = ana.last("welcome").self;
    ana.publish("1");
    if (how !== "as it is awake") room.evict();
    const stream = room.join(undefined, { token, stream: "s", address: "198.51.100.1" });
    const answers = [
      ana.publish("socket"),
      stream.publish("stream"),
      room.sendOverHttp(token, { type: "publish", id: "h", text: "HTTP" }),
    ];
    for (const answer of answers) expect(answer).toMatchObject([SLOW]);
    expect(room.post("as plain text", { token })).toMatchObject({ failure: { code: "slow_mode" } });
  });

  test.each(["as it is awake", "as it slept meanwhile"])(
    "another guest of the address waits too, %s",
    (how) => {
      const { room } = slowRoom();
      const ana = room.join("Ana", { address: ADDRESS });
      ana.publish("1");
      room.leave(ana);
      if (how !== "as it is awake") room.evict();
      expect(room.join("Bo", { address: ADDRESS }).publish("2")).toMatchObject([SLOW]);
      expect(room.post("2", { name: "Cem", address: ADDRESS })).toMatchObject({
        failure: { code: "slow_mode" },
      });
      expect(room.join("Dana", { address: "198.51.100.1" }).publish("2")).toMatchObject([
        { type: "message" },
      ]);
    },
  );

  test("[LIM-7] all addresses of an IPv6 /48 together may publish four times as often as one", () => {
    const { room } = slowRoom();
    const from = (host: number) => room.join("Bo", { address: `2001:db8:77:${host}` });
    expect(from(1).publish("1")).toMatchObject([{ type: "message" }]);
    expect(from(2).publish("2")).toMatchObject([{ ...SLOW, retryAfterMs: 15_000 }]);
    expect(room.join("Ana", { address: "2001:db8:78:1" }).publish("2")).toMatchObject([{ type: "message" }]);
    room.now += 15_000;
    room.evict();
    expect(from(2).publish("3")).toMatchObject([{ type: "message" }]);
    expect(from(1).publish("4")).toMatchObject([{ ...SLOW, retryAfterMs: 45_000 }]);
    expect(from(3).publish("4")).toMatchObject([{ ...SLOW, retryAfterMs: 15_000 }]);
  });

  test("a repeat is answered as one, and a refused message costs no time", () => {
    const { room } = slowRoom();
    const ana = room.join("Ana");
    expect(ana.publish(" ")).toMatchObject([{ code: "empty_text" }]);
    ana.publish("1", { id: "p" });
    expect(ana.publish("1", { id: "p" })).toMatchObject([{ type: "stored" }]);
  });

  test("moderators do not wait, and neither do edits and reactions", () => {
    const { room, ownerKey } = slowRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    room.giveRole(ownerKey, bo.session.member, "moderator");
    ana.publish("1");
    expect(ana.send({ type: "edit", id: "e", seq: 2, text: "one" })).toMatchObject([{ type: "edit" }]);
    expect(ana.send({ type: "react", id: "r", seq: 2, emoji: "👍", on: true })).toMatchObject([
      { type: "reaction" },
    ]);
    for (const text of ["2", "3"]) expect(bo.publish(text)).toMatchObject([{ type: "message" }]);
  });

  test("no address is stored", () => {
    const { room } = slowRoom();
    room.join("Ana", { address: ADDRESS }).publish("1");
    const rows = room.database.prepare("SELECT sender FROM slow_mode").all();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(ADDRESS);
  });

  test("what is stored is deleted when it is off, and rooms without it store nothing", () => {
    const room = new TestRoom();
    const ownerKey = room.own();
    const ana = room.join("Ana");
    const stored = () => room.database.prepare("SELECT sender FROM slow_mode").all().length;
    ana.publish("1");
    expect(stored()).toBe(0);
    room.sendOverHttp(ownerKey, { type: "configure", id: "1", settings: { slowModeSeconds: 5 } });
    ana.publish("2");
    expect(stored()).toBe(1);
    room.evict();
    room.sendOverHttp(ownerKey, { type: "configure", id: "2", settings: { slowModeSeconds: 0 } });
    expect(stored()).toBe(0);
  });
});

describe("[SET-5] what slow mode keeps", () => {
  const memoryStore = () => {
    const posts = new Map<string, number>();
    return {
      posts,
      lastPosts: () => new Map(posts),
      notePosts: (senders: readonly string[], at: number) => senders.forEach((each) => posts.set(each, at)),
      forgetPosts: (at: number) => [...posts].forEach(([each, last]) => last <= at && posts.delete(each)),
    };
  };
  const sender = (index: number) => ({ member: `m${index}`, address: undefined });

  test("is deleted once its time has passed", () => {
    const store = memoryStore();
    const slow = new SlowMode(store, new Uint8Array(32), { networkAddresses: 4 });
    for (let index = 0; index < 1_000; index++) slow.note(sender(index), 10_000, index * 1_000);
    expect(store.posts.size).toBeLessThan(100);
  });

  test("is bounded: the oldest are forgotten first", () => {
    const store = memoryStore();
    const slow = new SlowMode(store, new Uint8Array(32), { networkAddresses: 4 });
    for (let index = 0; index <= MAX_SENDERS; index++) slow.note(sender(index), 21_600_000, index + 1);
    expect(store.posts.size).toBe(MAX_SENDERS);
    expect(slow.waitMs(sender(0), 21_600_000, MAX_SENDERS)).toBe(0);
    expect(slow.waitMs(sender(1), 21_600_000, MAX_SENDERS)).toBeGreaterThan(0);
  });

  test("makes no one wait longer where the clock stepped back", () => {
    const slow = new SlowMode(memoryStore(), new Uint8Array(32), { networkAddresses: 4 });
    slow.note(sender(1), 10_000, 1_000_000);
    expect(slow.waitMs(sender(1), 10_000, 0)).toBe(10_000);
  });
});

/** How much of a room may be read, and what a join pushes where that was too much (SPEC LIM-12). */
import { describe, expect, test } from "vitest";
import type { Limits } from "../../src/protocol/limits.ts";
import { TestRoom } from "../support/test-room.ts";

const FREE = { perSecond: 1_000, burst: 1_000 };
const TWO = { perSecond: 1, burst: 2 };

function roomWith(limits: Partial<Limits>): TestRoom {
  return new TestRoom({
    limits: { memberReadRate: FREE, addressReadRate: FREE, roomReadRate: FREE, ...limits },
  });
}

/** The codes of reads by address, in order. */
function read(room: TestRoom, address: string | undefined, count: number): (string | undefined)[] {
  return Array.from({ length: count }, () => {
    const reader = room.readAs({ address });
    const page = reader.rated(() => reader.messagesBefore(undefined, 10));
    return page.ok ? undefined : page.failure.code;
  });
}

describe("[LIM-12] reads above the rate", () => {
  test("of a member are refused for them alone, each with the limit and when to read again", () => {
    const room = roomWith({ memberReadRate: { perSecond: 1, burst: 3 } });
    // A join is a read too.
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const types = (member: typeof ana) => member.send({ type: "history", id: "h" }).map(({ type }) => type);
    expect([types(ana), types(ana)]).toEqual([["page"], ["page"]]);
    for (let count = 0; count < 3; count++) {
      expect(ana.send({ type: "history", id: "h3" })).toMatchObject([
        {
          type: "error",
          id: "h3",
          code: "rate_limited",
          retryAfterMs: 1_000,
          message: "At most 1 reads a second from one member, in bursts of 3.",
        },
      ]);
    }
    expect(types(bo)).toEqual(["page"]);
    expect(ana.send({ type: "publish", id: "p", text: "not a read" })).toMatchObject([{ type: "message" }]);
    room.now += 1_000;
    expect(types(ana)).toEqual(["page"]);
  });

  test("of an address are refused for it alone, with or without a token; of none only by the room", () => {
    const room = roomWith({ addressReadRate: TWO, roomReadRate: { perSecond: 1, burst: 20 } });
    expect(read(room, "192.0.2.1", 3)).toEqual([undefined, undefined, "rate_limited"]);
    expect(read(room, "192.0.2.2", 1)).toEqual([undefined]);
    expect(read(room, undefined, 30).filter((code) => code === undefined).length).toBeLessThan(20);
  });

  test("count as several if they cost as much", () => {
    const room = roomWith({ addressReadRate: { perSecond: 1, burst: 10 } });
    const ana = room.join("Ana");
    for (let count = 0; count < 12; count++) {
      room.now += 1_000;
      ana.publish("x".repeat(4_000));
    }
    // A page of ten has 40,000 bytes, as much as 320 rows: two reads each.
    expect(read(room, "192.0.2.1", 12).filter((code) => code === undefined)).toHaveLength(5);
    for (let count = 0; count < 40; count++) {
      room.now += 1_000;
      ana.publish("x".repeat(4_000));
    }
    const large = () => {
      const reader = room.readAs({ address: "192.0.2.2" });
      return reader.rated(() => reader.messagesBefore(undefined, 40)).ok;
    };
    // 160,000 bytes are as much as 1,280 rows: seven reads.
    expect(Array.from({ length: 3 }, large)).toEqual([true, true, false]);
    room.now += 5_000;
    expect(large()).toBe(true);
  });
});

describe("[LIM-12] a join of someone who has read too much", () => {
  function crowdedRoom() {
    const room = roomWith({ memberReadRate: TWO });
    const ana = room.join("Ana");
    ana.publish("one");
    const { position, self } = ana.last("welcome");
    const { token } = self;
    ana.publish("two");
    ana.send({ type: "history", id: "h" });
    return { room, token, position: position.replace(/\.\d+$/, ".1") };
  }

  test("succeeds, and is asked to pull what it missed", () => {
    const { room, token, position } = crowdedRoom();
    const back = room.join("Ana", { token, position });
    expect(back.received).toMatchObject([
      { type: "welcome", recovered: true },
      { type: "more", after: 1 },
    ]);
    room.now += 1_000;
    expect(back.send({ type: "history", id: "p", after: 1 })).toMatchObject([{ events: [{ text: "two" }] }]);
  });

  test("has missed nothing if it has not", () => {
    const { room, token, position } = crowdedRoom();
    const back = room.join("Ana", { token, position: position.replace(/1$/, "2") });
    expect(back.received).toMatchObject([{ type: "welcome", recovered: true }]);
  });

  test("without a position gets an empty page that says where to go on", () => {
    const { room, token } = crowdedRoom();
    const back = room.join("Ana", { token });
    expect(back.last("page")).toMatchObject({ events: [], more: true, before: 3 });
    room.now += 1_000;
    expect(back.send({ type: "history", id: "p", before: 3 })).toMatchObject([
      { events: [{ text: "one" }, { text: "two" }], more: false },
    ]);
  });
});

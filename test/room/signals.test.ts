import { describe, expect, test } from "vitest";
import { TestRoom } from "../support/test-room.ts";

describe("[EPH-2] a signal to a role", () => {
  test("reaches those with that role or a higher one", () => {
    const room = new TestRoom();
    const key = room.own({});
    const [ana, bo, cy] = [room.join("Ana"), room.join("Bo"), room.join("Cy")];
    bo.send({ type: "claim", id: "c", key });
    ana.send({ type: "signal", data: "help", role: "moderator" });
    expect(bo.all("signal")).toMatchObject([{ from: { name: "Ana" }, data: "help", role: "moderator" }]);
    ana.send({ type: "signal", data: "hi", role: "guest" });
    expect(cy.all("signal").map(({ data }) => data)).toEqual(["hi"]);
    expect(ana.all("signal")).toEqual([]);
  });
});

test("[EPH-4] a signal with a key leaves the room as one that a newer may replace", () => {
  const room = new TestRoom();
  const [ana, bo] = [room.join("Ana"), room.join("Bo")];
  ana.send({ type: "signal", data: [1, 2], key: "at", n: 7 });
  expect(bo.all("signal")).toEqual([
    { type: "signal", from: { id: ana.session.member, name: "Ana" }, data: [1, 2], key: "at" },
  ]);
});

test("[TIME-1] a member and a reader learn the time by the room's clock", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  room.now = 1_700_000_000_123;
  expect(ana.send({ type: "time", id: "t" })).toEqual([{ type: "time", id: "t", at: 1_700_000_000_123 }]);
  const reader = room.join(undefined, { token: undefined });
  expect(reader.send({ type: "time", id: "u" })).toMatchObject([{ type: "time", id: "u" }]);
});

describe("[LIM-4] what is sent or written for each connection of a member counts for each", () => {
  const CONNECTIONS = 100;
  const SENT = 300;

  /** Bo with many connections, in a room with Ana, who is elsewhere. */
  function crowdedMember() {
    const room = new TestRoom({ limits: { memberJoinRate: { perSecond: CONNECTIONS, burst: CONNECTIONS } } });
    const ana = room.join("Ana", { address: "198.51.100.7" });
    ana.publish("one");
    const bo = room.join("Bo", { address: "192.0.2.7" });
    const { token } = bo.last("welcome").self;
    const others = Array.from({ length: CONNECTIONS - 1 }, () =>
      room.join(undefined, { token, address: "192.0.2.7" }),
    );
    return { room, ana, bo, others };
  }

  test("a signal to them", () => {
    const { room, ana, bo } = crowdedMember();
    const mallory = room.join("Mallory", { address: "192.0.2.7" });
    const flood = () => {
      for (let sent = 0; sent < SENT; sent++)
        mallory.send({ type: "signal", data: sent, to: bo.session.member });
    };
    flood();
    expect(bo.all("signal").length).toBeLessThan(5);
    room.now += 1_000;
    flood();
    expect(bo.all("signal").length).toBeLessThan(12);
    ana.send({ type: "signal", data: "hi", to: bo.session.member });
    expect(bo.last("signal")).toMatchObject({ from: { name: "Ana" } });
  });

  test("[EPH-3] what they have read", () => {
    const { ana, bo, others } = crowdedMember();
    for (let sent = 0; sent < SENT; sent++)
      (others[sent % others.length] ?? bo).send({ type: "read", seq: sent % 2 === 0 ? 1 : 0 });
    expect(ana.all("read").length).toBeLessThan(5);
  });
});

test.each([{}, { key: "at" }, { role: "guest" }] as const)(
  "[LIM-4] a signal with %j counts for each KiB of its data",
  (fields) => {
    const room = new TestRoom({ limits: { signalRate: { perSecond: 1, burst: 100 } } });
    const [mallory, bo] = [
      room.join("Mallory", { address: "192.0.2.7" }),
      room.join("Bo", { address: "198.51.100.7" }),
    ];
    const flood = (data: string) => {
      for (let sent = 0; sent < 40; sent++) mallory.send({ type: "signal", data, ...fields });
    };
    flood("x".repeat(4_000));
    expect(bo.all("signal").length).toBeLessThan(20);
    room.now += 200_000;
    const before = bo.all("signal").length;
    flood("x".repeat(1_000));
    expect(bo.all("signal").length - before).toBeGreaterThan(20);
  },
);

describe("[LIM-4] [LIM-8] a game of twenty players with twenty inputs a second", () => {
  /** Ten seconds of it; returns how many inputs of each player reached the last to join. */
  function play(addressOf: (player: number) => string, cheat: (tick: number) => void = () => {}): number[] {
    const room = new TestRoom();
    const players = Array.from({ length: 20 }, (_, player) =>
      room.join(`P${player}`, { address: addressOf(player) }),
    );
    const spectator = room.join("Spectator", { address: "198.51.100.7" });
    for (let tick = 1; tick <= 200; tick++) {
      for (const player of players) player.send({ type: "signal", data: [tick, tick], key: "at", n: tick });
      cheat(tick);
      room.now += 50;
    }
    const received = spectator.all("signal");
    return players.map(({ session }) => received.filter(({ from }) => from.id === session.member).length);
  }

  test("is not throttled, each at home", () => {
    expect(play((player) => `192.0.2.${player}`)).toEqual(Array(20).fill(200));
  });

  test("nor all of them in one classroom", () => {
    expect(play(() => "192.0.2.7")).toEqual(Array(20).fill(200));
  });
});

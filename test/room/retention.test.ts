import { describe, expect, test } from "vitest";
import { TestRoom } from "../support/test-room.ts";

const DAY_MS = 86_400_000;

function storedSeqs(room: TestRoom): number[] {
  return room.read.messagesBefore(undefined, 10_000).events.map(({ seq }) => seq);
}

test("[LOG-4] events past the retention time are deleted, the newest too, whose seq stays taken", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("old");
  room.now += 20 * DAY_MS;
  ana.publish("newer");
  expect(room.room.retentionDueAt()).toBe(room.now + 10 * DAY_MS);
  room.now += 10 * DAY_MS + 1;
  room.room.prune();
  expect(storedSeqs(room)).toEqual([2]);
  expect(room.room.retentionDueAt()).toBe(room.now + 20 * DAY_MS - 1);
  room.now += 20 * DAY_MS - 1;
  room.room.prune();
  expect(storedSeqs(room)).toEqual([]);
  room.evict();
  ana.publish("the next number is still known");
  expect(storedSeqs(room)).toEqual([3]);
});

test("[LOG-4] after the newest event has expired, members and readers go on from their position", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("1");
  ana.send({ type: "react", id: "r", seq: 1, emoji: "👍", on: true });
  const { position } = room.read.view();
  room.now += 31 * DAY_MS;
  while (room.room.prune());
  expect(room.database.prepare("SELECT * FROM log WHERE seq > 0").all()).toEqual([]);
  expect(room.database.prepare("SELECT * FROM reaction").all()).toEqual([]);
  for (const evict of [false, true]) {
    if (evict) room.evict();
    expect(room.read.view()).toMatchObject({ born: true, position });
    expect(room.join("Bo", { position }).received).toMatchObject([
      { type: "welcome", recovered: true, position },
    ]);
    expect(room.join("Bo").received).toMatchObject([
      { type: "welcome", recovered: false, position },
      { type: "page", position, events: [], more: false },
    ]);
    expect(room.read.search({ query: "1", before: undefined })).toMatchObject({
      value: { events: [], more: false },
    });
    expect(ana.send({ type: "history", id: "h", before: 3 })).toMatchObject([{ events: [], more: false }]);
    expect(ana.send({ type: "history", id: "h", after: 2 })).toMatchObject([{ events: [], more: false }]);
    const earlier = position.replace(/2$/, "1");
    expect(room.join("Cy", { position: earlier }).received[0]).toMatchObject({ recovered: false });
    expect(room.read.peek(position)).toMatchObject({ recovered: true, events: [] });
  }
  expect(ana.send({ type: "publish", id: "late", text: "1", since: 1 })).toMatchObject([
    { code: "outcome_unknown" },
  ]);
  expect(ana.send({ type: "publish", id: "next", text: "3", since: 2 })).toMatchObject([{ seq: 3 }]);
  expect(ana.send({ type: "publish", id: "next", text: "3", since: 2 })).toMatchObject([
    { type: "stored", seq: 3 },
  ]);
  expect(room.join("Di", { position }).received.slice(1)).toMatchObject([{ seq: 3, text: "3" }]);
});

test("[ROOM-4] a room is over a day after its creation, if nothing was said in it", () => {
  const room = new TestRoom();
  expect(room.room.isOver()).toBe(false);
  const ana = room.join("Ana");
  expect(room.room.retentionDueAt()).toBe(room.now + DAY_MS);
  room.now += DAY_MS - 1;
  expect(room.room.isOver()).toBe(false);
  room.now += 1;
  expect(room.room.isOver()).toBe(true);
  expect(room.room.retentionDueAt()).toBe(room.now + DAY_MS);
  ana.publish("hello");
  expect(room.room.isOver()).toBe(false);
});

test("[ROOM-4] a room is over when its last event has expired, pruned or not, and not before", () => {
  const room = new TestRoom();
  room.post("1");
  room.now += DAY_MS;
  room.post("2");
  room.now += 30 * DAY_MS - 1;
  expect(room.room.isOver()).toBe(false);
  room.now += 1;
  expect(room.room.isOver()).toBe(true);
  room.room.prune();
  expect(room.room.isOver()).toBe(true);
  room.evict();
  expect(room.room.isOver()).toBe(true);
  room.post("3");
  expect(room.room.isOver()).toBe(false);
});

test("[ROOM-4] after a clock has stepped back, a room is not over before its youngest event has expired", () => {
  const room = new TestRoom();
  room.now += 10 * DAY_MS;
  room.post("from the future");
  room.now -= 10 * DAY_MS;
  room.post("2");
  room.now += 35 * DAY_MS;
  expect(room.room.isOver()).toBe(false);
  expect(room.room.retentionDueAt()).toBeGreaterThan(room.now);
  room.now += 5 * DAY_MS;
  expect(room.room.isOver()).toBe(true);
});

test("[LOG-4] a room above its row limit is pruned at once, after some slack", () => {
  const room = new TestRoom({ limits: { retentionRows: 100, memberRate: { perSecond: 1, burst: 1_000 } } });
  const ana = room.join("Ana");
  for (let count = 0; count < 101; count++) ana.publish("x");
  expect(room.room.retentionDueAt()).toBeGreaterThan(room.now);
  ana.publish("x");
  expect(room.room.retentionDueAt()).toBe(room.now);
  expect(room.room.prune()).toBe(true);
  expect(room.room.prune()).toBe(false);
  expect(storedSeqs(room)).toHaveLength(100);
});

test("[LOG-4] a room above its byte limit is pruned from its oldest event, in steps", () => {
  const room = new TestRoom({
    limits: {
      retentionBytes: 300_000,
      memberRate: { perSecond: 1, burst: 5_000 },
      roomRate: { perSecond: 1, burst: 5_000 },
    },
  });
  const ana = room.join("Ana");
  for (let count = 0; count < 3_000; count++) ana.publish("x".repeat(200));
  expect(room.room.retentionDueAt()).toBe(room.now);
  let steps = 0;
  while (room.room.prune()) steps++;
  expect(steps).toBeGreaterThan(0);
  expect(storedSeqs(room).at(-1)).toBe(3_000);
  expect(storedSeqs(room).length).toBeLessThan(2_000);
});

test("[LOG-4] pruning leaves no gap after a clock has stepped back", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("1");
  room.now += 40 * DAY_MS;
  ana.publish("2: from the future");
  room.now -= 40 * DAY_MS;
  ana.publish("3");
  ana.publish("4");
  room.now += 35 * DAY_MS;
  room.room.prune();
  expect(storedSeqs(room)).toEqual([2, 3, 4]);
});

test("[LOG-4] a long log whose oldest row is from the future is not cleared for all the others that have expired", () => {
  const unlimited = { perSecond: 1_000_000, burst: 1_000_000 };
  const room = new TestRoom({ limits: { memberRate: unlimited, roomRate: unlimited } });
  const ana = room.join("Ana");
  room.now += 40 * DAY_MS;
  ana.publish("from the future");
  room.now -= 40 * DAY_MS;
  for (let count = 0; count < 1_100; count++) ana.publish("old");
  room.now += 35 * DAY_MS;
  expect(room.room.prune()).toBe(false);
  expect(storedSeqs(room)).toHaveLength(1_101);
});

test("[LOG-4] [LOG-6] [HIST-3] reactions are deleted with their message, and a page has no event about it", () => {
  const room = new TestRoom({ limits: { retentionRows: 2 } });
  const ana = room.join("Ana");
  ana.publish("1");
  ana.send({ type: "react", id: "r", seq: 1, emoji: "👍", on: true });
  ana.send({ type: "edit", id: "e", seq: 1, text: "one" });
  ana.publish("4");
  room.room.prune();
  expect(room.database.prepare("SELECT COUNT(*) AS held FROM reaction").get()).toEqual({ held: 0 });
  const [page] = ana.send({ type: "history", id: "h", after: 1 });
  expect(page).toMatchObject({ events: [{ type: "message", seq: 4 }], more: false });
});

test("[LOG-4] pruning between messages loses none for connected members", () => {
  const room = new TestRoom({ limits: { retentionRows: 5 } });
  const [ana, bo] = room.joinAll("Ana", "Bo");
  for (let count = 1; count <= 12; count++) {
    (count % 2 === 0 ? ana : bo).publish(`${count}`);
    room.room.prune();
  }
  expect(ana.texts).toEqual(Array.from({ length: 12 }, (_, index) => `${index + 1}`));
  expect(bo.texts).toEqual(ana.texts);
  expect(storedSeqs(room)).toEqual([8, 9, 10, 11, 12]);
});

describe("[ROOM-4] a room with an owner", () => {
  const YEAR_MS = 365 * DAY_MS;

  test("is kept for a year after its creation, though nothing is said in it", () => {
    const room = new TestRoom();
    const ownerKey = room.own({ topic: "tea" });
    const createdAt = room.now;
    expect(room.room.retentionDueAt()).toBe(createdAt + YEAR_MS);
    room.now = createdAt + YEAR_MS - 1;
    room.evict();
    room.runAlarm();
    expect(room.join(undefined, { token: ownerKey }).last("welcome").self.role).toBe("owner");
    expect(room.room.retentionDueAt()).toBe(createdAt + YEAR_MS);
  });

  test("is kept for a year after its last event, though all of them have expired", () => {
    const room = new TestRoom();
    const ownerKey = room.own();
    room.now += 100 * DAY_MS;
    room.sendOverHttp(ownerKey, { type: "configure", id: "c", settings: { topic: "tea" } });
    const lastAt = room.now;
    room.now += 31 * DAY_MS;
    room.runAlarm();
    room.evict();
    expect(room.database.prepare("SELECT seq FROM log WHERE seq > 0").all()).toEqual([]);
    expect(room.room.retentionDueAt()).toBe(lastAt + YEAR_MS);
    room.now = lastAt + YEAR_MS - 1;
    expect(room.room.isOver()).toBe(false);
    expect(room.read.view().settings).toEqual({ topic: "tea" });
    room.now += 1;
    room.runAlarm();
    expect(room.read.view()).toMatchObject({ born: false, settings: {} });
    expect(room.tryJoin(undefined, { token: ownerKey })).toBe("invalid_token");
  });

  test("is looked at again a day later while a client is connected", () => {
    const room = new TestRoom();
    room.own();
    room.join("Ana");
    room.now += YEAR_MS;
    room.runAlarm();
    expect(room.read.view().born).toBe(true);
    expect(room.room.retentionDueAt()).toBe(room.now + DAY_MS);
  });
});

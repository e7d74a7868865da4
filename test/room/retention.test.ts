import { expect, test } from "vitest";
import { TestRoom } from "../support/test-room.ts";

const DAY_MS = 86_400_000;

function storedSeqs(room: TestRoom): number[] {
  return room.room.read.messagesBefore(undefined, 10_000).events.map(({ seq }) => seq);
}

test("[LOG-4] events past the retention time are deleted; the newest stays however old", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("old");
  room.now += 20 * DAY_MS;
  ana.publish("newer");
  expect(room.room.retentionDueAt()).toBe(room.now + 10 * DAY_MS);
  room.now += 10 * DAY_MS + 1;
  room.room.prune();
  expect(storedSeqs(room)).toEqual([2]);
  room.now += 400 * DAY_MS;
  room.room.prune();
  expect(storedSeqs(room)).toEqual([2]);
  expect(room.room.retentionDueAt()).toBeUndefined();
  ana.publish("the next number is still known");
  expect(storedSeqs(room)).toEqual([2, 3]);
});

test("[LOG-4] a room above its row limit is pruned at once, after some slack", () => {
  const room = new TestRoom({ limits: { retentionRows: 100, memberRate: { perSecond: 1, burst: 1_000 } } });
  const ana = room.join("Ana");
  for (let count = 0; count < 101; count++) ana.publish("x");
  expect(room.room.retentionDueAt()).toBeGreaterThan(room.now);
  ana.publish("x");
  expect(room.room.retentionDueAt()).toBe(room.now);
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

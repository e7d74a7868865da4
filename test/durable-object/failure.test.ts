import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { RoomObject } from "../../src/durable-object/room-object.ts";
import { ERRORS } from "../../src/protocol/errors.ts";
import { uniqueRoomName, Guest, ORIGIN } from "../support/runtime/guest.ts";

function stubOf(room: string): DurableObjectStub<RoomObject> {
  return env.ROOM.getByName(room);
}

test("[LOG-5] [JOIN-7] a room with a newer schema is unavailable over socket and HTTP, without internals in the answer", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana" });
  await ana.next("welcome");
  await runInDurableObject(
    stubOf(room),
    (_room, { storage }) => void storage.sql.exec("UPDATE room SET schema = 99"),
  );
  await evictDurableObject(stubOf(room));
  ana.send({ type: "publish", id: "x", text: "hello?" });
  expect((await ana.untilClosed()).code).toBe(4004);
  const bo = await Guest.join(room, { name: "Bo" });
  expect(await bo.next("error")).toMatchObject({ code: "unavailable", retryAfterMs: 5_000 });
  expect(await bo.untilClosed()).toMatchObject({ code: 4004, reason: ERRORS.unavailable.message });
  const answer = await exports.default.fetch(`${ORIGIN}/r/${room}/messages`);
  expect(answer.status).toBe(503);
  expect(answer.headers.get("Retry-After")).toBe("5");
  const problem = await answer.text();
  expect(JSON.parse(problem)).toMatchObject({ code: "unavailable" });
  expect(problem).not.toMatch(/schema|at \w+ \(|\.ts/);
});

test("[P-1] a write that fails is answered by an error, not broadcast and not stored", async () => {
  const room = uniqueRoomName();
  const [ana, bo] = [await Guest.join(room, { name: "Ana" }), await Guest.join(room, { name: "Bo" })];
  await ana.next("welcome");
  await runInDurableObject(stubOf(room), (_room, { storage }) => {
    storage.sql.exec("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  });
  ana.send({ type: "publish", id: "x", text: "lost?" });
  expect(await ana.next("error")).toMatchObject({ id: "x", code: "internal" });
  await runInDurableObject(stubOf(room), (_room, { storage }) => void storage.sql.exec("DROP TRIGGER full"));
  ana.send({ type: "publish", id: "x", text: "kept" });
  expect(await bo.next("message")).toMatchObject({ seq: 1, text: "kept" });
  expect(bo.frames.join("")).not.toContain("lost?");
});

test("[HTTP-4] a POST whose write fails is answered 503 with Retry-After, and can be repeated", async () => {
  const room = uniqueRoomName();
  const post = () =>
    exports.default.fetch(`${ORIGIN}/r/${encodeURIComponent(room)}`, {
      method: "POST",
      body: "hello",
      headers: { "Content-Type": "text/plain", "Idempotency-Key": "once" },
    });
  await Guest.join(room, { name: "Ana" });
  await runInDurableObject(stubOf(room), (_room, { storage }) => {
    storage.sql.exec("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  });
  const refused = await post();
  expect(refused.status).toBe(503);
  expect(refused.headers.get("Retry-After")).toBe("5");
  await runInDurableObject(stubOf(room), (_room, { storage }) => void storage.sql.exec("DROP TRIGGER full"));
  expect((await post()).status).toBe(201);
});

test("[LOG-4] the alarm prunes expired events in a room that is in use, and schedules the next one", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana" });
  for (const id of ["1", "2", "3"]) ana.send({ type: "publish", id, text: id });
  for (let count = 0; count < 3; count++) await ana.next("message");
  await runInDurableObject(stubOf(room), (_room, { storage }) => {
    storage.sql.exec("UPDATE log SET at = at - ? WHERE seq = 1", 31 * 86_400_000);
  });
  expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
  ana.send({ type: "history", id: "h" });
  expect((await ana.next("page")).events.map(({ seq }) => seq)).toEqual([2, 3]);
  const next = await runInDurableObject(stubOf(room), (_room, { storage }) => storage.getAlarm());
  expect(next).toBeGreaterThan(Date.now() + 29 * 86_400_000);
});

test("[LOG-4] an alarm that fails is rescheduled", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana" });
  for (const id of ["1", "2"]) ana.send({ type: "publish", id, text: id });
  for (let count = 0; count < 2; count++) await ana.next("message");
  await runInDurableObject(stubOf(room), (_room, { storage }) => {
    storage.sql.exec("UPDATE log SET at = 0 WHERE seq = 1");
    storage.sql.exec("CREATE TRIGGER stuck BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'stuck'); END");
  });
  expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
  const retryAt = await runInDurableObject(stubOf(room), (_room, { storage }) => {
    storage.sql.exec("DROP TRIGGER stuck");
    return storage.getAlarm();
  });
  expect(retryAt).toBeGreaterThan(Date.now());
  await runDurableObjectAlarm(stubOf(room));
  ana.send({ type: "history", id: "h" });
  expect((await ana.next("page")).events.map(({ seq }) => seq)).toEqual([2]);
});

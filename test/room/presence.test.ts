import { expect, test } from "vitest";
import { TestRoom } from "../support/test-room.ts";

test("[JOIN-5] [PRES-1] presence is broadcast for a member's first and last session only", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  const phone = room.join("Bo");
  const { token, id } = phone.last("welcome").self;
  expect(ana.last("presence")).toEqual({
    type: "presence",
    count: 2,
    joined: [{ id, name: "Bo", role: "guest" }],
  });
  const laptop = room.join(undefined, { token });
  expect(laptop.last("welcome").members.count).toBe(2);
  room.leave(phone);
  expect(ana.all("presence")).toHaveLength(1);
  room.leave(laptop);
  expect(ana.last("presence")).toEqual({ type: "presence", count: 1, left: [{ id, name: "Bo" }] });
});

test("[JOIN-5] leaving twice broadcasts one presence", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  room.leave(bo);
  room.leave(bo);
  expect(ana.all("presence")).toHaveLength(2);
});

test("[PRES-2] a silent member is reported as away, then as back, each once", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  const isAway = (member: string) => member === bo.session.member;
  room.perform(room.room.notePresence(isAway), undefined);
  room.perform(room.room.notePresence(isAway), undefined);
  expect(ana.all("presence").slice(1)).toEqual([
    {
      type: "presence",
      count: 2,
      changed: [{ id: bo.session.member, name: "Bo", role: "guest", away: true }],
    },
  ]);
  expect(room.join("Cy").last("welcome").members.list).toMatchObject([
    { name: "Cy" },
    {},
    { name: "Bo", away: true },
  ]);
  room.perform(
    room.room.notePresence(() => false),
    undefined,
  );
  expect(ana.last("presence").changed).toEqual([{ id: bo.session.member, name: "Bo", role: "guest" }]);
});

test("[LIM-5] [JOIN-7] a full room refuses a join, says when to try again, and admits it after a member has left", () => {
  const room = new TestRoom({ limits: { connections: 2 } });
  const [ana] = room.joinAll("Ana", "Bo");
  expect(room.attemptJoin("Cy")).toMatchObject({
    failure: {
      close: "room_full",
      failure: {
        code: "room_full",
        message: "At most 2 connections at once in all. Try again later.",
        retryAfterMs: 10_000,
      },
    },
  });
  expect(room.tryJoin("Cy")).toBe("room_full");
  room.leave(ana);
  expect(room.tryJoin("Cy")).not.toBe("room_full");
});

test("[JOIN-4] [LIVE-5] a large room spreads the reconnects of its members", () => {
  const room = new TestRoom();
  for (let count = 0; count < 400; count++) room.join();
  expect(room.join().last("welcome").spreadMs).toBe(2_005);
});

/** The publish queue batches messages during a window, without loss or reordering. */
import { beforeEach, expect, test } from "vitest";
import { platformClock } from "../../src/durable-object/platform.ts";
import { PublishQueue } from "../../src/durable-object/publish-queue.ts";
import type { Connection } from "../../src/transport/connections.ts";
import { uniqueRoomName, Guest } from "../support/runtime/guest.ts";

/** A room with more members than this batches events in windows (FAN-1). */
const SMALL_ROOM = 20;

let room: string;
let ana: Guest;
let bo: Guest;
let ids = 0;

beforeEach(async () => {
  room = uniqueRoomName();
  ana = await Guest.join(room, { name: "Ana" });
  bo = await Guest.join(room, { name: "Bo" });
  for (let others = 2; others <= SMALL_ROOM; others++) await Guest.join(room);
});

const publish = (text: string) => ({ type: "publish", id: `id-${++ids}`, text }) as const;

test("[FAN-5] [P-2] messages queued during a window are broadcast in the order of their arrival", async () => {
  for (let line = 1; line <= 8; line++) {
    ana.send(publish(`ana ${line}`));
    bo.send(publish(`bo ${line}`));
  }
  const received: string[] = [];
  while (received.length < 16) received.push((await bo.next("message")).text);
  expect(received.filter((text) => text.startsWith("ana"))).toEqual(
    Array.from({ length: 8 }, (_, line) => `ana ${line + 1}`),
  );
  const seqs = bo.events.flatMap((event) => (event.type === "message" ? [event.seq] : []));
  expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
}, 30_000);

test("[FAN-5] a command is executed after the queued messages of its sender", async () => {
  bo.send(publish("the first opens the window"));
  ana.send(publish("under the old name"));
  ana.send({ type: "rename", id: "rename", name: "Anna" });
  ana.send(publish("under the new name"));
  await bo.next("message");
  expect((await bo.next("message")).from.name).toBe("Ana");
  expect((await bo.next("message")).from.name).toBe("Anna");
});

test("[FAN-5] [ERR-1] a queued message is validated like any other, and its repeat is stored once", async () => {
  bo.send(publish("the first opens the window"));
  const repeated = publish("sent twice");
  ana.send(repeated);
  ana.send(repeated);
  ana.send({ type: "publish", id: "empty", text: "   " });
  expect((await ana.next("stored")).id).toBe(repeated.id);
  expect((await ana.next("error")).code).toBe("empty_text");
  const texts = ana.events.flatMap((event) => (event.type === "message" ? [event.text] : []));
  expect(texts).toEqual(["the first opens the window", "sent twice"]);
});

test("[FAN-5] the queue executes early when its size in bytes is exceeded", () => {
  const executed: string[] = [];
  const connection = {} as Connection;
  const queue = new PublishQueue((_, { id }) => void executed.push(id), platformClock.now);
  for (let count = 0; count < 70; count++)
    queue.add(connection, { type: "publish", id: `${count}`, text: "x".repeat(16_000) });
  expect(executed.length).toBeGreaterThan(30);
  queue.flush();
  expect(executed).toEqual(Array.from({ length: 70 }, (_, count) => `${count}`));
});

test("[FAN-5] [FLOW-7] the queue executes early when it holds many short messages: each takes memory beside its text", () => {
  let executed = 0;
  const queue = new PublishQueue(() => void executed++, platformClock.now);
  for (let count = 0; count < 3_000; count++)
    queue.add({} as Connection, { type: "publish", id: `${count}`, text: "x" });
  expect(executed).toBeGreaterThan(1_000);
});

test("[FAN-5] what is executed together has one time, also where the clock goes on meanwhile", () => {
  let ms = 1_000;
  const times: number[] = [];
  const queue = new PublishQueue(
    (_connection, _command, now) => void times.push(now),
    () => ++ms,
  );
  for (const id of ["1", "2", "3"]) queue.add({} as Connection, { type: "publish", id, text: "hi" });
  queue.flush();
  expect(times).toEqual([1_001, 1_001, 1_001]);
});

test("[FAN-5] a flush during a flush executes each message once, in order", () => {
  const executed: string[] = [];
  const connection = {} as Connection;
  const queue: PublishQueue = new PublishQueue((_, { id }) => {
    executed.push(id);
    if (id === "1") queue.flush();
  }, platformClock.now);
  for (const id of ["1", "2", "3"]) queue.add(connection, { type: "publish", id, text: "x" });
  queue.flush();
  expect(executed).toEqual(["1", "2", "3"]);
});

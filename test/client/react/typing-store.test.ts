/** Who is typing, as `useTyping` shows it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TypingStore } from "../../../src/client/react/typing-store.ts";
import { TYPING_EXPIRES_MS } from "../../../src/client/typing-members.ts";
import { FakeWorld } from "../../support/fake-world.ts";

const ana = { id: "ana", name: "Ana" };
const bo = { id: "bo", name: "Bo" };

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

async function followed() {
  const world = new FakeWorld();
  const store = new TypingStore(await world.join());
  let changes = 0;
  const unsubscribe = store.subscribe(() => changes++);
  const type = async (from: typeof ana, on = true) => {
    world.room.broadcast({ type: "typing", from, on });
    await world.settle();
  };
  return { world, store, unsubscribe, type, changes: () => changes };
}

test("[EPH-1] names those who are typing, until they stop, send, or are not heard of for five seconds", async () => {
  const { world, store, type, changes } = await followed();
  await type(ana);
  await type(bo);
  await type(bo);
  expect(store.getSnapshot()).toEqual(["Ana", "Bo"]);
  expect(changes()).toBe(2);
  await type(ana, false);
  expect(store.getSnapshot()).toEqual(["Bo"]);
  world.room.post("sent", bo);
  await world.settle();
  expect(store.getSnapshot()).toEqual([]);

  await type(ana);
  vi.advanceTimersByTime(TYPING_EXPIRES_MS - 1);
  expect(store.getSnapshot()).toEqual(["Ana"]);
  vi.advanceTimersByTime(1);
  expect(store.getSnapshot()).toEqual([]);
});

test("names none after the connection is lost, or the last component is unmounted, and leaves no timer", async () => {
  const { world, store, unsubscribe, type } = await followed();
  await type(ana);
  world.cut();
  expect(store.getSnapshot()).toEqual([]);
  await world.advance(10_000);
  await type(ana);
  expect(store.getSnapshot()).toEqual(["Ana"]);
  unsubscribe();
  expect(store.getSnapshot()).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

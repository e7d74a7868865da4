/** The messages that `useMessages` shows: the store behind it, with the SDK and a fake room. */
import { describe, expect, test } from "vitest";
import { MAX_LIVE_MESSAGES } from "../../../src/client/react/loaded-messages.ts";
import { MessageStore } from "../../../src/client/react/message-store.ts";
import type { RoomClient } from "../../../src/client/room-client.ts";
import { FakeWorld, flushPromises } from "../../support/fake-world.ts";

const bo = { id: "bo", name: "Bo" };

/** A store with one listener, as of one component, and how often that was called. */
function followed(room: RoomClient) {
  const store = new MessageStore(room);
  let changes = 0;
  const unsubscribe = store.subscribe(() => changes++);
  return {
    store,
    unsubscribe,
    changes: () => changes,
    texts: () => store.getSnapshot().messages.map(({ text }) => text),
  };
}

describe("the messages of a room", () => {
  test("are its newest page, then what comes, as edits, deletions and reactions leave them", async () => {
    const world = new FakeWorld();
    world.room.post("one");
    world.room.post("two");
    const { store, texts } = followed(world.start());
    await world.settle();
    world.room.post("three");
    world.room.broadcast(
      { type: "edit", seq: 4, at: 4, from: bo, id: "e", target: 1, text: "one, edited" },
      { type: "delete", seq: 5, at: 5, from: bo, id: "d", target: 2 },
      { type: "reaction", seq: 6, at: 6, from: bo, id: "r", target: 3, emoji: "👍", on: true, count: 1 },
    );
    await world.settle();
    expect(texts()).toEqual(["one, edited", "", "three"]);
    expect(store.getSnapshot().messages).toMatchObject([
      { editedAt: 4 },
      { deleted: true },
      { reactions: [{ emoji: "👍", count: 1, names: ["Bo"] }] },
    ]);
  });

  test("are the same objects where nothing about them changed, and the snapshot is one object between changes", async () => {
    const world = new FakeWorld();
    world.room.post("one");
    const { store } = followed(world.start());
    await world.settle();
    const before = store.getSnapshot();
    expect(store.getSnapshot()).toBe(before);
    world.room.post("two");
    await world.settle();
    expect(store.getSnapshot()).not.toBe(before);
    expect(store.getSnapshot().messages[0]).toBe(before.messages[0]);
  });

  test("[REC-2] start again where the room's log does", async () => {
    const world = new FakeWorld();
    world.room.post("old");
    const { texts } = followed(world.start());
    await world.settle();
    world.cut();
    world.room.resetLog();
    world.room.post("new");
    await world.advance(10_000);
    expect(texts()).toEqual(["new"]);
  });

  test("your own are pending until they are stored, and never twice in a snapshot", async () => {
    const world = new FakeWorld();
    const room = await world.join();
    const { store, texts } = followed(room);
    room.publish("mine");
    await flushPromises();
    expect(store.getSnapshot().pending.map(({ text }) => text)).toEqual(["mine"]);
    const seen: number[] = [];
    store.subscribe(() => seen.push(store.getSnapshot().pending.length + texts().length));
    await world.settle();
    expect(texts()).toEqual(["mine"]);
    expect(store.getSnapshot().pending).toEqual([]);
    expect(new Set(seen)).toEqual(new Set([1]));
  });

  test("a frame of a thousand events is one change", async () => {
    const world = new FakeWorld();
    const { changes, texts } = followed(world.start());
    await world.settle();
    const before = changes();
    world.room.broadcast(
      ...Array.from({ length: 1_000 }, (_, index) => ({
        type: "message" as const,
        seq: index + 1,
        at: index,
        from: bo,
        id: `m${index}`,
        text: String(index),
      })),
    );
    await world.settle();
    expect(texts()).toHaveLength(1_000);
    expect(changes()).toBe(before + 1);
  });

  test("beyond a thousand live ones the oldest are given up, and can be loaded again", async () => {
    const world = new FakeWorld();
    const { store, texts } = followed(world.start());
    await world.settle();
    for (let index = 0; index <= MAX_LIVE_MESSAGES; index++) world.room.post(String(index));
    await world.settle();
    expect(texts()).toHaveLength(MAX_LIVE_MESSAGES);
    expect(texts()[0]).toBe("1");
    expect(store.getSnapshot().hasOlder).toBe(true);
    const loading = store.getSnapshot().loadOlder();
    await world.settle();
    await loading;
    expect(texts()[0]).toBe("0");
    expect(store.getSnapshot().hasOlder).toBe(false);
    // What was asked for is not given up again.
    world.room.post("live");
    await world.settle();
    expect(texts()[0]).toBe("0");
  });

  test("older ones are put before the first, a page at a time", async () => {
    const world = new FakeWorld();
    for (let index = 0; index < 120; index++) world.room.post(String(index));
    const { store, texts } = followed(world.start());
    await world.settle();
    expect(texts()[0]).toBe("70");
    const both = [store.getSnapshot().loadOlder(), store.getSnapshot().loadOlder()];
    await world.settle();
    await Promise.all(both);
    expect(texts()).toEqual(Array.from({ length: 100 }, (_, index) => String(index + 20)));
    expect(world.room.commandsOf("history")).toHaveLength(1);
    const last = store.getSnapshot().loadOlder();
    await world.settle();
    await last;
    expect(texts()).toHaveLength(120);
    expect(store.getSnapshot().hasOlder).toBe(false);
  });

  test("an edit that overtakes the page of its message is not lost", async () => {
    const world = new FakeWorld();
    for (let index = 0; index < 60; index++) world.room.post(String(index));
    const { store, texts } = followed(world.start());
    await world.settle();
    world.room.intercept = (command, socket) => {
      if (command.type !== "history") return undefined;
      const { position, messages } = world.room;
      const edit = { type: "edit", seq: 61, at: 61, from: bo, id: "e", target: 1, text: "edited" } as const;
      socket.toClient.push(JSON.stringify(edit));
      return [{ type: "page", id: command.id, position, events: messages.slice(0, 10), more: false }];
    };
    const loading = store.getSnapshot().loadOlder();
    await world.settle();
    await loading;
    expect(texts().slice(0, 2)).toEqual(["edited", "1"]);
  });
});

describe("a component that is mounted after the room was joined", () => {
  test("has the newest page too, with what came while it was asked for", async () => {
    const world = new FakeWorld();
    world.room.post("one");
    const room = await world.join();
    world.room.post("two");
    await world.settle();
    const { texts } = followed(room);
    await flushPromises();
    world.room.post("three");
    await world.settle();
    expect(texts()).toEqual(["one", "two", "three"]);
  });

  test("has all that came while the page was asked for, also more than a page", async () => {
    const world = new FakeWorld();
    const room = await world.join();
    world.room.intercept = (command) => (command.type === "history" ? "drop" : undefined);
    const { texts } = followed(room);
    await world.settle();
    const [request] = world.room.commandsOf("history");
    for (let index = 0; index < 60; index++) world.room.post(String(index));
    await world.settle();
    world.socket.toClient.push(
      JSON.stringify({
        type: "page",
        id: request?.id,
        position: world.room.position,
        events: world.room.messages.slice(-50),
        more: true,
      }),
    );
    await world.settle();
    expect(texts()).toEqual(world.room.texts);
  });

  test("has it after the next join, where the connection is lost before it comes", async () => {
    const world = new FakeWorld();
    world.room.post("one");
    const room = await world.join();
    world.room.intercept = (command) => (command.type === "history" ? "drop" : undefined);
    const { texts } = followed(room);
    await world.settle();
    world.room.intercept = undefined;
    world.cut();
    world.room.post("two");
    await world.advance(10_000);
    expect(room.state.name).toBe("online");
    expect(texts()).toEqual(["one", "two"]);
  });

  test("mounted again, it has what came meanwhile", async () => {
    const world = new FakeWorld();
    const { store, unsubscribe, texts } = followed(await world.join());
    unsubscribe();
    world.room.post("meanwhile");
    await world.settle();
    store.subscribe(() => {});
    expect(texts()).toEqual(["meanwhile"]);
  });
});

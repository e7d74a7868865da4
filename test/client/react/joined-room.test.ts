/** The client behind `useRoom`, as React subscribes to it. */
import { expect, test } from "vitest";
import { JoinedRoom } from "../../../src/client/react/joined-room.ts";
import type { JoinOptions } from "../../../src/client/start-client.ts";
import { FakeWorld, flushPromises, ROOM_URL } from "../../support/fake-world.ts";

function joinedRoom(options: Partial<JoinOptions> = {}) {
  const world = new FakeWorld();
  const { environment, storage } = world;
  const latest: JoinOptions = { url: ROOM_URL, environment, storage, ...options };
  return { world, joined: new JoinedRoom(ROOM_URL, undefined, () => latest) };
}

test("keeps its connection where a component is subscribed again at once, as in strict mode and by a hot reload", async () => {
  const { world, joined } = joinedRoom();
  const unsubscribe = joined.subscribe(() => {});
  await world.settle();
  const room = joined.getSnapshot();
  expect(room?.state.name).toBe("online");
  unsubscribe();
  const unsubscribeAgain = joined.subscribe(() => {});
  await world.settle();
  expect(joined.getSnapshot()).toBe(room);
  expect(room?.state.name).toBe("online");
  expect(world.sockets).toHaveLength(1);

  unsubscribeAgain();
  await flushPromises();
  expect(room?.state.name).toBe("closed");
  expect(joined.getSnapshot()).toBeUndefined();
});

test("joins again for a component that is mounted later, and notifies it of the client", async () => {
  const { world, joined } = joinedRoom({ name: "Ana" });
  joined.subscribe(() => {})();
  await flushPromises();
  const seen: unknown[] = [];
  joined.subscribe(() => seen.push(joined.getSnapshot()));
  expect(seen).toEqual([joined.getSnapshot()]);
  await world.settle();
  expect(joined.getSnapshot()?.self?.name).toBe("Ana");
});

test("asks the token of the latest render, and none for a guest", async () => {
  const world = new FakeWorld();
  const { environment, storage } = world;
  const tokens = [world.room.tokenFor("ana", "Ana"), world.room.tokenFor("bo", "Bo")];
  let latest: JoinOptions = { url: ROOM_URL, environment, storage, getToken: () => tokens[0] };
  const joined = new JoinedRoom(ROOM_URL, undefined, () => latest);
  joined.subscribe(() => {});
  await world.settle();
  expect(joined.getSnapshot()?.self?.name).toBe("Ana");
  latest = { ...latest, getToken: () => tokens[1] };
  world.cut();
  await world.advance(10_000);
  expect(joined.getSnapshot()?.self?.name).toBe("Bo");
});

/** Two pages of one origin that open a room at the same time (SPEC ID-10). */
import { expect, test } from "vitest";
import type { KeyValueStorage } from "../../src/client/api.ts";
import { guestKey } from "../../src/client/client-identity.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { FakeWorld, ROOM_URL } from "../support/fake-world.ts";

const LOCK = `majlis:guest:${ROOM_URL}`;

/** As `localStorage`: other pages read the same values. */
function sharedStorage(): KeyValueStorage {
  return { ...memoryStorage(), isShared: true };
}

test("[ID-10] pages that open a room at once become one guest", async () => {
  const world = new FakeWorld();
  const storage = sharedStorage();
  const clients = ["Ana", "Bo", "Cem"].map((name) => world.start({ storage, name }));
  await world.advance(1_000);
  expect(clients.map(({ state }) => state.name)).toEqual(["online", "online", "online"]);
  expect(new Set(clients.map(({ self }) => self?.id)).size).toBe(1);
  expect(world.locks.names).not.toContain(LOCK);
});

test("[ID-10] pages that see what another has stored a moment later become one guest too", async () => {
  const world = new FakeWorld();
  const processes = Array.from({ length: 3 }, sharedStorage);
  const storageOf = (own: KeyValueStorage): KeyValueStorage => ({
    ...own,
    set(key, value) {
      for (const other of processes) {
        if (other !== own) world.environment.setTimer(() => other.set(key, value), 200);
      }
      return own.set(key, value);
    },
  });
  const clients = processes.map((own) => world.start({ storage: storageOf(own) }));
  await world.advance(2_000);
  expect(clients.map(({ state }) => state.name)).toEqual(["online", "online", "online"]);
  expect(new Set(clients.map(({ self }) => self?.id)).size).toBe(1);
});

test("[ID-10] where the first page cannot join, the next one tries as soon as that is known", async () => {
  const world = new FakeWorld();
  const storage = sharedStorage();
  world.network = "blackhole";
  const first = world.start({ storage });
  await world.settle();
  world.network = "up";
  const second = world.start({ storage });
  await world.settle();
  expect(second.state.name).toBe("connecting");
  first.close();
  await world.settle();
  expect(second.state.name).toBe("online");
});

test("[ID-10] a page waits 5 s for another one that hangs, and no longer", async () => {
  const world = new FakeWorld();
  void world.locks.request(LOCK, { ifAvailable: false }, () => new Promise(() => undefined));
  const client = world.start({ storage: sharedStorage() });
  await world.advance(4_999);
  expect(client.state.name).toBe("connecting");
  await world.advance(1);
  expect(client.state.name).toBe("online");
});

test("[ID-10] a page that waited too long joins as the guest that another has stored before its own was made", async () => {
  const world = new FakeWorld();
  void world.locks.request(LOCK, { ifAvailable: false }, () => new Promise(() => undefined));
  const storage = sharedStorage();
  const stored = JSON.stringify({ member: "ana", token: world.room.tokenFor("ana", "Ana") });
  const client = world.start({
    storage,
    name: "Bo",
    environment: {
      fetch: async (url, init) => {
        const response = await world.environment.fetch(url, init);
        if (url.endsWith("/ticket")) storage.set(guestKey(ROOM_URL), stored);
        return response;
      },
    },
  });
  await world.advance(6_000);
  expect(client.state.name).toBe("online");
  expect(client.self).toMatchObject({ id: "ana", name: "Ana" });
  expect(storage.get(guestKey(ROOM_URL))).toContain("ana");
});

test("[ID-10] a page with a stored guest, or without shared storage, waits for no other", async () => {
  const world = new FakeWorld();
  void world.locks.request(LOCK, { ifAvailable: false }, () => new Promise(() => undefined));
  await world.join();
  const storage = sharedStorage();
  const token = world.room.tokenFor("ana", "Ana");
  storage.set(guestKey(ROOM_URL), JSON.stringify({ member: "ana", token }));
  expect((await world.join({ storage })).self?.id).toBe("ana");
});

test("[ID-10] locks that are refused keep no page out", async () => {
  const world = new FakeWorld();
  const locks = { request: () => Promise.reject(new Error("storage is blocked")) };
  await world.join({ storage: sharedStorage(), environment: { locks } });
});

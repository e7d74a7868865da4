/** What the creation of a room costs, in rows that the database writes (SPEC ROOM-2). */
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { NO_DEPLOYMENT_KEYS, NO_POLICY } from "../../src/room/ports.ts";
import { Room } from "../../src/room/room.ts";
import { durableObjectSql } from "../../src/storage/durable-object-sql.ts";
import { SqlRoomStore } from "../../src/storage/sql-room-store.ts";
import { parseRoomName } from "../../src/text/room-names.ts";
import { platformClock, platformRandom } from "../../src/durable-object/platform.ts";
import { countRows } from "../support/runtime/counted-storage.ts";
import { uniqueRoomName } from "../support/runtime/guest.ts";
import { stubOf } from "../support/runtime/worker-requests.ts";

/** The rows that `work` makes a new room write. */
function rowsOf(work: (room: Room) => void): Promise<number> {
  return runInDurableObject(stubOf(uniqueRoomName()), (_room, state) => {
    const { storage, rowsWritten } = countRows(state.storage);
    const name = parseRoomName("tea");
    if (!name.ok) throw new Error("no room");
    const store = new SqlRoomStore(durableObjectSql(storage));
    work(
      new Room({
        name: name.value,
        limits: DEFAULT_LIMITS,
        clock: platformClock,
        random: platformRandom,
        store,
        deploymentKeys: NO_DEPLOYMENT_KEYS,
        policy: NO_POLICY,
      }),
    );
    return rowsWritten();
  });
}

function join(room: Room) {
  const joined = room.join({
    connection: "c",
    token: undefined,
    name: "Ana",
    address: undefined,
    position: undefined,
  });
  if (!joined.ok) throw new Error("refused");
}

test("[ROOM-2] a room is created with two rows a table, and three in them", async () => {
  expect(await rowsOf(join)).toBe(11);
});

test("[OWN-2] an owner costs three tables and one row more", async () => {
  const cost = await rowsOf(
    (room) => void room.createOwned({ address: undefined, settings: { topic: "tea" } }),
  );
  expect(cost).toBe(18);
});

test("[LOG-2] a message is one row, also in a room with an owner", async () => {
  const publish = (room: Room) =>
    room.execute(
      { kind: "session", connection: "c", idSource: "command" },
      { type: "publish", id: "p", text: "hello" },
    );
  const [common, owned] = await Promise.all([
    rowsOf((room) => (join(room), void publish(room))),
    rowsOf((room) => {
      room.createOwned({ address: undefined, settings: {} });
      join(room);
      publish(room);
    }),
  ]);
  expect([common, owned]).toEqual([12, 19]);
});

/** What each read of a room costs that is filled to its retention, in rows that the database reads (SPEC HIST-5, SEARCH-4). */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import type { Page } from "../../src/protocol/events/page.ts";
import { formatPosition, parsePosition } from "../../src/protocol/position.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import type { RoomObject } from "../../src/durable-object/room-object.ts";
import { platformRandom } from "../../src/durable-object/platform.ts";
import { NO_DEPLOYMENT_KEYS, NO_POLICY } from "../../src/room/ports.ts";
import { ANONYMOUS_READER } from "../../src/room/reader.ts";
import { Room } from "../../src/room/room.ts";
import type { RoomReader } from "../../src/room/room-reader.ts";
import { durableObjectSql } from "../../src/storage/durable-object-sql.ts";
import { SqlRoomStore } from "../../src/storage/sql-room-store.ts";
import { parseRoomName } from "../../src/text/room-names.ts";
import { CRAFTED_QUERY, FULL_ROOMS, type FullRoom } from "../contract/full-rooms.ts";
import { countRows } from "../support/runtime/counted-storage.ts";
import { uniqueRoomName } from "../support/runtime/guest.ts";

/** What no read of a room may exceed. */
const MAX_ROWS = 6_000;
const EPOCH = "k3f9";

/** To the row, as SQLite counts them: a read that becomes more expensive has to say so here. */
const ROWS: Record<FullRoom, Record<keyof typeof READS, number>> = {
  messages: {
    join: 54,
    transcript: 54,
    "holders of a reaction": 2,
    "join after 100": 104,
    "join after 5000": 517,
    page: 54,
    "page after": 207,
    "page from the middle": 208,
    "page of 1": 3,
    "page of 200": 208,
    poll: 517,
    search: 5020,
    "search from the middle": 5021,
    "search of crafted words": 5020,
  },
  longMessages: {
    join: 20,
    transcript: 20,
    "holders of a reaction": 2,
    "join after 100": 20,
    "join after 5000": 20,
    page: 20,
    "page after": 20,
    "page from the middle": 20,
    "page of 1": 3,
    "page of 200": 20,
    poll: 20,
    search: 290,
    "search from the middle": 291,
    "search of crafted words": 290,
  },
  crowd: {
    join: 986,
    transcript: 986,
    "holders of a reaction": 52,
    "join after 100": 120,
    "join after 5000": 520,
    page: 986,
    "page after": 220,
    "page from the middle": 986,
    "page of 1": 986,
    "page of 200": 986,
    poll: 520,
    search: 5020,
    "search from the middle": 5021,
    "search of crafted words": 5020,
  },
  oldCrowd: {
    join: 4518,
    transcript: 4518,
    "holders of a reaction": 52,
    "join after 100": 120,
    "join after 5000": 520,
    page: 1506,
    "page after": 220,
    "page from the middle": 1505,
    "page of 1": 1510,
    "page of 200": 1505,
    poll: 520,
    search: 5020,
    "search from the middle": 5021,
    "search of crafted words": 5020,
  },
  crowds: {
    join: 1773,
    transcript: 1773,
    "holders of a reaction": 22,
    "join after 100": 1550,
    "join after 5000": 1550,
    page: 1773,
    "page after": 1550,
    "page from the middle": 1773,
    "page of 1": 402,
    "page of 200": 1773,
    poll: 1550,
    search: 5020,
    "search from the middle": 5021,
    "search of crafted words": 5020,
  },
  scattered: {
    join: 1037,
    transcript: 1037,
    "holders of a reaction": 2,
    "join after 100": 100,
    "join after 5000": 501,
    page: 1037,
    "page after": 201,
    "page from the middle": 1338,
    "page of 1": 8,
    "page of 200": 1633,
    poll: 501,
    search: 5020,
    "search from the middle": 5021,
    "search of crafted words": 5020,
  },
  reworded: {
    join: 105,
    transcript: 105,
    "holders of a reaction": 3,
    "join after 100": 300,
    "join after 5000": 1500,
    page: 105,
    "page after": 600,
    "page from the middle": 409,
    "page of 1": 5,
    "page of 200": 409,
    poll: 1500,
    search: 5020,
    "search from the middle": 5216,
    "search of crafted words": 5020,
  },
  words: {
    join: 36,
    transcript: 36,
    "holders of a reaction": 2,
    "join after 100": 36,
    "join after 5000": 36,
    page: 36,
    "page after": 36,
    "page from the middle": 36,
    "page of 1": 3,
    "page of 200": 36,
    poll: 36,
    search: 324,
    "search from the middle": 325,
    "search of crafted words": 265,
  },
};

class Reader {
  private reads = 0;
  private readonly connection: string;
  /** of the join that wakes the room */
  readonly firstRows: number;

  constructor(
    private readonly room: Room,
    private readonly rowsRead: () => number,
  ) {
    this.connection = "reader";
    const before = rowsRead();
    const joined = room.join({
      connection: this.connection,
      address: undefined,
      token: undefined,
      name: "Reader",
      position: undefined,
    });
    if (!joined.ok) throw new Error(joined.failure.close);
    this.firstRows = rowsRead() - before;
  }

  /** Rows that `read` reads, and its value. */
  measure<Value>(read: (room: Room) => Value): { rows: number; value: Value } {
    const before = this.rowsRead();
    const value = read(this.room);
    return { rows: this.rowsRead() - before, value };
  }

  get newestSeq(): number {
    return parsePosition(openedBy(this.room).view().position)?.seq ?? 0;
  }

  /** The position before the newest `missed` events. */
  positionBefore(missed: number): string {
    return formatPosition({ epoch: EPOCH, seq: Math.max(0, this.newestSeq - missed) });
  }

  join(position: string | undefined) {
    const connection = `other ${++this.reads}`;
    const credentials = { token: undefined, name: "Other", address: undefined, position };
    return this.measure((room) => {
      const joined = room.join({ connection, ...credentials });
      if (!joined.ok) throw new Error(joined.failure.close);
      return joined.value.outcome.answer;
    });
  }

  search(query: string, before?: number) {
    return this.measure((room) => {
      const found = openedBy(room).search({ query, before });
      if (!found.ok) throw new Error(found.failure.code);
      return found.value;
    });
  }

  history(range: { before?: number; after?: number; limit?: number }) {
    return this.measure((room): Page => {
      const origin = { kind: "session", connection: this.connection, idSource: "command" } as const;
      const { answer } = room.execute(origin, { type: "history", id: `h${++this.reads}`, ...range });
      const [page] = answer;
      if (page?.type !== "page") throw new Error(JSON.stringify(answer));
      return page;
    });
  }
}

function openedBy(room: Room): RoomReader {
  const opened = room.read(ANONYMOUS_READER);
  if (!opened.ok) throw new Error(opened.failure.code);
  return opened.value;
}

/** Runs `work` on a room that is filled, and was opened since. */
async function inFullRoom(name: FullRoom, work: (reader: Reader) => void): Promise<void> {
  const stub: DurableObjectStub<RoomObject> = env.ROOM.getByName(uniqueRoomName());
  await runInDurableObject(stub, (_room, state) => {
    const { storage, rowsRead } = countRows(state.storage);
    const sql = durableObjectSql(storage);
    new SqlRoomStore(sql).create({ name: "tea", epoch: EPOCH, key: new Uint8Array(32), at: 1 });
    for (const statement of FULL_ROOMS[name]) sql.all(statement);
    const roomName = parseRoomName("tea");
    if (!roomName.ok) throw new Error("no room name");
    const room = new Room({
      name: roomName.value,
      limits: DEFAULT_LIMITS,
      clock: { now: () => 1 },
      random: platformRandom,
      store: new SqlRoomStore(sql),
      deploymentKeys: NO_DEPLOYMENT_KEYS,
      policy: NO_POLICY,
    });
    work(new Reader(room, rowsRead));
  });
}

/** Rows of each read that is made of each room. */
const READS = {
  join: (reader) => reader.join(undefined),
  "join after 100": (reader) => reader.join(reader.positionBefore(100)),
  "join after 5000": (reader) => reader.join(reader.positionBefore(5_000)),
  poll: (reader) => reader.measure((room) => openedBy(room).peek(reader.positionBefore(5_000))),
  page: (reader) => reader.history({}),
  transcript: (reader) => reader.measure((room) => openedBy(room).messagesBefore(undefined, 50)),
  "holders of a reaction": (reader) =>
    reader.measure((room) => openedBy(room).reactionHolders({ seq: 1, emoji: "👍", after: undefined })),
  "page of 200": (reader) => reader.history({ limit: 200 }),
  "page of 1": (reader) => reader.history({ limit: 1 }),
  "page from the middle": (reader) => reader.history({ before: Math.ceil(reader.newestSeq / 2), limit: 200 }),
  search: (reader) => reader.search("looking for anyone"),
  "search from the middle": (reader) => reader.search("looking for anyone", Math.ceil(reader.newestSeq / 2)),
  "search of crafted words": (reader) => reader.search(CRAFTED_QUERY),
  "page after": (reader) => reader.history({ after: Math.max(0, reader.newestSeq - 3_000), limit: 200 }),
} as const satisfies Record<string, (reader: Reader) => { rows: number; value: unknown }>;

test.each(Object.keys(FULL_ROOMS) as FullRoom[])("[HIST-5] reads of a room full of %s", (name) =>
  inFullRoom(name, (reader) => {
    const costs = Object.entries(READS).map(([read, measure]) => {
      // Another page, so that what is measured is not the one that the room has just read.
      reader.history({ limit: 2 });
      const { rows, value } = measure(reader);
      expect(JSON.stringify(value).length, `bytes of ${read}`).toBeLessThan(270_000);
      return [read, rows] as const;
    });
    expect(reader.firstRows).toBeLessThanOrEqual(MAX_ROWS);
    expect(Math.max(...costs.map(([, rows]) => rows))).toBeLessThanOrEqual(MAX_ROWS);
    expect(Object.fromEntries(costs)).toEqual(ROWS[name]);
  }),
);

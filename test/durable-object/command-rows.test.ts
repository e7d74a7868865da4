/** What each command costs a room that is filled to its retention, in rows that the database reads (SPEC LIM-12). */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import type { RoomObject } from "../../src/durable-object/room-object.ts";
import { platformRandom } from "../../src/durable-object/platform.ts";
import type { Command } from "../../src/protocol/commands.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { hashOwnerKey } from "../../src/room/authority/owner-key.ts";
import { NO_DEPLOYMENT_KEYS, NO_POLICY } from "../../src/room/ports.ts";
import { Room } from "../../src/room/room.ts";
import { durableObjectSql } from "../../src/storage/durable-object-sql.ts";
import { SqlRoomStore } from "../../src/storage/sql-room-store.ts";
import { parseRoomName } from "../../src/text/room-names.ts";
import { FULL_ROOMS, type FullRoom } from "../contract/full-rooms.ts";
import { countRows } from "../support/runtime/counted-storage.ts";
import { uniqueRoomName } from "../support/runtime/guest.ts";

/** What no request may exceed. */
const MAX_ROWS = 6_000;
const OWNER_KEY = `majlis-owner-${"A".repeat(43)}`;
const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
const LIMITS = {
  ...DEFAULT_LIMITS,
  memberRate: UNLIMITED,
  addressRate: UNLIMITED,
  roomRate: UNLIMITED,
  frameRate: UNLIMITED,
};

type Request = () => readonly Command[];

const fifty = (make: (index: number) => object): Request => {
  return () => Array.from({ length: 50 }, (_, index) => ({ id: `c${index}`, ...make(index) }) as Command);
};

const REQUESTS: Record<string, readonly [FullRoom, Request, answered: string]> = {
  "roles for members who never wrote": [
    "messages",
    fifty((index) => ({ type: "role", member: `unheard-of-${index}x`, role: "member" })),
    "member_not_found",
  ],
  "roles for members who wrote lately": [
    "messages",
    fifty((index) => ({ type: "role", member: `m${99_995 - 10 * index}`, role: "member" })),
    "role",
  ],
  "acts on members who never wrote": [
    "messages",
    fifty((index) => ({ type: "moderate", member: `unheard-of-${index}x`, act: "hide" })),
    "member_not_found",
  ],
  "acts on members by their first message": [
    "messages",
    fifty((index) => ({ type: "moderate", member: `m${index + 1}`, act: "hide", seq: index + 1 })),
    "moderation",
  ],
  messages: ["messages", fifty(() => ({ type: "publish", text: "hello" })), "message"],
  deletions: ["messages", fifty((index) => ({ type: "delete", seq: index + 1 })), "delete"],
  "a deletion in a crowd": ["crowd", () => [{ type: "delete", id: "d", seq: 1 }], "delete"],
  "a deletion in a crowd, undone": [
    "crowd",
    () => [
      { type: "delete", id: "d", seq: 1, since: 100_000 },
      { type: "restore", id: "u", seq: 1, since: 100_000 },
    ],
    "delete restore",
  ],
  "a clear": ["crowd", () => [{ type: "clear", id: "c" }], "clear"],
};

test.each(Object.entries(REQUESTS))("[LIM-12] a request with %s", async (_, [full, request, answered]) => {
  const stub: DurableObjectStub<RoomObject> = env.ROOM.getByName(uniqueRoomName());
  await runInDurableObject(stub, (_room, state) => {
    const { storage, rowsRead } = countRows(state.storage);
    const sql = durableObjectSql(storage);
    const ownership = { ownerKeyHash: hashOwnerKey(OWNER_KEY), settings: {}, activeAt: 1 };
    new SqlRoomStore(sql).create({ name: "tea", epoch: "k3f9", key: new Uint8Array(32), at: 1, ownership });
    for (const statement of FULL_ROOMS[full]) sql.all(statement);
    const roomName = parseRoomName("tea");
    if (!roomName.ok) throw new Error("no room name");
    const room = new Room({
      name: roomName.value,
      limits: LIMITS,
      clock: { now: () => 1 },
      random: platformRandom,
      store: new SqlRoomStore(sql),
      deploymentKeys: NO_DEPLOYMENT_KEYS,
      policy: NO_POLICY,
    });
    const sender = room.identifyRequest({
      token: OWNER_KEY,
      name: undefined,
      address: undefined,
      idSource: "command",
    });
    if (!sender.ok) throw new Error(sender.failure.code);
    const before = rowsRead();
    const codes = request().flatMap((command) => {
      const { answer, effects } = room.execute(sender.value, command);
      const events = [...answer, ...effects.flatMap((effect) => ("event" in effect ? [effect.event] : []))];
      return events.map((event) => (event.type === "error" ? event.code : event.type));
    });
    expect(new Set(codes)).toEqual(new Set(answered.split(" ")));
    expect(rowsRead() - before).toBeLessThanOrEqual(MAX_ROWS);
  });
});

/** For how long an owner keeps messages, and the room (SPEC SET-7, SET-8). */
import { describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { RoomSettings } from "../../src/protocol/settings.ts";
import { DeletedRoomError } from "../../src/room/store.ts";
import { NOON, TestRoom } from "../support/test-room.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let changes = 0;

function configure(room: TestRoom, token: string, settings: RoomSettings): RoomEvent[] {
  return room.sendOverHttp(token, { type: "configure", id: `change-${++changes}`, settings });
}

function textsOf(room: TestRoom): string[] {
  const { events } = room.read.messagesBefore(undefined, 100);
  return events.flatMap((event) => (event.type === "message" ? [event.text] : []));
}

describe("[SET-7] retentionHours", () => {
  test("deletes older messages, those of before too, and is in the welcome", () => {
    const room = new TestRoom();
    const ownerKey = room.own();
    const ana = room.join("Ana");
    ana.publish("old");
    room.now += 3 * HOUR_MS;
    ana.publish("new");
    expect(configure(room, ownerKey, { retentionHours: 2 })).toMatchObject([
      { settings: { retentionHours: 2 } },
    ]);
    room.evict();
    expect(room.join("Bo").last("welcome").room.settings).toEqual({ retentionHours: 2 });
    // A thirtieth of that time at most, for which LOG-4 lets what has expired wait.
    expect(room.room.retentionDueAt()).toBe(room.now + (2 * HOUR_MS) / 30);
    room.now += (2 * HOUR_MS) / 30;
    while (room.room.prune());
    expect(textsOf(room)).toEqual(["new"]);
    room.now += 2 * HOUR_MS;
    while (room.room.prune());
    expect(textsOf(room)).toEqual([]);
    expect(room.room.isOver()).toBe(false);
    expect(JSON.stringify(room.database.prepare("SELECT text FROM log").all())).not.toMatch(/old|new/);
  });

  test("0 is as long as the deployment keeps them", () => {
    const room = new TestRoom();
    const ownerKey = room.own({ retentionHours: 1 });
    room.join("Ana").publish("kept");
    configure(room, ownerKey, { retentionHours: 0 });
    expect(room.read.view().settings).toEqual({});
    room.now += DAY_MS;
    while (room.room.prune());
    expect(textsOf(room)).toEqual(["kept"]);
  });

  test("is at most what the deployment keeps; where that becomes less, that counts", () => {
    const room = new TestRoom({ limits: { retentionMs: 2 * DAY_MS } });
    const ownerKey = room.own();
    expect(configure(room, ownerKey, { retentionHours: 49 })).toMatchObject([
      { type: "error", code: "bad_command", message: '"retentionHours" is at most 48 here.' },
    ]);
    expect(configure(room, ownerKey, { retentionHours: 48 })).toMatchObject([{ type: "settings" }]);
    const other = new TestRoom({ database: room.database, limits: { retentionMs: HOUR_MS } });
    other.join("Ana").publish("hello");
    other.now += HOUR_MS;
    while (other.room.prune());
    expect(textsOf(other)).toEqual([]);
  });

  test("that is too long creates no room", () => {
    const room = new TestRoom();
    expect(room.room.createOwned({ address: undefined, settings: { retentionHours: 10_000 } })).toMatchObject(
      {
        failure: { code: "bad_command" },
      },
    );
    expect(room.read.view().born).toBe(false);
  });
});

describe("[SET-8] expiresAt", () => {
  test("is when the room deletes itself, also with members in it", () => {
    const room = new TestRoom();
    const expiresAt = NOON + 5 * HOUR_MS;
    const ownerKey = room.own({ expiresAt });
    const ana = room.join("Ana");
    expect(ana.last("welcome").room.settings).toEqual({ expiresAt });
    ana.publish("hello");
    expect(room.room.retentionDueAt()).toBe(expiresAt);
    room.now = expiresAt - 1;
    expect(room.room.manage.expire()).toBe(false);
    expect(ana.publish("still here")).toMatchObject([{ type: "message" }]);
    room.now = expiresAt;
    expect(room.room.manage.expire()).toBe(true);
    expect(() => room.evict()).toThrow(DeletedRoomError);
    expect(ownerKey).toBeDefined();
  });

  test("can be changed, and 0 is never", () => {
    const room = new TestRoom();
    const ownerKey = room.own({ expiresAt: NOON + HOUR_MS });
    configure(room, ownerKey, { expiresAt: NOON + 2 * DAY_MS });
    expect(room.room.retentionDueAt()).toBe(NOON + 2 * DAY_MS);
    configure(room, ownerKey, { expiresAt: 0 });
    room.now += 300 * DAY_MS;
    expect(room.room.manage.expire()).toBe(false);
    expect(room.read.view().settings).toEqual({});
  });

  test.each([NOON, NOON - 1, 1])("of a time that has passed (%i) changes nothing", (expiresAt) => {
    const room = new TestRoom();
    const ownerKey = room.own();
    expect(configure(room, ownerKey, { expiresAt })).toMatchObject([{ code: "bad_command" }]);
    expect(room.read.view().settings).toEqual({});
    const other = new TestRoom();
    expect(other.room.createOwned({ address: undefined, settings: { expiresAt } })).toMatchObject({
      failure: { code: "bad_command" },
    });
  });

  test("a change that is repeated after its time is answered as before", () => {
    const room = new TestRoom();
    const ownerKey = room.own();
    const settings = { expiresAt: NOON + HOUR_MS };
    const command = { type: "configure", id: "once", settings, since: 0 } as const;
    room.sendOverHttp(ownerKey, command);
    configure(room, ownerKey, { expiresAt: 0 });
    room.now += DAY_MS;
    expect(room.sendOverHttp(ownerKey, command)).toMatchObject([{ type: "stored", id: "once" }]);
  });

  test("[SET-3] and retentionHours are for owners", () => {
    const room = new TestRoom();
    const ownerKey = room.own();
    const mo = room.join("Mo");
    room.giveRole(ownerKey, mo.session.member, "moderator");
    for (const settings of [{ expiresAt: NOON + DAY_MS }, { retentionHours: 1 }])
      expect(mo.send({ type: "configure", id: `m${++changes}`, settings })).toMatchObject([
        { code: "forbidden" },
      ]);
  });
});

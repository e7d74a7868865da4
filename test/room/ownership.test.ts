/** Owners and roles (SPEC OWN-1 to OWN-6, OWN-8). */
import { describe, expect, test } from "vitest";
import { MAX_ROLES } from "../../src/room/authority/authority.ts";
import type { NewRoom, RoomStore } from "../../src/room/store.ts";
import { MAX_REVOCATIONS } from "../../src/storage/sql-revocations.ts";
import { ticketOf } from "../support/tickets.ts";
import { TestRoom } from "../support/test-room.ts";

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };

function tablesOf({ database }: TestRoom): unknown[] {
  return database
    .prepare("SELECT name FROM sqlite_master WHERE name IN ('authority', 'role', 'slow_mode')")
    .all();
}

function ownedRoom() {
  const room = new TestRoom();
  return { room, ownerKey: room.own() };
}

describe("[OWN-2] a room with an owner", () => {
  test("is created by its first request, and refuses the next one", () => {
    const room = new TestRoom();
    expect(room.own()).toMatch(/^majlis-owner-[\w-]{43}$/);
    expect(room.read.view()).toMatchObject({ born: true, settings: {} });
    expect(room.room.createOwned({ address: undefined, settings: {} })).toMatchObject({
      failure: { code: "room_exists" },
    });
  });

  test("cannot be made of a room that exists", () => {
    const room = new TestRoom();
    room.join("Ana");
    expect(room.room.createOwned({ address: undefined, settings: {} })).toMatchObject({
      failure: { code: "room_exists" },
    });
    expect(tablesOf(room)).toEqual([]);
  });

  test("keeps the members who read it before, and sends its position to invisible readers", () => {
    const room = new TestRoom();
    const ana = room.join("Ana", { stream: "s" });
    const reader = room.joinInvisible();
    room.own();
    expect(reader.last("page").position).toBe(room.read.view().position);
    expect(
      room.sendOverHttp(ana.last("welcome").self.token, { type: "publish", id: "p", text: "hi" }),
    ).toMatchObject([{ type: "message" }]);
  });

  test("stores no key, only its hash", () => {
    const { room, ownerKey } = ownedRoom();
    const row = room.database.prepare("SELECT *, length(owner_key_hash) AS length FROM authority").get();
    expect(row).toMatchObject({ length: 32 });
    expect(JSON.stringify(row)).not.toContain(ownerKey);
  });

  test("is created with its owner or not at all", () => {
    let isFull = true;
    const sabotage = (store: RoomStore): RoomStore =>
      Object.assign(Object.create(store) as RoomStore, {
        create: (create: NewRoom) => {
          // The last statement of the creation fails.
          const ownerKeyHash = null as unknown as Uint8Array;
          const ownership = isFull && create.ownership && { ...create.ownership, ownerKeyHash };
          return store.create({ ...create, ...(ownership && { ownership }) });
        },
      });
    const room = new TestRoom({ sabotage });
    expect(() => room.own()).toThrow();
    expect(room.read.view()).toMatchObject({ born: false });
    expect(room.database.prepare("SELECT name FROM sqlite_master").all()).toEqual([]);
    isFull = false;
    const ownerKey = room.own();
    expect(room.join(undefined, { token: ownerKey }).last("welcome").self.role).toBe("owner");
  });

  test("counts as a new guest of its address", () => {
    const room = new TestRoom({ limits: { addressGuestRate: { perSecond: 1, burst: 1 } } });
    room.attemptJoin("Ana", { address: "192.0.2.7", stream: "s" });
    expect(room.room.createOwned({ address: "192.0.2.7", settings: {} })).toMatchObject({
      failure: { code: "rate_limited" },
    });
  });

  test("costs no other room a table or a row", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    ana.send({ type: "claim", id: "claim", key: "k" });
    ana.send({ type: "configure", id: "configure", settings: { topic: "tea" } });
    ana.send({ type: "role", id: "role", member: "m", role: "owner" });
    ana.publish("hello");
    expect(tablesOf(room)).toEqual([]);
    expect(ana.last("welcome")).toMatchObject({ self: { role: "guest" }, room: { settings: {} } });
  });
});

describe("[OWN-3] claim", () => {
  test("makes the sender's member an owner in all their sessions, and the others see it", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    const second = room.join(undefined, { token: ana.last("welcome").self.token });
    const bo = room.join("Bo");
    const member = { id: ana.session.member, name: "Ana" };
    const event = { type: "role", seq: 1, id: "c", from: member, member, role: "owner" };
    expect(ana.send({ type: "claim", id: "c", key: ownerKey })).toMatchObject([
      { type: "presence", id: "c", self: { name: "Ana", role: "owner" } },
      event,
    ]);
    expect(bo.last("role")).toMatchObject(event);
    const changed = [{ id: ana.session.member, name: "Ana", role: "owner" }];
    expect(bo.last("presence")).toEqual({ type: "presence", count: 2, changed });
    expect(second.last("presence")).toMatchObject({ changed });
    expect(second.session.role).toBe("owner");
    expect(second.send({ type: "configure", id: "s", settings: { topic: "tea" } })).toMatchObject([
      { type: "settings" },
    ]);
  });

  test("of an owner changes nothing, and is answered again", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    for (const id of ["c", "c", "again"])
      expect(ana.send({ type: "claim", id, key: ownerKey })[0]).toMatchObject({
        type: "presence",
        id,
        self: { role: "owner" },
      });
    expect(ana.all("role")).toHaveLength(1);
    const byKey = room.sendOverHttp(ownerKey, { type: "claim", id: "k", key: ownerKey });
    expect(byKey).toMatchObject([{ type: "presence", self: { name: "Owner", role: "owner" } }]);
    expect(room.database.prepare("SELECT member FROM role").all()).toHaveLength(1);
  });

  test("is kept over an eviction and a new join, by the member's own token", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    ana.send({ type: "claim", id: "c", key: ownerKey });
    const { token } = ana.last("welcome").self;
    room.leave(ana);
    room.evict();
    expect(room.join(undefined, { token }).last("welcome").self.role).toBe("owner");
  });

  test("of another key, or in a room without an owner, is forbidden", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    const other = ownedRoom().room.join("Bo");
    for (const key of ["", "majlis-owner-", `${ownerKey}x`, ownerKey.slice(0, -1), "\ud800"]) {
      expect(ana.send({ type: "claim", id: "c", key })).toMatchObject([{ code: "forbidden" }]);
      expect(other.send({ type: "claim", id: "c", key })).toMatchObject([{ code: "forbidden" }]);
    }
    const common = new TestRoom().join("Cem");
    expect(common.send({ type: "claim", id: "c", key: ownerKey })).toMatchObject([{ code: "forbidden" }]);
    expect(ana.publish("may I?")).toMatchObject([{ type: "message" }]);
  });
});

describe("[OWN-4] the owner key in place of a token", () => {
  test("is always the same member, an owner, also after an eviction", () => {
    const { room, ownerKey } = ownedRoom();
    const ids = [1, 2, 3].map(() => {
      room.evict();
      const guest = room.join(undefined, { token: ownerKey });
      expect(guest.last("welcome").self).toMatchObject({ name: "Owner", role: "owner" });
      room.leave(guest);
      return guest.session.member;
    });
    const [answer] = room.sendOverHttp(ownerKey, { type: "publish", id: "p", text: "over HTTP" });
    expect(answer).toMatchObject({ from: { id: ids[0], name: "Owner" } });
    expect(new Set(ids).size).toBe(1);
  });

  test("has the name that the request asks for", () => {
    const { room, ownerKey } = ownedRoom();
    const [answer] = room.sendOverHttp(
      ownerKey,
      { type: "publish", id: "p", text: "Sale!" },
      { name: "Shop" },
    );
    expect(answer).toMatchObject({ from: { name: "Shop" } });
    expect(room.tryJoin("a:b", { token: ownerKey })).toBe("invalid_name");
    expect(room.join("Shop", { token: ownerKey }).last("welcome").self.name).toBe("Shop");
  });

  test("never makes a guest, where it is another room's or the room has no owner", () => {
    const { ownerKey } = ownedRoom();
    const common = new TestRoom();
    common.join("Ana");
    for (const room of [new TestRoom(), common, new TestRoom({ name: "other" })]) {
      expect(room.tryJoin(undefined, { token: ownerKey })).toBe("invalid_token");
      expect(room.post("hi", { token: ownerKey })).toMatchObject({ failure: { code: "invalid_token" } });
    }
    const other = new TestRoom({ name: "other", seed: 9 });
    other.own();
    expect(other.tryJoin(undefined, { token: ownerKey })).toBe("invalid_token");
  });

  test("cannot lose its role, and outlives that its tokens are revoked", () => {
    const { room, ownerKey } = ownedRoom();
    const guest = room.join(undefined, { token: ownerKey });
    const { id, token } = guest.last("welcome").self;
    expect(room.giveRole(ownerKey, id, "guest")).toMatchObject([{ code: "forbidden" }]);
    guest.send({ type: "revoke", id: "r" });
    expect(room.tryJoin(undefined, { token })).toBe("revoked_token");
    expect(room.join(undefined, { token: ownerKey }).last("welcome").self).toMatchObject({
      id,
      role: "owner",
    });
  });
});

describe("[OWN-5] role", () => {
  test("gives and takes a role at once, and everyone sees it", () => {
    const { room, ownerKey } = ownedRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    room.giveRole(ownerKey, bo.session.member, "moderator");
    const member = { id: bo.session.member, name: "Bo" };
    for (const guest of [ana, bo]) {
      expect(guest.last("role")).toMatchObject({ member, role: "moderator", from: { name: "Owner" } });
      expect(guest.last("presence")).toMatchObject({ changed: [{ ...member, role: "moderator" }] });
    }
    expect(bo.send({ type: "configure", id: "1", settings: { write: "members" } })).toMatchObject([
      { type: "settings" },
    ]);
    room.giveRole(ownerKey, bo.session.member, "guest");
    expect(bo.publish("still?")).toMatchObject([{ code: "read_only" }]);
    expect(room.database.prepare("SELECT * FROM role").all()).toEqual([]);
  });

  test("is done once, however often it is sent", () => {
    const { room, ownerKey } = ownedRoom();
    const bo = room.join("Bo");
    const command = { type: "role", id: "r", member: bo.session.member, role: "member", since: 0 } as const;
    const [event] = room.sendOverHttp(ownerKey, command);
    if (event?.type !== "role") throw new Error("no event");
    for (const isEvicted of [false, true]) {
      if (isEvicted) room.evict();
      expect(room.sendOverHttp(ownerKey, command)).toEqual([{ type: "stored", id: "r", seq: event.seq }]);
    }
    expect(bo.all("role")).toHaveLength(1);
  });

  test("is for who is here, wrote lately or has a role; for no one else", () => {
    const room = new TestRoom({ limits: { repeatRows: 3 } });
    const ownerKey = room.own();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.publish("bye");
    for (const guest of [ana, bo]) room.leave(guest);
    expect(room.giveRole(ownerKey, bo.session.member, "member")).toMatchObject([
      { code: "member_not_found" },
    ]);
    expect(room.giveRole(ownerKey, ana.session.member, "member")).toMatchObject([
      { type: "role", member: { name: "Ana" } },
    ]);
    const cem = room.join("Cem");
    for (let count = 0; count < 5; count++) cem.publish("more");
    expect(room.giveRole(ownerKey, ana.session.member, "guest")).toMatchObject([
      { type: "role", member: { name: "Ana" } },
    ]);
    expect(room.giveRole(ownerKey, ana.session.member, "member")).toMatchObject([
      { code: "member_not_found" },
    ]);
  });

  test("[HTTP-15] is not for guests without a token", () => {
    const { room, ownerKey } = ownedRoom();
    const posted = room.post("hello", { name: "Ana" });
    if (!posted.ok || posted.value.type !== "message") throw new Error("not posted");
    expect(room.giveRole(ownerKey, posted.value.from.id, "moderator")).toMatchObject([{ code: "forbidden" }]);
  });

  test("hands ownership on: the former owner can give themselves less", () => {
    const { room, ownerKey } = ownedRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.send({ type: "claim", id: "c", key: ownerKey });
    ana.send({ type: "role", id: "1", member: bo.session.member, role: "owner" });
    ana.send({ type: "role", id: "2", member: ana.session.member, role: "guest" });
    const { member } = ana.session;
    expect(ana.send({ type: "role", id: "3", member, role: "owner" })).toMatchObject([{ code: "forbidden" }]);
    expect(bo.send({ type: "role", id: "4", member, role: "reader" })).toMatchObject([
      { type: "role" },
      { type: "presence" },
    ]);
    expect(ana.publish("may I?")).toMatchObject([{ code: "forbidden" }]);
  });
});

test("[OWN-1] a role that is taken within a request counts for its next command", () => {
  const { room, ownerKey } = ownedRoom();
  const ana = room.join("Ana");
  ana.send({ type: "claim", id: "c", key: ownerKey });
  const { id, token } = ana.last("welcome").self;
  const request = room.room.identifyRequest({
    token,
    name: undefined,
    address: undefined,
    idSource: "command",
  });
  if (!request.ok) throw new Error(request.failure.code);
  room.room.execute(request.value, { type: "role", id: "1", member: id, role: "guest" });
  const { answer } = room.room.execute(request.value, { type: "role", id: "2", member: id, role: "owner" });
  expect(answer).toMatchObject([{ code: "forbidden" }]);
});

describe("[OWN-8] another owner key", () => {
  const renew = (room: TestRoom, token: string) => {
    const renewed = room.room.manage.renewOwnerKey(room.originOf(token));
    if (!renewed.ok) throw new Error(renewed.failure.code);
    room.perform({ answer: [], effects: renewed.value.effects }, undefined);
    return renewed.value.ownerKey;
  };

  test("voids the former one at once, with all that was joined with it and given to it", () => {
    const { room, ownerKey } = ownedRoom();
    const [script, ana] = [room.join(undefined, { token: ownerKey }), room.join("Ana")];
    const { id, token, ticketKey = "" } = script.last("welcome").self;
    const newKey = renew(room, ownerKey);
    expect(newKey).toMatch(/^majlis-owner-[\w-]{43}$/);
    expect([script.closed, ana.closed]).toEqual(["revoked_token", undefined]);
    for (const isEvicted of [false, true]) {
      if (isEvicted) room.evict();
      expect(room.tryJoin(undefined, { token: ownerKey })).toBe("invalid_token");
      expect(room.tryJoin(undefined, { token })).toBe("revoked_token");
      const use = { session: "s", generation: 1 };
      const ticket = ticketOf(ticketKey, room.now, use);
      expect(room.tryJoin(undefined, { ticket, client: { ...use, isSocket: true } })).toBe("revoked_token");
      expect(ana.send({ type: "claim", id: "c", key: ownerKey })).toMatchObject([{ code: "forbidden" }]);
      const again = room.join(undefined, { token: newKey });
      const { self } = again.last("welcome");
      expect(self).toMatchObject({ id, name: "Owner", role: "owner" });
      // Within the same second as the revocation.
      expect(room.join(undefined, { token: self.token }).last("welcome").self).toMatchObject({ id });
    }
  });

  test("leaves those owners who claimed the former one", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    ana.send({ type: "claim", id: "c", key: ownerKey });
    const newKey = renew(room, ana.last("welcome").self.token);
    room.evict();
    expect(ana.send({ type: "configure", id: "s", settings: { topic: "tea" } })).toMatchObject([
      { type: "settings" },
    ]);
    expect(renew(room, newKey)).not.toBe(newKey);
  });

  test("is for owners, of rooms that have one", () => {
    const { room, ownerKey } = ownedRoom();
    for (const role of ["moderator", "member", "guest", "reader"] as const) {
      const guest = room.join(role);
      room.giveRole(ownerKey, guest.session.member, role);
      const origin = room.originOf(guest.last("welcome").self.token);
      expect(room.room.manage.renewOwnerKey(origin)).toMatchObject({ failure: { code: "forbidden" } });
    }
    const common = new TestRoom();
    const ana = common.join("Ana");
    expect(common.room.manage.renewOwnerKey(common.originOf(ana.last("welcome").self.token))).toMatchObject({
      failure: { code: "forbidden" },
    });
    expect(room.join(undefined, { token: ownerKey }).last("welcome").self.role).toBe("owner");
  });

  test("is made also where the room keeps as many revocations as it may, and is in the audit log", () => {
    const { room, ownerKey } = ownedRoom();
    const script = room.join(undefined, { token: ownerKey });
    const ana = room.join("Ana");
    ana.send({ type: "revoke", id: "r" });
    const insert = room.database.prepare("INSERT INTO revocation (member, until) VALUES (?, ?)");
    for (let count = 1; count < MAX_REVOCATIONS; count++) insert.run(`m${count}`, room.now / 1_000);
    const newKey = renew(room, ownerKey);
    expect(room.tryJoin(undefined, { token: script.last("welcome").self.token })).toBe("revoked_token");
    const audit = room.readAs({ token: newKey }).audit(undefined);
    expect(audit).toMatchObject({ value: { entries: [{ action: "owner_key", from: { name: "Owner" } }] } });
    expect(JSON.stringify(audit)).not.toContain(newKey);
  });
});

describe("[OWN-6] roles that are kept", () => {
  test("are bounded: one more is refused until one is taken", () => {
    const room = new TestRoom({
      limits: { memberRate: UNLIMITED, roomRate: UNLIMITED, frameRate: UNLIMITED },
    });
    const ownerKey = room.own();
    const guests = Array.from({ length: MAX_ROLES + 1 }, (_, index) => room.join(`Guest ${index}`));
    const [first, last] = [guests[0], guests.at(-1)];
    if (first === undefined || last === undefined) throw new Error("no guests");
    for (const guest of guests.slice(0, -1)) room.giveRole(ownerKey, guest.session.member, "member");
    expect(room.giveRole(ownerKey, last.session.member, "member")).toMatchObject([{ code: "forbidden" }]);
    expect(last.send({ type: "claim", id: "c", key: ownerKey })).toMatchObject([{ code: "forbidden" }]);
    room.giveRole(ownerKey, first.session.member, "guest");
    expect(room.giveRole(ownerKey, last.session.member, "member")).toMatchObject([{ type: "role" }, {}]);
  });

  test("[ID-20] that of an owner too, and the room keeps its key", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    ana.send({ type: "claim", id: "c", key: ownerKey });
    ana.send({ type: "revoke", id: "r" });
    expect(ana.closed).toBe("revoked_token");
    room.evict();
    expect(room.database.prepare("SELECT * FROM role").all()).toEqual([]);
    const bo = room.join("Bo");
    expect(bo.send({ type: "claim", id: "c", key: ownerKey })[0]).toMatchObject({ self: { role: "owner" } });
  });

  test("[ID-20] are forgotten with the member's tokens", () => {
    const { room, ownerKey } = ownedRoom();
    const bo = room.join("Bo");
    room.giveRole(ownerKey, bo.session.member, "moderator");
    bo.send({ type: "revoke", id: "r" });
    expect(room.database.prepare("SELECT * FROM role").all()).toEqual([]);
  });
});

/** Keys with which a site vouches in one room alone (SPEC VOUCH-11 to VOUCH-13): who adds them, and what ends with them. */
import { describe, expect, test } from "vitest";
import { ROLES } from "../../src/protocol/roles.ts";
import type { RoomKey, RoomKeyRole } from "../../src/protocol/room-keys.ts";
import { MAX_KEYS_PER_ISSUER, MAX_ROOM_KEYS } from "../../src/room/authority/room-keys.ts";
import { fingerprintOf } from "../../src/room/identity/key-fingerprint.ts";
import { isVouchedId } from "../../src/room/identity/ids.ts";
import type { VouchedClaims } from "../../src/room/identity/vouched-claims.ts";
import { ok } from "../../src/text/result.ts";
import { NOON, SITE_TOKEN, TestRoom, type TestGuest } from "../support/test-room.ts";

const HOUR_MS = 3_600_000;
const SHOP = "https://shop.example";
const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
const SIGN_IN_EXPIRED = { type: "error", code: "sign_in_expired" };

/** A key with a secret that begins with `byte`. */
function keyOf(kid: string, { iss = SHOP, byte = 7, maxRole = "member" as RoomKeyRole } = {}): RoomKey {
  return { kid, iss, alg: "HS256", key: new Uint8Array(32).fill(byte), maxRole };
}

/** What a token says that this key signed. */
function claimsBy(key: RoomKey, more: Partial<VouchedClaims> = {}): VouchedClaims {
  const by = { issuer: key.iss, scope: "room", key: fingerprintOf(key, "room") } as const;
  const when = { issuedAt: NOON / 1_000, expiresAt: NOON + HOUR_MS };
  return { ...by, ...when, subject: "user-1", name: "Sara", role: "member", ...more };
}

const FIRST = keyOf("2026-11");
const SECOND = keyOf("2026-12", { byte: 8 });

function roomWith(...keys: readonly RoomKey[]) {
  const limits = { memberRate: UNLIMITED, frameRate: UNLIMITED, roomRate: UNLIMITED };
  const room = new TestRoom({ limits });
  const ownerKey = room.own();
  for (const key of keys) expect(room.putKey(ownerKey, key).ok).toBe(true);
  return { room, ownerKey };
}

const sara = (room: TestRoom, key = FIRST, more: Partial<VouchedClaims> = {}) =>
  room.join(undefined, { vouched: claimsBy(key, more) });
const selfOf = (member: TestGuest) => member.last("welcome").self;

function tablesOf({ database }: TestRoom): unknown[] {
  return database.prepare("SELECT name FROM sqlite_master WHERE name = 'room_key'").all();
}

describe("[VOUCH-11] an owner's key", () => {
  test("vouches for members of the room, also after it slept, and is seen without its secret", () => {
    const { room, ownerKey } = roomWith(FIRST);
    const shown = { kid: "2026-11", iss: SHOP, alg: "HS256", maxRole: "member", createdAt: NOON };
    expect(selfOf(sara(room))).toMatchObject({ name: "Sara", role: "member", vouched: true, token: "" });
    room.evict();
    expect(selfOf(sara(room))).toMatchObject({ name: "Sara", role: "member", vouched: true });
    expect(room.room.manage.keys(room.originOf(ownerKey))).toEqual(ok([shown]));
  });

  test("costs no room a table or a row that has none", () => {
    const { room, ownerKey } = roomWith();
    room.join("Ana").publish("hello");
    expect(tablesOf(room)).toEqual([]);
    room.putKey(ownerKey, FIRST);
    expect(tablesOf(room)).toHaveLength(1);
  });

  test("is added, seen and removed by owners alone", () => {
    for (const role of ROLES) {
      const { room, ownerKey } = roomWith(FIRST);
      const ana = room.join("Ana");
      const { token } = selfOf(ana);
      if (role !== "guest") room.giveRole(ownerKey, ana.session.member, role);
      const origin = room.originOf(token);
      const outcomes = [
        room.putKey(token, SECOND),
        room.room.manage.keys(origin),
        room.removeKey(token, "2026-11"),
      ];
      const expected = role === "owner" ? undefined : "forbidden";
      expect(outcomes.map((each) => (each.ok ? undefined : each.failure.code))).toEqual(
        Array(3).fill(expected),
      );
    }
  });

  test("is none of a room without an owner, also for a vouched owner", () => {
    const room = new TestRoom();
    room.siteKeys.add("key-1");
    const vouched = { ...claimsBy(FIRST), scope: "deployment", key: "key-1", role: "owner" } as const;
    room.join(undefined, { vouched });
    const origin = room.room.identifyRequest({
      token: SITE_TOKEN,
      vouched: ok(vouched),
      name: undefined,
      address: undefined,
      idSource: "generated",
    });
    if (!origin.ok) throw new Error(origin.failure.code);
    expect(room.room.manage.putKey(origin.value, keyOf("k", { iss: "https://blog.example" }))).toMatchObject({
      failure: { code: "forbidden", message: "A room without an owner has no keys." },
    });
    expect(room.room.manage.keys(origin.value)).toEqual(ok([]));
  });

  test("leaves an entry in the audit log with who and its name, and no secret anywhere but in its row", () => {
    const { room, ownerKey } = roomWith(FIRST);
    room.putKey(ownerKey, FIRST);
    room.removeKey(ownerKey, "2026-11");
    const { entries } = ((page) => (page.ok ? page.value : undefined))(
      room.readAs({ token: ownerKey }).audit(undefined),
    ) ?? { entries: [] };
    expect(entries).toMatchObject([
      { action: "remove_key", kid: "2026-11", from: { name: "Owner" } },
      { action: "add_key", kid: "2026-11", from: { name: "Owner" } },
    ]);
    expect(entries).toHaveLength(2);
    for (const entry of entries)
      expect(Object.keys(entry).toSorted()).toEqual(["action", "at", "from", "id", "kid"]);
  });

  test("does not vouch by the name of an issuer whose keys the deployment has, nor any more once it has one", () => {
    const { room, ownerKey } = roomWith(FIRST);
    const member = sara(room);
    room.siteIssuers.add(SHOP);
    expect(room.putKey(ownerKey, SECOND)).toMatchObject({
      failure: { code: "forbidden", message: expect.stringContaining("This deployment") as string },
    });
    expect(room.room.keys).toEqual([]);
    expect(member.publish("hi")).toMatchObject([SIGN_IN_EXPIRED]);
    expect(room.tryJoin(undefined, { vouched: claimsBy(FIRST) })).toBe("invalid_token");
    expect(room.room.manage.keys(room.originOf(ownerKey))).toMatchObject({ value: [{ kid: "2026-11" }] });
    room.siteIssuers.clear();
    expect(member.publish("hi")).toMatchObject([{ type: "message" }]);
  });

  test("[VOUCH-5] gives no member the id that the deployment's key of the same issuer would give", () => {
    const { room } = roomWith(FIRST, keyOf("other", { iss: "https://blog.example" }));
    room.siteKeys.add("key-1");
    const bySite = room.join(undefined, {
      vouched: { ...claimsBy(FIRST), scope: "deployment", key: "key-1" },
    });
    const ids = [
      bySite,
      sara(room),
      sara(room, keyOf("other", { iss: "https://blog.example" })),
      sara(room, FIRST, { subject: "user-2" }),
    ].map((each) => selfOf(each).id);
    expect(new Set(ids).size).toBe(4);
    expect(ids.every(isVouchedId)).toBe(true);
  });

  test("is none in another room, though the same key is there under the same name", () => {
    const [tea, coffee] = [roomWith(FIRST), new TestRoom({ name: "coffee", seed: 2 })];
    const ownerKey = coffee.own();
    expect(coffee.tryJoin(undefined, { vouched: claimsBy(FIRST) })).toBe("invalid_token");
    coffee.putKey(ownerKey, FIRST);
    expect(selfOf(coffee.join(undefined, { vouched: claimsBy(FIRST) })).id).not.toBe(
      selfOf(sara(tea.room)).id,
    );
  });

  test("[VOUCH-6] keeps guests from the names that it vouches for, from the moment on that it is added", () => {
    const { room, ownerKey } = roomWith();
    const guest = room.join("Sara");
    room.putKey(ownerKey, FIRST);
    expect(selfOf(sara(room)).name).toBe("Sara");
    expect(guest.last("presence")).toMatchObject({ changed: [{ name: "Sara (2)" }] });
  });
});

describe("[VOUCH-12] a room keeps", () => {
  test("two keys of an issuer: a third is refused with the reason, also under a name that another issuer's has", () => {
    const { room, ownerKey } = roomWith(FIRST, SECOND, keyOf("blog", { iss: "https://blog.example" }));
    const refused = {
      code: "forbidden",
      message: `An issuer has at most ${MAX_KEYS_PER_ISSUER} keys in a room, while one takes the other's place. Remove one of them first.`,
    };
    for (const kid of ["2027-01", "blog"])
      expect(room.putKey(ownerKey, keyOf(kid, { byte: 9 }))).toEqual({ ok: false, failure: refused });
    expect(room.removeKey(ownerKey, "2026-11")).toMatchObject({ ok: true });
    expect(room.putKey(ownerKey, keyOf("2027-01", { byte: 9 }))).toMatchObject({ ok: true });
  });

  test("a bounded number in all, and one more takes the place of another alone", () => {
    const { room, ownerKey } = roomWith();
    const put = (number: number, byte = 7) =>
      room.putKey(ownerKey, keyOf(`k${number}`, { iss: `https://${number}.example`, byte }));
    for (let number = 0; number < MAX_ROOM_KEYS; number++) expect(put(number).ok).toBe(true);
    expect(put(MAX_ROOM_KEYS)).toMatchObject({ failure: { code: "forbidden" } });
    expect(put(3, 8).ok).toBe(true);
    room.evict();
    expect(put(MAX_ROOM_KEYS)).toMatchObject({ failure: { code: "forbidden" } });
  });
});

describe("[VOUCH-13] a key that is removed in mid-connection", () => {
  test("leaves readers, who are notified at once to sign in again, and whom the others see as readers", () => {
    const { room, ownerKey } = roomWith(FIRST);
    const [member, bo] = [sara(room), room.join("Bo")];
    room.now += 1_000;
    room.removeKey(ownerKey, "2026-11");
    expect(member.all("error")).toMatchObject([SIGN_IN_EXPIRED]);
    const { self } = member.all("presence").find((presence) => presence.self !== undefined) ?? {};
    expect(self).toMatchObject({ role: "reader", expiresInMs: 0 });
    expect(bo.last("presence")).toMatchObject({ changed: [{ name: "Sara", role: "reader" }] });
    expect(member.publish("hi")).toMatchObject([SIGN_IN_EXPIRED]);
    room.evict();
    expect(member.publish("hi")).toMatchObject([SIGN_IN_EXPIRED]);
    bo.publish("still read");
    expect(member.texts).toEqual(["still read"]);
  });

  test("[PRIV-3] closes the sessions of a private room", () => {
    const { room, ownerKey } = roomWith(FIRST);
    const member = sara(room);
    room.sendOverHttp(ownerKey, { type: "configure", id: "c", settings: { read: "members" } });
    room.removeKey(ownerKey, "2026-11");
    expect(member.closed).toBe("expired_token");
  });

  test("refuses its tokens and tickets, for a join, authenticate and every request, also one that was verified before", () => {
    const { room, ownerKey } = roomWith(FIRST);
    const vouched = claimsBy(FIRST);
    const use = { session: "s", generation: 1 };
    const granted = room.room.grantTicket({
      token: SITE_TOKEN,
      vouched: ok(vouched),
      name: undefined,
      address: undefined,
      use,
    });
    if (!granted.ok) throw new Error(granted.failure.code);
    const { ticket } = granted.value.grant;
    room.removeKey(ownerKey, "2026-11");
    const bo = room.join("Bo");
    for (const isEvicted of [false, true]) {
      if (isEvicted) room.evict();
      expect(room.tryJoin(undefined, { vouched })).toBe("invalid_token");
      expect(room.tryJoin(undefined, { ticket, client: { ...use, isSocket: true } })).toBe("invalid_token");
      expect(bo.send({ type: "authenticate", id: "a", token: SITE_TOKEN }, vouched)).toMatchObject([
        { type: "error", id: "a", code: "invalid_token" },
      ]);
      expect(() => room.sendOverHttp(SITE_TOKEN, { type: "typing", on: true }, { vouched })).toThrow(
        "invalid_token",
      );
      expect(room.room.read({ token: SITE_TOKEN, vouched: ok(vouched), address: undefined })).toMatchObject({
        failure: { code: "invalid_token" },
      });
    }
  });

  test.each([
    ["other material", keyOf("2026-11", { byte: 9 })],
    ["another issuer", keyOf("2026-11", { iss: "https://blog.example" })],
    ["less that it may give", keyOf("2026-11", { maxRole: "guest" })],
  ])("by another under its name, with %s", (_what, next) => {
    const { room, ownerKey } = roomWith(FIRST);
    const member = sara(room);
    room.now += 1_000;
    expect(room.putKey(ownerKey, next)).toMatchObject({ value: { createdAt: NOON + 1_000 } });
    expect(member.all("error")).toMatchObject([SIGN_IN_EXPIRED]);
    expect(room.tryJoin(undefined, { vouched: claimsBy(FIRST) })).toBe("invalid_token");
    expect(room.tryJoin(undefined, { vouched: claimsBy(next) })).not.toBe("invalid_token");
  });

  test("by the same again changes nothing, and leaves no entry", () => {
    const { room, ownerKey } = roomWith(FIRST);
    const member = sara(room);
    room.now += 1_000;
    expect(room.putKey(ownerKey, keyOf("2026-11"))).toMatchObject({ value: { createdAt: NOON } });
    expect(member.publish("hi")).toMatchObject([{ type: "message" }]);
    expect(room.database.prepare("SELECT COUNT(*) AS count FROM audit").get()).toEqual({ count: 1 });
  });

  test("takes nothing from those who renewed by the next key meanwhile: a rotation refuses no one", () => {
    const { room, ownerKey } = roomWith(FIRST);
    const members = [0, 1, 2, 3].map((user) => sara(room, FIRST, { subject: `user-${user}` }));
    room.putKey(ownerKey, SECOND);
    members.forEach((member, user) => {
      expect(member.publish("before")).toMatchObject([{ type: "message" }]);
      const renewed = claimsBy(SECOND, { subject: `user-${user}`, expiresAt: NOON + 2 * HOUR_MS });
      expect(member.send({ type: "authenticate", id: "a", token: SITE_TOKEN }, renewed)).toMatchObject([
        { type: "presence", self: { id: selfOf(member).id, role: "member" } },
      ]);
    });
    room.removeKey(ownerKey, "2026-11");
    for (const member of members) {
      expect(member.publish("after")).toMatchObject([{ type: "message" }]);
      expect(member.all("error")).toEqual([]);
    }
  });

  test("is not_found if there is none", () => {
    const { room, ownerKey } = roomWith();
    expect(room.removeKey(ownerKey, "2026-11")).toMatchObject({ failure: { code: "not_found" } });
  });
});

test("[MOD-6] who is banned stays banned by every key of the issuer", () => {
  const { room, ownerKey } = roomWith(FIRST, SECOND);
  const member = sara(room);
  room.sendOverHttp(ownerKey, { type: "moderate", id: "b", act: "ban", member: selfOf(member).id });
  expect(member.closed).toBe("banned");
  for (const key of [FIRST, SECOND]) {
    expect(room.tryJoin(undefined, { vouched: claimsBy(key) })).toBe("banned");
    const authenticate = { type: "authenticate", id: "a", token: SITE_TOKEN } as const;
    expect(room.join("Bo").send(authenticate, claimsBy(key))).toMatchObject([{ code: "banned" }]);
  }
});

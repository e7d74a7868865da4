/** Tokens of sites that are revoked one by one (SPEC VOUCH-14): by whom, for how long, and what ends with them. */
import { describe, expect, test } from "vitest";
import { ROLES, type Role } from "../../src/protocol/roles.ts";
import { MAX_REVOKED_TOKENS } from "../../src/room/authority/revoked-tokens.ts";
import { tokenId } from "../../src/room/identity/token-id.ts";
import type { VouchedClaims } from "../../src/room/identity/vouched-claims.ts";
import { ok } from "../../src/text/result.ts";
import { NOON, SITE_TOKEN, TestRoom, type TestGuest } from "../support/test-room.ts";

const HOUR_MS = 3_600_000;
const GRACE_MS = 60_000;
const DAY_S = 86_400;
const ISS = "https://shop.example";
const EXP = (NOON + HOUR_MS) / 1_000;
const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
const SIGN_IN_EXPIRED = { type: "error", code: "sign_in_expired" };

function claims(jti: string | undefined, more: Partial<VouchedClaims> = {}): VouchedClaims {
  return {
    issuer: ISS,
    scope: "deployment",
    subject: "user-1",
    name: "Sara",
    role: "member",
    issuedAt: NOON / 1_000,
    expiresAt: EXP * 1_000,
    key: "key-1",
    tokenId: jti === undefined ? undefined : tokenId({ iss: ISS, jti }),
    ...more,
  };
}

function ownedRoom() {
  const limits = { memberRate: UNLIMITED, frameRate: UNLIMITED, roomRate: UNLIMITED };
  const room = new TestRoom({ limits });
  room.siteKeys.add("key-1");
  return { room, ownerKey: room.own() };
}

const sara = (room: TestRoom, jti: string | undefined, more: Partial<VouchedClaims> = {}) =>
  room.join(undefined, { vouched: claims(jti, more) });
const selfOf = (member: TestGuest) => member.last("welcome").self;

function rowsOf({ database }: TestRoom): unknown {
  return database.prepare("SELECT id, until, by_owner FROM revoked_token ORDER BY id").all();
}

describe("[VOUCH-14] a token that is revoked", () => {
  test("leaves its sessions as readers at once, also when the room slept, and no other session of the member", () => {
    const { room, ownerKey } = ownedRoom();
    const [phone, laptop] = [sara(room, "t1"), sara(room, "t2")];
    const bo = room.join("Bo");
    expect(room.revokeSiteToken(ownerKey, { iss: ISS, jti: "t1", exp: EXP })).toMatchObject({ ok: true });
    expect([phone.all("error"), laptop.all("error")]).toMatchObject([[SIGN_IN_EXPIRED], []]);
    const { self } = phone.all("presence").find((presence) => presence.self !== undefined) ?? {};
    expect(self).toMatchObject({ role: "reader", expiresInMs: 0 });
    for (const isEvicted of [false, true]) {
      if (isEvicted) room.evict();
      expect(phone.publish("hi")).toMatchObject([SIGN_IN_EXPIRED]);
      expect(laptop.publish("hi")).toMatchObject([{ type: "message" }]);
    }
    bo.publish("still read");
    expect(phone.texts).toContain("still read");
    const renewed = phone.send({ type: "authenticate", id: "a", token: SITE_TOKEN }, claims("t3"));
    expect(renewed).toMatchObject([{ type: "presence", self: { role: "member" } }]);
    expect(phone.publish("back")).toMatchObject([{ type: "message" }]);
  });

  test("[PRIV-3] closes its sessions in a private room", () => {
    const { room, ownerKey } = ownedRoom();
    const member = sara(room, "t1");
    room.sendOverHttp(ownerKey, { type: "configure", id: "c", settings: { read: "members" } });
    room.revokeSiteToken(ownerKey, { iss: ISS, jti: "t1", exp: EXP });
    expect(member.closed).toBe("expired_token");
  });

  test("is refused everywhere, with its tickets, also when the room slept; the next one, and one without jti, count", () => {
    const { room, ownerKey } = ownedRoom();
    const vouched = claims("t1");
    const use = { session: "s", generation: 1 };
    const asked = { token: SITE_TOKEN, vouched: ok(vouched), address: undefined };
    const granted = room.room.grantTicket({ ...asked, name: undefined, use });
    if (!granted.ok) throw new Error(granted.failure.code);
    const { ticket } = granted.value.grant;
    room.revokeSiteToken(ownerKey, { iss: ISS, jti: "t1", exp: EXP });
    const bo = room.join("Bo");
    for (const isEvicted of [false, true]) {
      if (isEvicted) room.evict();
      expect(room.tryJoin(undefined, { vouched })).toBe("revoked_token");
      expect(room.tryJoin(undefined, { ticket, client: { ...use, isSocket: true } })).toBe("revoked_token");
      expect(room.room.read(asked)).toMatchObject({ failure: { code: "revoked_token" } });
      expect(() => room.sendOverHttp(SITE_TOKEN, { type: "typing", on: true }, { vouched })).toThrow(
        "revoked_token",
      );
      expect(bo.send({ type: "authenticate", id: "a", token: SITE_TOKEN }, vouched)).toMatchObject([
        { type: "error", id: "a", code: "revoked_token" },
      ]);
      for (const other of [claims("t2"), claims(undefined)])
        expect(room.tryJoin(undefined, { vouched: other })).not.toBe("revoked_token");
    }
  });

  test("is one of its issuer alone: another's token of that name counts", () => {
    const { room, ownerKey } = ownedRoom();
    const blog = "https://blog.example";
    room.revokeSiteToken(ownerKey, { iss: blog, jti: "t1", exp: EXP });
    expect(sara(room, "t1").publish("hi")).toMatchObject([{ type: "message" }]);
    const theirs = { issuer: blog, tokenId: tokenId({ iss: blog, jti: "t1" }) };
    expect(room.tryJoin(undefined, { vouched: claims("t1", theirs) })).toBe("revoked_token");
  });

  test("of a ticket counts as before where the token has no jti", () => {
    const { room } = ownedRoom();
    const use = { session: "s", generation: 1 };
    const granted = room.room.grantTicket({
      token: SITE_TOKEN,
      vouched: ok(claims(undefined)),
      name: undefined,
      address: undefined,
      use,
    });
    if (!granted.ok) throw new Error(granted.failure.code);
    const joined = room.join(undefined, {
      ticket: granted.value.grant.ticket,
      client: { ...use, isSocket: true },
    });
    expect(selfOf(joined)).toMatchObject({ name: "Sara", vouched: true });
  });
});

describe("[VOUCH-14] [MOD-2] a revocation", () => {
  test("is for moderators and owners", () => {
    for (const role of ROLES) {
      const { room, ownerKey } = ownedRoom();
      const ana = room.join("Ana");
      const { token } = selfOf(ana);
      if (role !== "guest") room.giveRole(ownerKey, ana.session.member, role);
      const revoked = room.revokeSiteToken(token, { iss: ISS, jti: "t1" });
      const expected = role === "owner" || role === "moderator" ? undefined : "forbidden";
      expect([role, revoked.ok ? undefined : revoked.failure.code]).toEqual([role, expected]);
    }
  });

  test.each<[Role, boolean, boolean]>([
    ["owner", false, true],
    ["moderator", false, true],
    ["member", true, true],
    ["guest", true, true],
  ])(
    "of a token of the role %s ends it by a moderator: %j, by an owner: %j",
    (role, byModerator, byOwner) => {
      for (const [by, isEnded] of [
        ["moderator", byModerator],
        ["owner", byOwner],
      ] as const) {
        const { room, ownerKey } = ownedRoom();
        const mo = room.join("Mo");
        room.giveRole(ownerKey, mo.session.member, by);
        const member = sara(room, "t1", { role });
        room.revokeSiteToken(selfOf(mo).token, { iss: ISS, jti: "t1" });
        expect([by, member.publish("hi")[0]?.type]).toEqual([by, isEnded ? "error" : "message"]);
        const again = room.tryJoin(undefined, { vouched: claims("t1", { role }) });
        expect([by, again === "revoked_token"]).toEqual([by, isEnded]);
      }
    },
  );

  test("by a moderator does not reach whom the room gave as much, and an owner's after it does, not the other way round", () => {
    const { room, ownerKey } = ownedRoom();
    const mo = room.join("Mo");
    room.giveRole(ownerKey, mo.session.member, "moderator");
    const member = sara(room, "t1");
    room.giveRole(ownerKey, member.session.member, "moderator");
    const revoke = (token: string) => room.revokeSiteToken(token, { iss: ISS, jti: "t1" });
    revoke(selfOf(mo).token);
    expect(member.publish("hi")).toMatchObject([{ type: "message" }]);
    revoke(ownerKey);
    expect(member.publish("hi")).toMatchObject([SIGN_IN_EXPIRED]);
    revoke(selfOf(mo).token);
    room.evict();
    expect(member.publish("hi")).toMatchObject([SIGN_IN_EXPIRED]);
  });

  test("leaves an entry in the audit log with who and the name of the token, and no token", () => {
    const { room, ownerKey } = ownedRoom();
    room.revokeSiteToken(ownerKey, { iss: ISS, jti: "t1", exp: EXP });
    const page = room.readAs({ token: ownerKey }).audit(undefined);
    expect(page).toMatchObject({
      value: { entries: [{ action: "revoke_token", jti: "t1", from: { name: "Owner" } }] },
    });
    expect(rowsOf(room)).toEqual([
      { id: tokenId({ iss: ISS, jti: "t1" }), until: EXP * 1_000 + GRACE_MS, by_owner: 1 },
    ]);
  });

  test("is kept until the token expires by itself, a day at most, and nothing of one that has", () => {
    const { room, ownerKey } = ownedRoom();
    const latest = NOON + DAY_S * 1_000 + GRACE_MS;
    const revoke = (exp: number | undefined, jti = "t1") =>
      room.revokeSiteToken(ownerKey, { iss: ISS, jti, exp });
    expect(revoke(latest / 1_000 + 1)).toMatchObject({ failure: { code: "bad_request" } });
    expect(revoke(NOON / 1_000 - 60)).toMatchObject({ ok: true });
    expect(room.database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'revoked_token'").all()).toEqual(
      [],
    );
    expect(revoke(undefined)).toMatchObject({ ok: true });
    expect(rowsOf(room)).toMatchObject([{ until: latest + GRACE_MS }]);
    room.now = latest + GRACE_MS;
    expect(revoke(undefined, "t2")).toMatchObject({ ok: true });
    expect(rowsOf(room)).toMatchObject([{ id: tokenId({ iss: ISS, jti: "t2" }) }]);
  });

  test("is one of a bounded number, until the oldest have expired", () => {
    const { room, ownerKey } = ownedRoom();
    const revoke = (number: number) => room.revokeSiteToken(ownerKey, { iss: ISS, jti: `t${number}` });
    for (let number = 0; number < MAX_REVOKED_TOKENS; number++) revoke(number);
    expect(revoke(MAX_REVOKED_TOKENS)).toMatchObject({ failure: { code: "overloaded" } });
    expect(revoke(3)).toMatchObject({ ok: true });
    room.evict();
    expect(revoke(MAX_REVOKED_TOKENS)).toMatchObject({ failure: { code: "overloaded" } });
    room.now += DAY_S * 1_000 + 2 * GRACE_MS;
    expect(revoke(MAX_REVOKED_TOKENS)).toMatchObject({ ok: true });
    expect(rowsOf(room)).toHaveLength(1);
  });

  test("is none of a room without an owner", () => {
    const room = new TestRoom();
    room.siteKeys.add("key-1");
    const vouched = claims("t1", { role: "moderator" });
    room.join(undefined, { vouched });
    const origin = room.room.identifyRequest({
      token: SITE_TOKEN,
      vouched: ok(vouched),
      name: undefined,
      address: undefined,
      idSource: "generated",
    });
    if (!origin.ok) throw new Error(origin.failure.code);
    expect(room.room.manage.revokeSiteToken(origin.value, { iss: ISS, jti: "t1" })).toMatchObject({
      failure: { code: "forbidden", message: "A room without an owner revokes no tokens." },
    });
  });
});

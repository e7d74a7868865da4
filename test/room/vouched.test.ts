/** Members for whom a site vouches (SPEC VOUCH-5 to VOUCH-9): who they are, what they are called, and for how long. */
import { describe, expect, test } from "vitest";
import type { VouchedClaims } from "../../src/room/identity/vouched-claims.ts";
import { ok } from "../../src/text/result.ts";
import { NOON, SITE_TOKEN, TestRoom, type TestGuest } from "../support/test-room.ts";

const HOUR_MS = 3_600_000;
const GRACE_MS = 60_000;
const SHOP = "https://shop.example";

function claims(more: Partial<VouchedClaims> = {}): VouchedClaims {
  return {
    issuer: SHOP,
    scope: "deployment",
    subject: "user-1",
    name: "Sara",
    role: "member",
    issuedAt: NOON / 1_000,
    expiresAt: NOON + HOUR_MS,
    key: "key-1",
    ...more,
  };
}

function openRoom(name = "tea"): TestRoom {
  const room = new TestRoom({ name });
  room.siteKeys.add("key-1");
  return room;
}

const sara = (room: TestRoom, more: Partial<VouchedClaims> = {}) =>
  room.join(undefined, { vouched: claims(more) });
const selfOf = (member: TestGuest) => member.last("welcome").self;
const nameIn = (room: TestRoom, { session }: TestGuest) =>
  room.read.members().list.find(({ id }) => id === session.member)?.name;

describe("[VOUCH-5] the member of a token", () => {
  test("is the same on every device and after the room slept, and created the room", () => {
    const room = openRoom();
    const [first, second] = [sara(room), sara(room, { expiresAt: NOON + 2 * HOUR_MS })];
    room.evict();
    const third = sara(room);
    expect(new Set([first, second, third].map((each) => selfOf(each).id)).size).toBe(1);
    expect(room.room.isCreated).toBe(true);
  });

  test("is another one in another room, of another issuer, and by another subject", () => {
    const room = openRoom();
    const other = new TestRoom({ name: "coffee", seed: 2 });
    other.siteKeys.add("key-1");
    const ids = [
      sara(room),
      sara(room, { subject: "user-2" }),
      sara(room, { issuer: "https://blog.example" }),
      sara(room, { issuer: `${SHOP}/user`, subject: "1" }),
      sara(other),
    ].map((each) => selfOf(each).id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("has an id that no guest has, and a mark that follows from it, also in what is stored", () => {
    const room = openRoom();
    const guests = Array.from({ length: 40 }, () => room.join("Bo"));
    const member = sara(room);
    expect(selfOf(member)).toMatchObject({ id: expect.stringMatching(/^[a-z2-7]{15}9$/), vouched: true });
    for (const guest of guests) expect(selfOf(guest).id).not.toMatch(/9$/);
    expect(member.publish("hi")[0]).toMatchObject({ from: { vouched: true } });
    guests[0]?.publish("hi");
    room.evict();
    const page = room.join("Cy").last("page");
    expect(page.events.map(({ from }) => from.vouched)).toEqual([true, undefined]);
    const listed = room.read.members().list.filter(({ vouched }) => vouched === true);
    expect(listed.map(({ name }) => name)).toEqual(["Sara"]);
  });

  test("has the role of the token, in the roster too", () => {
    const room = openRoom();
    expect(selfOf(sara(room, { role: "moderator" })).role).toBe("moderator");
    expect(room.read.members().list[0]?.role).toBe("moderator");
  });

  test("[OWN-3] is what the room gave them, where that is more: by a claim it outlasts the token", () => {
    const room = openRoom();
    const ownerKey = room.own();
    const moderator = sara(room, { role: "moderator" });
    moderator.send({ type: "claim", id: "c", key: ownerKey });
    expect(moderator.last("presence")).toMatchObject({ id: "c", self: { role: "owner", vouched: true } });
    room.leave(moderator);
    room.evict();
    expect(selfOf(sara(room, { role: "member" })).role).toBe("owner");
  });

  test("[SET-3] changes no settings or roles in a room without an owner, whatever the token says", () => {
    const room = openRoom();
    const [moderator, bo] = [sara(room, { role: "owner" }), room.join("Bo")];
    const { member } = bo.session;
    for (const command of [
      { type: "configure", id: "s", settings: { topic: "tea" } },
      { type: "role", id: "r", member, role: "guest" },
      { type: "role", id: "q", member, role: "member" },
    ] as const)
      expect(moderator.send(command)).toMatchObject([{ type: "error", code: "forbidden" }]);
    const origin = room.room.identifyRequest({
      token: SITE_TOKEN,
      vouched: { ok: true, value: claims({ role: "owner" }) },
      name: undefined,
      address: undefined,
      idSource: "generated",
    });
    if (!origin.ok) throw new Error(origin.failure.code);
    expect(room.room.manage.createLink(origin.value, { role: "member" })).toMatchObject({
      failure: { code: "forbidden" },
    });
  });

  test("[VOUCH-7] is given no token of the room, which would count for longer than the site's", () => {
    const room = openRoom();
    expect(selfOf(sara(room))).toEqual({
      id: expect.any(String) as string,
      name: "Sara",
      role: "member",
      vouched: true,
      token: "",
      expiresInMs: HOUR_MS,
    });
  });
});

describe("[VOUCH-6] the name in the token", () => {
  test("is kept beside a guest of that name, who gets a number at once, in all sessions and for all", () => {
    const room = openRoom();
    const guest = room.join("sara");
    const tab = room.join(undefined, { token: selfOf(guest).token });
    const bo = room.join("Bo");
    const member = sara(room);
    expect(selfOf(member).name).toBe("Sara");
    const changed = [{ id: selfOf(guest).id, name: "sara (2)" }];
    for (const each of [guest, tab, bo]) expect(each.last("presence")).toMatchObject({ changed });
    expect(member.all("presence")).toEqual([]);
    expect(member.last("welcome").members.list.map(({ name }) => name)).toContain("sara (2)");
    expect(guest.publish("hi")[0]).toMatchObject({ from: { name: "sara (2)" } });
    room.evict();
    expect(tab.publish("ho")[0]).toMatchObject({ from: { name: "sara (2)" } });
  });

  test.each(["Sara", "sara", "Sаrа", "Ｓａｒａ", "SARA"])("is not taken by a guest as %j", (name) => {
    const room = openRoom();
    sara(room);
    expect(selfOf(room.join(name)).name).toMatch(/ \(2\)$/);
    const bo = room.join("Bo");
    bo.send({ type: "rename", id: "r", name });
    expect(bo.last("presence").self?.name).toMatch(/ \(3\)$/);
    expect(room.post("hi", { name })).toMatchObject({
      value: { from: { name: expect.stringMatching(/\(\d\)$/) } },
    });
  });

  test("is not free for guests while its member is away, also from their address, nor after the room slept", () => {
    const room = openRoom();
    const member = room.join(undefined, { vouched: claims(), address: "198.51.100.1" });
    member.publish("hi");
    room.leave(member);
    expect(selfOf(room.join("Sara", { address: "198.51.100.1" })).name).toBe("Sara (2)");
    room.evict();
    expect(selfOf(room.join("Sara", { address: "203.0.113.1" })).name).not.toBe("Sara");
    expect(selfOf(sara(room)).name).toBe("Sara");
  });

  test("is not free after more guests wrote than the room remembers", () => {
    const room = openRoom();
    const member = sara(room);
    member.publish("hi");
    room.leave(member);
    for (let guest = 0; guest < 300; guest++) {
      room.now += 1_000;
      room.post("hi", { name: `Bo ${guest}`, address: `10.0.${guest >> 8}.${guest & 255}` });
    }
    expect(selfOf(room.join("Sara")).name).toBe("Sara (2)");
  });

  test("has a number beside another vouched member of that name", () => {
    const room = openRoom();
    sara(room);
    expect(selfOf(sara(room, { subject: "user-2" })).name).toBe("Sara (2)");
  });

  test("counts in all sessions when a newer token has another one", () => {
    const room = openRoom();
    const old = sara(room);
    const bo = room.join("Bo");
    sara(room, { name: "Sara B" });
    expect(nameIn(room, old)).toBe("Sara B");
    expect(bo.last("presence")).toMatchObject({ changed: [{ name: "Sara B" }] });
    expect(old.publish("hi")[0]).toMatchObject({ from: { name: "Sara B" } });
  });

  test("is changed by the site alone", () => {
    const room = openRoom();
    const member = sara(room);
    expect(member.send({ type: "rename", id: "r", name: "Admin" })).toMatchObject([
      {
        type: "error",
        id: "r",
        code: "forbidden",
        message: "Your site vouches for your name: change it there.",
      },
    ]);
    expect(nameIn(room, member)).toBe("Sara");
  });

  test("over HTTP numbers the guests who have it, as the request may be the first that the room sees of its sender", () => {
    const room = openRoom();
    const guest = room.join("Sara");
    const answer = room.sendOverHttp(
      SITE_TOKEN,
      { type: "publish", id: "p", text: "hi" },
      { vouched: claims() },
    );
    expect(answer).toMatchObject([{ type: "message", from: { name: "Sara", vouched: true } }]);
    expect(guest.last("presence")).toMatchObject({ changed: [{ name: "Sara (2)" }] });
  });
});

describe("[VOUCH-8] a token that expires in mid-connection", () => {
  const expire = (room: TestRoom) => {
    room.now = NOON + HOUR_MS + GRACE_MS;
  };
  const SIGN_IN_EXPIRED = {
    type: "error",
    code: "sign_in_expired",
    message: "Your sign-in has expired. You can read, and write again once your site has renewed it.",
  };

  test("counts until a minute after it", () => {
    const room = openRoom();
    const member = sara(room);
    room.now = NOON + HOUR_MS + GRACE_MS - 1;
    room.perform(room.room.noteExpiredSignIns(), undefined);
    expect(member.publish("still here")).toMatchObject([{ type: "message" }]);
    expect(member.all("error")).toEqual([]);
  });

  test("leaves a reader, who is notified, and whom the others see as one", () => {
    const room = openRoom();
    const member = sara(room);
    const bo = room.join("Bo");
    expire(room);
    room.perform(room.room.noteExpiredSignIns(), undefined);
    expect(member.all("error")).toEqual([SIGN_IN_EXPIRED]);
    expect(member.all("presence").find(({ self }) => self !== undefined)?.self).toMatchObject({
      role: "reader",
      expiresInMs: 0,
    });
    expect(bo.last("presence")).toMatchObject({ changed: [{ name: "Sara", role: "reader" }] });
    room.perform(room.room.noteExpiredSignIns(), undefined);
    expect(member.all("error")).toHaveLength(1);
    bo.publish("do you hear me?");
    expect(member.texts).toEqual(["do you hear me?"]);
  });

  test.each(["noticed by the room", "not noticed yet", "noticed, and the room slept"])(
    "refuses every command that a reader may not send, %s",
    (when) => {
      const room = openRoom();
      const member = sara(room);
      expire(room);
      if (when !== "not noticed yet") room.perform(room.room.noteExpiredSignIns(), undefined);
      if (when.endsWith("slept")) room.evict();
      expect(member.publish("hi")).toMatchObject([SIGN_IN_EXPIRED]);
      expect(member.send({ type: "react", id: "x", seq: 1, emoji: "👍", on: true })).toMatchObject([
        SIGN_IN_EXPIRED,
      ]);
      expect(member.send({ type: "history", id: "h" })).toMatchObject([{ type: "page" }]);
      expect(room.join("Bo").last("page").events).toEqual([]);
    },
  );

  test.each([false, true])("[PRIV-3] ends the session in a private room (the room slept: %j)", (hasSlept) => {
    const room = openRoom();
    const ownerKey = room.own({ read: "members" });
    const member = sara(room);
    expect(selfOf(member).role).toBe("member");
    room.join(undefined, { token: ownerKey }).publish("among us");
    expire(room);
    expect(member.publish("hi")).toMatchObject([SIGN_IN_EXPIRED]);
    if (hasSlept) room.evict();
    room.perform(room.room.noteExpiredSignIns(), undefined);
    expect([member.closed, member.texts]).toEqual(["expired_token", ["among us"]]);
    expect(room.tryJoin(undefined, { vouched: claims() })).toBe("expired_token");
  });

  test("[PRIV-1] that makes a guest does not let them into a private room", () => {
    const room = openRoom();
    room.own({ read: "members" });
    const vouched = claims({ role: "guest" });
    expect(room.tryJoin(undefined, { vouched })).toBe("members_only");
    expect(room.room.read({ token: SITE_TOKEN, address: undefined, vouched: ok(vouched) })).toMatchObject({
      failure: { code: "members_only" },
    });
    expect(room.readAs({ token: SITE_TOKEN, vouched: ok(claims()) }).view()).toMatchObject({ born: true });
  });

  test("is renewed by authenticate with the next one, before and after", () => {
    const room = openRoom();
    const member = sara(room);
    const renew = (expiresAt: number) =>
      member.send({ type: "authenticate", id: `a${expiresAt}`, token: SITE_TOKEN }, claims({ expiresAt }));
    expect(renew(NOON + 2 * HOUR_MS)).toMatchObject([{ self: { role: "member", expiresInMs: 2 * HOUR_MS } }]);
    expire(room);
    room.perform(room.room.noteExpiredSignIns(), undefined);
    expect(member.publish("hi")).toMatchObject([{ type: "message" }]);
    room.now = NOON + 3 * HOUR_MS;
    room.perform(room.room.noteExpiredSignIns(), undefined);
    expect(member.publish("ho")).toMatchObject([SIGN_IN_EXPIRED]);
    expect(renew(NOON + 4 * HOUR_MS)).toMatchObject([{ self: { role: "member" } }]);
    expect(member.publish("ho")).toMatchObject([{ type: "message" }]);
    room.evict();
    expect(member.publish("hu")).toMatchObject([{ type: "message" }]);
  });

  test("is not renewed by one that has expired itself", () => {
    const room = openRoom();
    const member = sara(room);
    expire(room);
    const renewed = member.send({ type: "authenticate", id: "a", token: SITE_TOKEN }, claims());
    expect(renewed).toMatchObject([{ type: "error", id: "a", code: "expired_token" }]);
  });

  test("does not take the role of another session whose token counts", () => {
    const room = openRoom();
    sara(room);
    const renewed = sara(room, { expiresAt: NOON + 2 * HOUR_MS });
    expire(room);
    room.perform(room.room.noteExpiredSignIns(), undefined);
    expect(room.read.members().list[0]?.role).toBe("member");
    expect(renewed.publish("hi")).toMatchObject([{ type: "message" }]);
  });

  test("opens no further session, and no request", () => {
    const room = openRoom();
    expire(room);
    expect(room.tryJoin(undefined, { vouched: claims() })).toBe("expired_token");
    expect(() =>
      room.sendOverHttp(SITE_TOKEN, { type: "publish", id: "p", text: "hi" }, { vouched: claims() }),
    ).toThrow("expired_token");
    expect(room.room.isCreated).toBe(false);
  });

  test("ends the time of a guest's session that authenticated with it, but not of the guest's token", () => {
    const room = openRoom();
    const guest = room.join("Bo");
    const { token } = selfOf(guest);
    guest.send({ type: "authenticate", id: "a", token: SITE_TOKEN }, claims());
    expect(guest.session.name).toBe("Sara");
    guest.send({ type: "authenticate", id: "b", token });
    expire(room);
    room.perform(room.room.noteExpiredSignIns(), undefined);
    expect(guest.publish("hi")).toMatchObject([{ type: "message", from: { name: "Bo" } }]);
  });
});

describe("[VOUCH-9] a key that is removed", () => {
  test("opens no session and no request any more", () => {
    const room = openRoom();
    sara(room);
    room.siteKeys.delete("key-1");
    expect(room.tryJoin(undefined, { vouched: claims() })).toBe("invalid_token");
    expect(() =>
      room.sendOverHttp(SITE_TOKEN, { type: "publish", id: "p", text: "hi" }, { vouched: claims() }),
    ).toThrow("invalid_token");
  });

  test("leaves its members as readers, without the minute of an expired token", () => {
    const room = openRoom();
    const member = sara(room);
    room.siteKeys.delete("key-1");
    room.evict();
    expect(member.publish("hi")).toMatchObject([{ type: "error", code: "sign_in_expired" }]);
  });

  test("changes nothing for a member whose next token is of the key that took its place", () => {
    const room = openRoom();
    room.siteKeys.add("key-2");
    const member = sara(room);
    member.send({ type: "authenticate", id: "a", token: SITE_TOKEN }, claims({ key: "key-2" }));
    room.siteKeys.delete("key-1");
    expect(member.publish("hi")).toMatchObject([{ type: "message", from: { name: "Sara" } }]);
    expect(selfOf(sara(room, { key: "key-2" })).id).toBe(selfOf(member).id);
  });
});

describe("[VOUCH-7] a ticket for a site's token", () => {
  const USE = { session: "s", generation: 1 };
  const CLIENT = { ...USE, isSocket: true };
  const grant = (room: TestRoom, more: Partial<VouchedClaims> = {}) =>
    room.room.grantTicket({
      token: SITE_TOKEN,
      vouched: { ok: true, value: claims(more) },
      name: undefined,
      address: undefined,
      use: USE,
    });
  const ticketFor = (room: TestRoom, more: Partial<VouchedClaims> = {}) => {
    const granted = grant(room, more);
    if (!granted.ok) throw new Error(granted.failure.code);
    return granted.value.grant;
  };

  test("opens a session as the member, with the role and the end of the token", () => {
    const room = openRoom();
    const { ticket, self } = ticketFor(room, { role: "moderator" });
    expect(self).toMatchObject({ name: "Sara", vouched: true, token: "", expiresInMs: HOUR_MS });
    expect(self.ticketKey).toEqual(expect.any(String));
    const member = room.join(undefined, { ticket, client: CLIENT });
    expect(selfOf(member)).toEqual({
      id: self.id,
      name: "Sara",
      role: "moderator",
      vouched: true,
      token: "",
      expiresInMs: HOUR_MS,
    });
    room.now = NOON + HOUR_MS + GRACE_MS;
    expect(member.publish("hi")).toMatchObject([{ code: "sign_in_expired" }]);
  });

  test("opens one also in the minute after the token has expired, but not later", () => {
    const room = openRoom();
    room.now = NOON + HOUR_MS + GRACE_MS - 1;
    const { ticket } = ticketFor(room);
    expect(room.join(undefined, { ticket, client: CLIENT }).publish("hi")).toMatchObject([
      { type: "message" },
    ]);
    const late = ticketFor(room).ticket;
    room.now += 1;
    expect(room.tryJoin(undefined, { ticket: late, client: { ...CLIENT, session: "t" } })).toBe(
      "invalid_ticket",
    );
    expect(room.tryJoin(undefined, { ticket: late, client: CLIENT })).toBe("expired_token");
  });

  test.each([
    ["the key was removed", (room: TestRoom) => room.siteKeys.clear(), "invalid_token"],
    [
      "the member was revoked",
      (room: TestRoom) => sara(room).send({ type: "revoke", id: "r" }),
      "revoked_token",
    ],
  ])("opens none once %s", (_why, change, refusal) => {
    const room = openRoom();
    const { ticket } = ticketFor(room);
    change(room);
    expect(room.tryJoin(undefined, { ticket, client: CLIENT })).toBe(refusal);
  });

  test("is refused for a token that has expired", () => {
    const room = openRoom();
    room.now = NOON + HOUR_MS + GRACE_MS;
    expect(grant(room)).toMatchObject({ ok: false, failure: { code: "expired_token" } });
  });
});

test("[ID-20] [VOUCH-7] a revocation ends all tokens of before, and not those that the site issues later", () => {
  const room = openRoom();
  const member = sara(room);
  room.now += 10_000;
  member.send({ type: "revoke", id: "r" });
  expect(member.closed).toBe("revoked_token");
  expect(room.tryJoin(undefined, { vouched: claims() })).toBe("revoked_token");
  expect(selfOf(sara(room, { issuedAt: room.now / 1_000 + 1 })).id).toBe(selfOf(member).id);
});

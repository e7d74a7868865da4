/** Tickets: what identifies a member on a WebSocket handshake (SPEC ID-16 to ID-18). */
import { describe, expect, test } from "vitest";
import { GUEST_TOKEN_LIFETIME_MS } from "../../src/room/identity/guest-token.ts";
import type { Self } from "../../src/protocol/member.ts";
import { NOON, TestGuest, TestRoom } from "../support/test-room.ts";
import { ticketOf } from "../support/tickets.ts";

const USE = { session: "s", generation: 1 };
const CLIENT = { ...USE, isSocket: true };

function selfOf(room: TestRoom, name = "Ana"): Self {
  const guest = room.join(name);
  const { self } = guest.last("welcome");
  room.leave(guest);
  return self;
}

function joinByTicket(room: TestRoom, ticket: string, client = CLIENT): TestGuest | string {
  return room.tryJoin(undefined, { ticket, client });
}

describe("[ID-18] a ticket made with the ticket key", () => {
  test("[ID-17] opens a socket as the same member, whose welcome has no token", () => {
    const room = new TestRoom();
    const { id, ticketKey = "" } = selfOf(room, "ليلى 🍵");
    room.evict();
    const joined = joinByTicket(room, ticketOf(ticketKey, room.now, USE));
    if (!(joined instanceof TestGuest)) throw new Error(joined);
    expect(joined.last("welcome").self).toEqual({ id, name: "ليلى 🍵", role: "guest", token: "" });
    const renamed = joined.send({ type: "rename", id: "r", name: "Layla" });
    expect(renamed).toMatchObject([
      { self: { id, token: expect.stringMatching(/./), ticketKey: expect.any(String) } },
    ]);
  });

  test("is valid beside those of the member's other keys, of which no two are the same", () => {
    const room = new TestRoom();
    const { id, token, ticketKey: first = "" } = selfOf(room);
    const { ticketKey: second = "" } = room.join(undefined, { token }).last("welcome").self;
    expect(second.split(".")[0]).not.toBe(first.split(".")[0]);
    for (const [generation, key] of [first, second].entries()) {
      const use = { session: "s", generation };
      const joined = joinByTicket(room, ticketOf(key, room.now, use), { ...use, isSocket: true });
      expect(joined).toMatchObject({ session: { member: id } });
    }
  });

  test("[ID-9] counts with the present name of a member who is here", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    const { ticketKey = "" } = ana.last("welcome").self;
    ana.send({ type: "rename", id: "r", name: "Anna" });
    const joined = joinByTicket(room, ticketOf(ticketKey, room.now, USE));
    expect(joined).toMatchObject({ session: { name: "Anna" } });
  });

  test("[ID-17] is valid for a minute before and after its time", () => {
    const room = new TestRoom();
    const { ticketKey = "" } = selfOf(room);
    const tryAt = (ms: number) => {
      const use = { session: `s${ms}`, generation: 1 };
      return joinByTicket(room, ticketOf(ticketKey, NOON + ms, use), { ...use, isSocket: true });
    };
    for (const ms of [-61_000, 61_000, -86_400_000]) expect([ms, tryAt(ms)]).toEqual([ms, "invalid_ticket"]);
    for (const ms of [-60_000, -1_000, 0, 60_000]) expect(tryAt(ms)).toBeInstanceOf(TestGuest);
  });

  test("[ID-17] is refused for another session, another generation, and none", () => {
    const room = new TestRoom();
    const { ticketKey = "" } = selfOf(room);
    const ticket = ticketOf(ticketKey, room.now, USE);
    for (const client of [
      { ...CLIENT, session: "t" },
      { ...CLIENT, generation: 2 },
    ])
      expect(joinByTicket(room, ticket, client)).toBe("invalid_ticket");
    expect(room.tryJoin(undefined, { ticket })).toBe("invalid_ticket");
    expect(joinByTicket(room, ticket)).toBeInstanceOf(TestGuest);
    expect(room.tryJoin(undefined, { ticket: ticketOf(ticketKey, room.now) })).toBeInstanceOf(TestGuest);
  });

  test("[ID-17] opens one socket: a second use is refused, also after the first has closed", () => {
    const room = new TestRoom();
    const { ticketKey = "" } = selfOf(room);
    const ticket = ticketOf(ticketKey, room.now, USE);
    const joined = joinByTicket(room, ticket);
    if (!(joined instanceof TestGuest)) throw new Error(joined);
    expect(joinByTicket(room, ticket)).toBe("invalid_ticket");
    expect(joined.closed).toBeUndefined();
    room.leave(joined);
    room.now += 59_000;
    expect(joinByTicket(room, ticket)).toBe("invalid_ticket");
  });

  test("[ID-17] a second use is refused after an eviction too, while its client is connected", () => {
    const room = new TestRoom();
    const { ticketKey = "" } = selfOf(room);
    const ticket = ticketOf(ticketKey, room.now, USE);
    const joined = joinByTicket(room, ticket);
    if (!(joined instanceof TestGuest)) throw new Error(joined);
    room.evict();
    expect(joinByTicket(room, ticket)).toBe("invalid_ticket");
    expect(joined.closed).toBeUndefined();
  });

  test("[ID-17] however many are used, a ticket of this minute is remembered", () => {
    const rate = { perSecond: 100_000, burst: 100_000 };
    const room = new TestRoom({ limits: { memberJoinRate: rate, roomJoinRate: rate } });
    const { ticketKey = "" } = selfOf(room);
    const join = (generation: number) => {
      const use = { session: "many", generation };
      const joined = joinByTicket(room, ticketOf(ticketKey, room.now, use), { ...use, isSocket: true });
      if (joined instanceof TestGuest) room.leave(joined);
      return joined instanceof TestGuest ? "joined" : joined;
    };
    for (let generation = 1; generation <= 9_000; generation++) expect(join(generation)).toBe("joined");
    expect(join(1)).toBe("invalid_ticket");
    room.now += 121_000;
    // The same text at another time is another ticket.
    expect(join(1)).toBe("joined");
  });

  test("is valid in its own room only, and only unaltered", () => {
    const room = new TestRoom();
    const { ticketKey = "", token } = selfOf(room);
    const other = new TestRoom({ seed: 2 });
    const mallory = selfOf(room, "Mallory");
    const ticket = ticketOf(ticketKey, room.now, USE);
    const [handle = "", seconds = "", proof = ""] = ticket.split(".");
    const [malloryHandle = ""] = (mallory.ticketKey ?? "").split(".");
    const flipped = `${handle.slice(0, -4)}${handle.endsWith("AAAA") ? "BAAA" : "AAAA"}`;
    const wrong = [
      "",
      ".",
      "..",
      handle,
      token,
      ticketKey,
      `${handle}.${seconds}`,
      `${handle}.${seconds}.`,
      `${handle}..${proof}`,
      `.${seconds}.${proof}`,
      `${handle}.${Number(seconds) + 1}.${proof}`,
      `${handle}.0${seconds}.${proof}`,
      `${handle}.${seconds}.0.${proof}`,
      `${handle}.1e9.${proof}`,
      `${malloryHandle}.${seconds}.${proof}`,
      `${flipped}.${seconds}.${proof}`,
      `${ticket}.`,
      `${ticket}=`,
      `${ticket} `,
      "x".repeat(10_000),
    ];
    for (const bad of wrong) expect([bad, joinByTicket(room, bad)]).toEqual([bad, "invalid_ticket"]);
    expect(joinByTicket(other, ticket)).toBe("invalid_ticket");
    selfOf(other);
    expect(joinByTicket(other, ticket)).toBe("invalid_ticket");
    expect(joinByTicket(room, ticket)).toBeInstanceOf(TestGuest);
  });

  test("does not outlive the token that came with it", () => {
    const room = new TestRoom();
    const { ticketKey = "" } = selfOf(room);
    room.now += GUEST_TOKEN_LIFETIME_MS;
    expect(joinByTicket(room, ticketOf(ticketKey, room.now, USE))).toBe("invalid_ticket");
  });

  test("shows neither name nor member", () => {
    const room = new TestRoom();
    const { id, ticketKey = "" } = selfOf(room, "Canary");
    const [handle = ""] = ticketKey.split(".");
    const bytes = Buffer.from(handle, "base64url").toString("latin1");
    for (const secret of ["Canary", id]) expect([handle, bytes].join("\n")).not.toContain(secret);
    const long = selfOf(room, `${"ع".repeat(39)}!`);
    expect(Buffer.from(long.ticketKey ?? "", "base64url").toString()).not.toContain("عع");
    expect(joinByTicket(room, ticketOf(long.ticketKey ?? "", room.now, USE))).toMatchObject({
      session: { name: `${"ع".repeat(39)}!` },
    });
  });
});

describe("[ID-16] a ticket from the room", () => {
  const ASK = { name: undefined, address: undefined, use: USE };

  test("is for the token's member, and comes with a renewed token and the room's time", () => {
    const room = new TestRoom();
    const { id, token } = selfOf(room);
    room.now += 1_000;
    const granted = room.room.grantTicket({ ...ASK, token });
    if (!granted.ok) throw new Error(granted.failure.code);
    const { ticket, at, self } = granted.value.grant;
    expect(at).toBe(room.now);
    expect(self).toMatchObject({ id, name: "Ana", role: "guest" });
    expect(self.token).not.toBe(token);
    expect(joinByTicket(room, ticket)).toMatchObject({ session: { member: id, name: "Ana" } });
  });

  test("makes a new guest without a token, and the room with it", () => {
    const room = new TestRoom();
    const reader = room.joinInvisible();
    const granted = room.room.grantTicket({ ...ASK, token: undefined, name: "Ana" });
    if (!granted.ok) throw new Error(granted.failure.code);
    const { ticket, self } = granted.value.grant;
    expect(granted.value.effects.length).toBeGreaterThan(0);
    expect(reader.all("welcome")).toHaveLength(1);
    expect(joinByTicket(room, ticket)).toMatchObject({ session: { member: self.id, name: "Ana" } });
    expect(room.tryJoin(undefined, { token: self.token })).toMatchObject({ session: { member: self.id } });
  });

  test.each([
    { why: "a wrong token", ask: { token: "a.b" }, code: "invalid_token" },
    { why: "a wrong name", ask: { token: undefined, name: "a:b" }, code: "invalid_name" },
  ])("$why is refused, and creates nothing", ({ ask, code }) => {
    const room = new TestRoom();
    expect(room.room.grantTicket({ ...ASK, ...ask })).toMatchObject({ ok: false, failure: { code } });
    expect(room.read.view().born).toBe(false);
  });

  test("[LIM-9] a new guest is counted as one, and once", () => {
    const room = new TestRoom({ limits: { addressGuestRate: { perSecond: 1, burst: 2 } } });
    const address = "192.0.2.7";
    const grant = () => room.room.grantTicket({ ...ASK, address, token: undefined });
    const [first, second, third] = [grant(), grant(), grant()];
    expect(third).toMatchObject({ ok: false, failure: { code: "rate_limited" } });
    for (const granted of [first, second]) {
      const { ticket } = granted.ok ? granted.value.grant : { ticket: "" };
      expect(room.tryJoin(undefined, { ticket, client: CLIENT, address })).toBeInstanceOf(TestGuest);
    }
  });

  test("[LIM-1] is counted as a command", () => {
    const room = new TestRoom({ limits: { memberRate: { perSecond: 1, burst: 3 } } });
    const { token } = selfOf(room);
    const codes = Array.from({ length: 5 }, () => {
      const granted = room.room.grantTicket({ ...ASK, token });
      return granted.ok ? "granted" : granted.failure.code;
    });
    expect(codes).toEqual(["granted", "granted", "granted", "rate_limited", "rate_limited"]);
  });
});

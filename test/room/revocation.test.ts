/** Revoked tokens (SPEC ID-20). */
import { describe, expect, test } from "vitest";
import { GUEST_TOKEN_LIFETIME_MS } from "../../src/room/identity/guest-token.ts";
import { MAX_REVOCATIONS, MAX_REVOCATIONS_OF_PLACE } from "../../src/storage/sql-revocations.ts";
import { TestGuest, TestRoom } from "../support/test-room.ts";
import { ticketOf } from "../support/tickets.ts";

const USE = { session: "s", generation: 1 };

function tablesOf({ database }: TestRoom): unknown[] {
  return database.prepare("SELECT name FROM sqlite_master WHERE name = 'revocation'").all();
}

describe("[ID-20] revoke", () => {
  test("closes all sessions of the member, the sender's too, and no other", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    const { token } = ana.last("welcome").self;
    const second = room.join(undefined, { token });
    const bo = room.join("Bo");
    expect(ana.send({ type: "revoke", id: "r" })).toEqual([]);
    expect([ana.closed, second.closed, bo.closed]).toEqual(["revoked_token", "revoked_token", undefined]);
    expect(bo.all("presence").at(-1)).toMatchObject({ count: 1, left: [{ name: "Ana" }] });
  });

  test("refuses the member's tokens and tickets from then on, everywhere, also after an eviction", () => {
    const room = new TestRoom();
    const bo = room.join("Bo");
    const ana = room.join("Ana");
    const { token, ticketKey = "" } = ana.last("welcome").self;
    room.now += 5_000;
    ana.send({ type: "revoke", id: "r" });
    for (const isEvicted of [false, true]) {
      if (isEvicted) room.evict();
      expect(room.tryJoin(undefined, { token })).toBe("revoked_token");
      expect(room.tryJoin(undefined, { token, position: "x.1" })).toBe("revoked_token");
      const ticket = ticketOf(ticketKey, room.now, USE);
      expect(room.tryJoin(undefined, { ticket, client: { ...USE, isSocket: true } })).toBe("revoked_token");
      const revoked = { ok: false, failure: { code: "revoked_token" } };
      expect(room.post("hi", { token })).toMatchObject(revoked);
      const asked = { token, address: undefined };
      expect(room.room.grantTicket({ ...asked, name: undefined, use: USE })).toMatchObject(revoked);
      expect(room.room.read(asked)).toMatchObject(revoked);
      expect(bo.send({ type: "authenticate", id: "a", token })).toMatchObject([{ code: "revoked_token" }]);
    }
    const { token: other } = bo.last("welcome").self;
    expect(room.tryJoin(undefined, { token: other })).toBeInstanceOf(TestGuest);
  });

  test("leaves tokens valid that are issued later", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    const { id } = ana.last("welcome").self;
    ana.send({ type: "revoke", id: "r" });
    const stored = new TestRoom({ database: room.database, seed: 2 });
    stored.now = room.now + 1_000;
    // As a vouched member will be issued one, who is the same again.
    const again = stored.join("Other");
    stored.database.prepare("UPDATE revocation SET member = ?").run(again.session.member);
    expect(stored.tryJoin(undefined, { token: again.last("welcome").self.token })).toBeInstanceOf(TestGuest);
    expect(again.session.member).not.toBe(id);
  });

  test("over HTTP it closes the sessions too; a second time the token is revoked", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    const { token } = ana.last("welcome").self;
    expect(room.sendOverHttp(token, { type: "revoke", id: "r" })).toEqual([]);
    expect(ana.closed).toBe("revoked_token");
    expect(() => room.sendOverHttp(token, { type: "revoke", id: "r" })).toThrow("revoked_token");
  });

  test("costs no room a table or a row that does not use it", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    ana.publish("hello");
    expect(tablesOf(room)).toEqual([]);
    ana.send({ type: "revoke", id: "r" });
    expect(tablesOf(room)).toHaveLength(1);
    expect(room.database.prepare("SELECT * FROM revocation").all()).toHaveLength(1);
  });

  test("[ROOM-2] creates a room that is not stored yet, and is kept over an eviction", () => {
    const room = new TestRoom();
    const reader = room.join("Ana", { stream: "s" });
    const { token } = reader.last("welcome").self;
    expect(room.read.view().born).toBe(false);
    reader.send({ type: "revoke", id: "r" });
    expect(room.read.view().born).toBe(true);
    room.evict();
    expect(room.tryJoin(undefined, { token })).toBe("revoked_token");
  });

  test("is bounded: past it one more is refused, until the oldest have expired", () => {
    const rate = { perSecond: 100_000, burst: 100_000 };
    const room = new TestRoom({ limits: { roomRate: rate, roomJoinRate: rate } });
    const revokeNew = () => {
      const guest = room.join();
      return guest.send({ type: "revoke", id: "r" }).length === 0 ? guest.closed : guest.last("error").code;
    };
    for (let count = 0; count < MAX_REVOCATIONS; count++) expect(revokeNew()).toBe("revoked_token");
    expect(revokeNew()).toBe("overloaded");
    room.now += GUEST_TOKEN_LIFETIME_MS + 1_000;
    expect(revokeNew()).toBe("revoked_token");
    expect(room.database.prepare("SELECT COUNT(*) AS count FROM revocation").get()).toEqual({ count: 1 });
  });

  test("of one address is bounded, over an eviction too: the others still revoke theirs", () => {
    const rate = { perSecond: 100_000, burst: 100_000 };
    const limits = { roomRate: rate, roomJoinRate: rate, addressRate: rate, addressGuestRate: rate };
    const room = new TestRoom({ limits });
    const revokeNew = (address: string) => {
      const guest = room.join(undefined, { address });
      return guest.send({ type: "revoke", id: "r" }).length === 0 ? guest.closed : guest.last("error").code;
    };
    for (let count = 0; count < MAX_REVOCATIONS_OF_PLACE; count++)
      expect(revokeNew("203.0.113.7")).toBe("revoked_token");
    room.evict();
    expect(revokeNew("203.0.113.7")).toBe("overloaded");
    expect(revokeNew("203.0.113.8")).toBe("revoked_token");
    for (let count = 0; count < MAX_REVOCATIONS_OF_PLACE; count++)
      expect(revokeNew(`2001:db8:1:${count}`)).toBe("revoked_token");
    expect(revokeNew("2001:db8:1:ffff")).toBe("overloaded");
    expect(JSON.stringify(room.database.prepare("SELECT * FROM revocation").all())).not.toMatch(
      /203\.0|2001:/,
    );
  });

  test("goes on in a room of a release that did not count addresses", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.publish("hello");
    room.database.exec(
      "CREATE TABLE revocation (member TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    );
    room.database.prepare("INSERT INTO revocation VALUES (?, ?)").run("former", room.now / 1_000);
    room.evict();
    expect(bo.send({ type: "revoke", id: "r" })).toEqual([]);
    expect(bo.closed).toBe("revoked_token");
    expect(room.database.prepare("SELECT COUNT(*) AS count FROM revocation").get()).toEqual({ count: 2 });
  });
});

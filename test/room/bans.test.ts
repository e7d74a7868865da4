/** Members who are banned, or kicked (SPEC MOD-6, MOD-7). */
import { describe, expect, test } from "vitest";
import { KICK_MS } from "../../src/protocol/acts.ts";
import {
  codeOf,
  HOUR_MS,
  moderate,
  moderatedRoom,
  sanctionsIn,
  SPAM_ADDRESS,
  tokenOf,
} from "../support/moderated-room.ts";
import { ticketOf } from "../support/tickets.ts";

describe("[MOD-6] ban", () => {
  test("closes every session at once, and the others see them leave", () => {
    const { room, mo, spam, ana } = moderatedRoom();
    const tab = room.join(undefined, { token: tokenOf(spam), stream: "s" });
    moderate(mo, spam, { act: "ban" });
    expect([spam.closed, tab.closed, ana.closed]).toEqual(["banned", "banned", undefined]);
    expect(ana.last("presence")).toMatchObject({ count: 2, left: [{ name: "Spam" }] });
  });

  test("refuses joins, recoveries, tickets, requests and commands, until it ends", () => {
    const { room, mo, spam, ana } = moderatedRoom();
    const token = tokenOf(spam);
    const ticketKey = spam.last("welcome").self.ticketKey ?? "";
    const use = { session: "t", generation: 1 };
    const until = room.now + HOUR_MS;
    const sender = room.room.identifyRequest({
      token,
      name: undefined,
      address: undefined,
      idSource: "command",
    });
    moderate(mo, spam, { act: "ban", until });
    const failure = {
      code: "banned",
      message: "You are banned from this room, until 2026-11-23 13:00 UTC.",
      until,
    };
    const position = room.read.view().position;
    for (const options of [
      { token },
      { token, position },
      { token, stream: "s" },
      { token, position, stream: "s" },
    ])
      expect(room.attemptJoin(undefined, options)).toEqual({
        ok: false,
        failure: { close: "banned", failure },
      });
    const ticket = ticketOf(ticketKey, room.now, use);
    expect(room.tryJoin(undefined, { ticket, client: { ...use, isSocket: true } })).toBe("banned");
    expect(room.room.grantTicket({ token, name: undefined, address: undefined, use })).toEqual({
      ok: false,
      failure,
    });
    expect(room.post("by request", { token })).toEqual({ ok: false, failure });
    expect(ana.send({ type: "authenticate", id: "a", token })).toMatchObject([{ code: "banned", until }]);
    expect(room.room.read({ token, address: undefined })).toEqual({ ok: false, failure });
    // A request that was identified before the ban, and whose command comes after it.
    if (!sender.ok) throw new Error("not identified");
    const late = room.room.execute(sender.value, { type: "publish", id: "late", text: "buy" });
    expect(late.answer).toMatchObject([{ code: "banned", until }]);
    room.now = until;
    expect(room.join(undefined, { token }).publish("sorry")).toMatchObject([{ type: "message" }]);
  });

  test("holds over an eviction and for every name of a guest without a token", () => {
    const { room, mo } = moderatedRoom();
    const posted = room.post("buy", { name: "Bot", address: SPAM_ADDRESS });
    const member = posted.ok && posted.value.type === "message" ? posted.value.from.id : "";
    moderate(mo, member, { act: "ban" });
    room.evict();
    expect(codeOf(room.post("buy", { name: "BOT", address: SPAM_ADDRESS }))).toBe("banned");
    expect(codeOf(room.post("hello", { name: "Cy", address: SPAM_ADDRESS }))).toBeUndefined();
  });

  test("lasts for good without an end, and is lifted by unban", () => {
    const { room, mo, spam } = moderatedRoom();
    moderate(mo, spam, { act: "ban" });
    room.now += 1_000 * 24 * HOUR_MS;
    expect(room.tryJoin(undefined, { token: room.room === undefined ? "" : tokenOf(spam) })).toBe(
      "expired_token",
    );
    room.now -= 1_000 * 24 * HOUR_MS;
    moderate(mo, spam, { act: "unban" });
    expect(room.join(undefined, { token: tokenOf(spam) })).toBeDefined();
  });

  describe("of an address", () => {
    const NETWORK = "2001:db8:1:2";

    function bannedAddress(address = SPAM_ADDRESS) {
      const made = moderatedRoom();
      const { room, mo } = made;
      const spammer = room.join("Spammer", { address });
      const neighbour = room.join("Neighbour", { address });
      const reader = room.attemptJoin(undefined, { address, invisible: true });
      if (!reader.ok) throw new Error("refused");
      moderate(mo, spammer, { act: "ban", address: true });
      return { ...made, spammer, neighbour, reader: reader.value };
    }

    test("closes what is there, readers too, and refuses what comes from there", () => {
      const { room, neighbour, reader, ana } = bannedAddress();
      expect([neighbour.closed, reader.closed, ana.closed]).toEqual(["banned", "banned", undefined]);
      const address = SPAM_ADDRESS;
      expect(room.tryJoin("New", { address })).toBe("banned");
      expect(room.tryJoin(undefined, { address, invisible: true })).toBe("banned");
      expect(room.tryJoin(undefined, { address, token: tokenOf(neighbour) })).toBe("banned");
      expect(codeOf(room.post("buy", { address, name: "Other" }))).toBe("banned");
      expect(room.room.read({ token: undefined, address })).toMatchObject({ failure: { code: "banned" } });
      const use = { session: "t", generation: 1 };
      expect(room.room.grantTicket({ token: undefined, name: "New", address, use })).toMatchObject({
        failure: { code: "banned" },
      });
      expect(room.tryJoin("Far", { address: "198.51.100.1" })).not.toBe("banned");
    });

    test("spares members with a role of their own who are behind it", () => {
      const { room, ownerKey, mo, spam } = moderatedRoom();
      const friend = room.join("Friend", { address: SPAM_ADDRESS });
      room.giveRole(ownerKey, friend.session.member, "member");
      moderate(mo, spam, { act: "ban", address: true });
      expect(friend.closed).toBeUndefined();
      expect(friend.publish("still here")).toMatchObject([{ type: "message" }]);
      expect(room.join(undefined, { token: tokenOf(friend), address: SPAM_ADDRESS })).toBeDefined();
    });

    test("is of the /64 in IPv6, holds over an eviction, and is lifted with the ban", () => {
      const { room, mo, spammer } = bannedAddress(NETWORK);
      room.evict();
      expect(room.tryJoin("New", { address: NETWORK })).toBe("banned");
      expect(room.tryJoin("New", { address: "2001:db8:1:3" })).not.toBe("banned");
      moderate(mo, spammer, { act: "unban" });
      room.evict();
      expect(room.tryJoin("New", { address: NETWORK })).not.toBe("banned");
    });

    test("two members were banned with stays banned until both are not", () => {
      const { room, mo, spam } = moderatedRoom();
      const second = room.join("Second", { address: SPAM_ADDRESS });
      const posted = room.post("buy", { name: "Bot", address: SPAM_ADDRESS });
      const bot = posted.ok && posted.value.type === "message" ? posted.value.from.id : "";
      moderate(mo, second, { act: "ban", address: true });
      moderate(mo, bot, { act: "ban", address: true });
      moderate(mo, second, { act: "unban" });
      expect(room.tryJoin("New", { address: SPAM_ADDRESS })).toBe("banned");
      moderate(mo, bot, { act: "unban" });
      expect(room.tryJoin("New", { address: SPAM_ADDRESS })).not.toBe("banned");
      expect(spam.closed).toBe("banned");
    });

    test("is in no event and no row, only as a hash of this room's", () => {
      const { room, ownerKey, ana } = bannedAddress();
      const page = room.readAs({ token: ownerKey }).audit(undefined);
      const seen = JSON.stringify([ana.received, page]);
      const tables = room.database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      const rows = tables.map(({ name }) => room.database.prepare(`SELECT * FROM "${String(name)}"`).all());
      expect(seen + JSON.stringify(rows)).not.toContain(SPAM_ADDRESS);
      const [own, byAddress] = sanctionsIn(room);
      expect(own).toMatchObject({ kind: "ban", address: "" });
      expect(byAddress).toMatchObject({ kind: "ban", address: expect.stringMatching(/^[a-z2-7]{16}$/) });
      expect(page).toMatchObject({ value: { entries: [{ action: "ban", address: true }, {}] } });
    });

    test("that is not known is refused, and nothing changes", () => {
      const { room, mo, spam } = moderatedRoom();
      spam.publish("buy");
      room.leave(spam);
      room.evict();
      expect(moderate(mo, spam, { act: "ban", address: true })).toMatchObject([{ code: "member_not_found" }]);
      expect(room.tryJoin(undefined, { token: tokenOf(spam) })).not.toBe("banned");
    });
  });
});

describe("[MOD-7] kick", () => {
  test("closes every session, and refuses the member for a minute, over an eviction too", () => {
    const { room, mo, spam, ana } = moderatedRoom();
    moderate(mo, spam, { act: "kick" });
    expect([spam.closed, ana.closed]).toEqual(["kicked", undefined]);
    room.evict();
    const until = room.now + KICK_MS;
    const token = tokenOf(spam);
    expect(room.attemptJoin(undefined, { token })).toMatchObject({
      failure: { close: "kicked", failure: { code: "kicked", until } },
    });
    expect(codeOf(room.post("again", { token }))).toBe("kicked");
    room.now += KICK_MS - 1;
    expect(room.tryJoin(undefined, { token })).toBe("kicked");
    room.now += 1;
    expect(room.join(undefined, { token }).publish("back")).toMatchObject([{ type: "message" }]);
  });
});

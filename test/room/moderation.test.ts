/** Acts of order (SPEC MOD-1, MOD-2, MOD-8, MOD-10). */
import { describe, expect, test } from "vitest";
import { MAX_SANCTIONS } from "../../src/room/authority/sanctions.ts";
import type { Role } from "../../src/protocol/roles.ts";
import {
  HOUR_MS,
  moderate,
  moderatedRoom,
  sanctionsIn,
  tokenOf,
  type Order,
} from "../support/moderated-room.ts";
import { TestRoom } from "../support/test-room.ts";

describe("[MOD-1] an act", () => {
  test("is an event for everyone, with who, whom, until when and why", () => {
    const { room, mo, spam, ana } = moderatedRoom();
    const until = room.now + HOUR_MS;
    moderate(mo, spam, { act: "mute", until, reason: "too loud" });
    expect(ana.last("moderation")).toEqual({
      type: "moderation",
      seq: 2,
      at: room.now,
      from: { id: mo.session.member, name: "Mo" },
      id: expect.any(String),
      act: "mute",
      member: { id: spam.session.member, name: "Spam" },
      until,
      reason: "too loud",
    });
    const [page] = ana.send({ type: "history", id: "h", after: 1 });
    expect(page).toMatchObject({ events: [ana.last("moderation")] });
  });

  test("that is repeated is executed once", () => {
    const { mo, spam } = moderatedRoom();
    const command = { type: "moderate", id: "same", act: "mute", member: spam.session.member } as const;
    expect(mo.send(command)).toMatchObject([{ type: "moderation", seq: 2 }]);
    expect(mo.send(command)).toEqual([{ type: "stored", id: "same", seq: 2 }]);
  });

  test("done again takes the place of the former", () => {
    const { room, mo, spam } = moderatedRoom();
    moderate(mo, spam, { act: "mute" });
    moderate(mo, spam, { act: "mute", until: room.now + 1_000 });
    room.now += 1_000;
    expect(spam.publish("back")).toMatchObject([{ type: "message" }]);
  });

  test("finds a member who has left by what they wrote lately, or by a message of theirs, however long ago", () => {
    const { room, mo, spam, ana } = moderatedRoom({ limits: { repeatRows: 3 } });
    spam.publish("buy this");
    const { seq } = spam.last("message");
    room.leave(spam);
    ana.publish("no");
    expect(moderate(mo, spam, { act: "hide" })).toMatchObject([{ member: { name: "Spam" } }]);
    moderate(mo, spam, { act: "show" });
    for (let index = 0; index < 5; index++) ana.publish(`${index}`);
    for (const isEvicted of [false, true]) {
      if (isEvicted) room.evict();
      expect(moderate(mo, spam, { act: "hide" })).toMatchObject([{ code: "member_not_found" }]);
      expect(moderate(mo, spam, { act: "hide", seq: seq + 1 })).toMatchObject([{ code: "member_not_found" }]);
      expect(moderate(mo, "unheard-of", { act: "hide", seq })).toMatchObject([{ code: "member_not_found" }]);
      expect(moderate(mo, spam, { act: "hide", seq })).toMatchObject([{ member: { name: "Spam" } }]);
      expect(moderate(mo, spam, { act: "show", seq })).toMatchObject([{ act: "show" }]);
    }
  });

  test("finds the author of a message that is deleted or hidden by it", () => {
    const { room, mo, spam, ana } = moderatedRoom({ limits: { repeatRows: 1 } });
    spam.publish("buy this");
    const { seq } = spam.last("message");
    moderate(mo, spam, { act: "hide" });
    mo.send({ type: "delete", id: "d", seq });
    moderate(mo, spam, { act: "show" });
    room.leave(spam);
    ana.publish("more");
    expect(moderate(mo, spam, { act: "ban" })).toMatchObject([{ code: "member_not_found" }]);
    expect(moderate(mo, spam, { act: "ban", seq })).toMatchObject([{ member: { name: "Spam" } }]);
  });

  test("can be undone of a member of whom nothing else is kept", () => {
    const { room, mo, spam } = moderatedRoom();
    moderate(mo, spam, { act: "ban" });
    room.evict();
    expect(moderate(mo, spam, { act: "unban" })).toMatchObject([{ act: "unban", member: { name: "Spam" } }]);
    expect(room.tryJoin(undefined, { token: tokenOf(spam) })).not.toBe("banned");
  });

  test.each<[string, Order]>([
    ["ends in the past", { act: "mute", until: 1 }],
    ["ends, though it is done at once", { act: "kick", until: 4_000_000_000_000 }],
    ["undoes something for a time", { act: "unban", until: 4_000_000_000_000 }],
    ["mutes an address", { act: "mute", address: true }],
  ])("that %s is bad_command, and nothing changes", (_what, order) => {
    const { room, mo, spam } = moderatedRoom();
    const { position } = room.read.view();
    expect(moderate(mo, spam, order)).toMatchObject([{ type: "error", code: "bad_command" }]);
    expect(room.read.view().position).toBe(position);
  });
});

describe("[MOD-2] who may act on whom", () => {
  const ACTING: readonly Role[] = ["owner", "moderator"];
  const ALLOWED: { readonly [Each in Role]?: readonly Role[] } = {
    owner: ["moderator", "member", "guest"],
    moderator: ["member", "guest"],
  };
  const TARGETS: readonly Role[] = ["owner", "moderator", "member", "guest"];

  test.each(ACTING.flatMap((role) => TARGETS.map((target) => [role, target] as const)))(
    "%s on %s",
    (role, target) => {
      for (const isHere of [true, false]) {
        const { room, ownerKey, mo, spam } = moderatedRoom();
        room.giveRole(ownerKey, mo.session.member, role);
        spam.publish("hello");
        room.giveRole(ownerKey, spam.session.member, target);
        if (!isHere) room.leave(spam);
        const [answer] = moderate(mo, spam, { act: "kick" });
        const isAllowed = ALLOWED[role]?.includes(target) === true;
        expect([isHere, answer]).toMatchObject([isHere, isAllowed ? { act: "kick" } : { code: "forbidden" }]);
      }
    },
  );

  test("no one on themselves, nor on the member of the owner key", () => {
    const { room, ownerKey, mo } = moderatedRoom();
    expect(moderate(mo, mo, { act: "mute" })).toMatchObject([{ code: "forbidden" }]);
    const key = room.sendOverHttp(ownerKey, { type: "publish", id: "k", text: "I am the owner" });
    const owner = key[0]?.type === "message" ? key[0].from.id : "";
    expect(moderate(mo, owner, { act: "ban" })).toMatchObject([{ code: "forbidden" }]);
  });

  test("a moderator whom an owner muted cannot be unmuted by another", () => {
    const { room, ownerKey, mo, spam } = moderatedRoom();
    room.giveRole(ownerKey, spam.session.member, "moderator");
    room.sendOverHttp(ownerKey, { type: "moderate", id: "m", act: "mute", member: spam.session.member });
    expect(moderate(mo, spam, { act: "unmute" })).toMatchObject([{ code: "forbidden" }]);
    expect(spam.publish("hello?")).toMatchObject([{ code: "muted" }]);
  });
});

describe("[MOD-8] a moderator's deletion", () => {
  test("of another's message names its author and why, and the message is removed", () => {
    const { room, mo, spam, ana } = moderatedRoom();
    spam.publish("buy");
    mo.send({ type: "delete", id: "d", seq: 2, reason: "spam" });
    expect(ana.last("delete")).toEqual({
      type: "delete",
      seq: 3,
      at: room.now,
      from: { id: mo.session.member, name: "Mo" },
      id: "d",
      target: 2,
      author: { id: spam.session.member, name: "Spam" },
      reason: "spam",
    });
    const [page] = ana.send({ type: "history", id: "h", after: 1 });
    expect(page).toMatchObject({ events: [{ text: "", deleted: true, removed: true }, ana.last("delete")] });
    expect(page).not.toHaveProperty("events.0.mentions");
  });

  test("is undone by a moderator within its time, and not by the sender", () => {
    const { mo, spam, ana } = moderatedRoom();
    spam.publish("buy tea");
    mo.send({ type: "delete", id: "d", seq: 2 });
    expect(spam.send({ type: "restore", id: "u1", seq: 2 })).toMatchObject([{ code: "forbidden" }]);
    mo.send({ type: "restore", id: "u2", seq: 2 });
    expect(ana.last("restore")).toMatchObject({
      from: { name: "Mo" },
      author: { id: spam.session.member, name: "Spam" },
      text: "buy tea",
    });
    const [page] = ana.send({ type: "history", id: "h", after: 3 });
    expect(page).toMatchObject({ events: [{ type: "restore", author: { name: "Spam" }, text: "buy tea" }] });
  });

  test("of what its sender deleted keeps the sender from restoring it, and no moderator restores that", () => {
    const { mo, spam } = moderatedRoom();
    spam.publish("buy");
    spam.publish("tea");
    spam.send({ type: "delete", id: "d1", seq: 2 });
    expect(mo.send({ type: "restore", id: "u1", seq: 2 })).toMatchObject([{ code: "forbidden" }]);
    expect(mo.send({ type: "delete", id: "d2", seq: 2 })).toMatchObject([{ type: "stored", seq: 2 }]);
    expect(spam.send({ type: "restore", id: "u2", seq: 2 })).toMatchObject([{ code: "undo_expired" }]);
  });

  test("is forbidden for guests, and of messages of one's own rank or above", () => {
    const { room, ownerKey, mo, spam, ana } = moderatedRoom();
    ana.publish("mine");
    expect(spam.send({ type: "delete", id: "d1", seq: 2 })).toMatchObject([{ code: "forbidden" }]);
    room.giveRole(ownerKey, ana.session.member, "moderator");
    expect(mo.send({ type: "delete", id: "d2", seq: 2 })).toMatchObject([{ code: "forbidden" }]);
    expect(room.sendOverHttp(ownerKey, { type: "delete", id: "d3", seq: 2 })).toMatchObject([
      { type: "delete", author: { name: "Ana" } },
    ]);
  });
});

describe("[MOD-10] what is kept", () => {
  test("is bounded, and what has ended makes room", () => {
    const { room, mo, spam, ana } = moderatedRoom();
    moderate(mo, spam, { act: "mute" });
    const insert = room.database.prepare(
      "INSERT INTO sanction (member, kind, address, name, until, seq) VALUES (?, 'mute', '', 'X', ?, 1)",
    );
    for (let index = 1; index < MAX_SANCTIONS; index++) insert.run(`m${index}`, room.now + HOUR_MS);
    room.evict();
    expect(moderate(mo, ana, { act: "mute" })).toMatchObject([
      { code: "forbidden", message: /at most 2000/u },
    ]);
    expect(moderate(mo, spam, { act: "mute" })).toMatchObject([{ type: "moderation" }]);
    room.now += HOUR_MS;
    expect(moderate(mo, ana, { act: "mute" })).toMatchObject([{ type: "moderation" }]);
    expect(sanctionsIn(room)).toHaveLength(2);
  });

  test("costs a room that has none no table, and a message no row more", () => {
    const room = new TestRoom();
    room.own();
    const ana = room.join("Ana");
    ana.publish("hello");
    const tables = "SELECT name FROM sqlite_master WHERE name IN ('sanction', 'audit')";
    expect(room.database.prepare(tables).all()).toEqual([]);
  });

  test("costs a message no row more where there are some", () => {
    const { room, mo, spam, ana } = moderatedRoom();
    const rowsOf = (publish: () => unknown) => {
      const count = () => Number(room.database.prepare("SELECT total_changes() AS rows").get()?.["rows"]);
      const before = count();
      publish();
      return count() - before;
    };
    moderate(mo, spam, { act: "hide" });
    moderate(mo, spam, { act: "ban", address: true });
    expect(rowsOf(() => ana.publish("hello"))).toBe(1);
    expect(rowsOf(() => room.post("hello", { token: tokenOf(ana) }))).toBe(1);
    expect(rowsOf(() => room.post("hello", { token: tokenOf(spam) }))).toBe(0);
  });

  test("is not changed if its event cannot be stored", () => {
    const { room, mo, spam } = moderatedRoom();
    moderate(mo, spam, { act: "mute" });
    room.database.exec("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'full'); END");
    expect(() => moderate(mo, spam, { act: "unmute" })).toThrow("full");
    room.database.exec("DROP TRIGGER full");
    expect(spam.publish("now?")).toMatchObject([{ code: "muted" }]);
    room.evict();
    expect(spam.publish("now?")).toMatchObject([{ code: "muted" }]);
    expect(mo.publish("fine")).toMatchObject([{ seq: 3 }]);
  });
});

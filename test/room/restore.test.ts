/** Undoing a deletion (SPEC DEL-3 to DEL-5). */
import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import type { Message } from "../../src/protocol/events/message.ts";
import { CROWD, crowdOn } from "../contract/crowd.ts";
import { NOON, TestRoom, type TestGuest, type TestRoomOptions } from "../support/test-room.ts";

const DELETE: Command = { type: "delete", id: "d", seq: 1, since: 1 };
const RESTORE: Command = { type: "restore", id: "u", seq: 1 };

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };

function messageOf(guest: TestGuest, seq = 1): Message | undefined {
  const [page] = guest.send({ type: "history", id: "h", before: seq + 1, limit: 1 });
  const [event] = page?.type === "page" ? page.events : [];
  return event?.type === "message" && event.seq === seq ? event : undefined;
}

/** Ana's message, edited, with a mention and reactions of her own and Bo's. */
function roomWithMessage(options?: TestRoomOptions) {
  const room = new TestRoom(options);
  const [ana, bo, cy] = room.joinAll("Ana", "Bo", "Cy");
  const mentions = [{ id: bo.session.member, name: "Bo" }];
  ana.publish("@Bo, tee?");
  ana.send({ type: "edit", id: "e", seq: 1, text: "@Bo, tea?", mentions });
  bo.send({ type: "react", id: "r1", seq: 1, emoji: "🍵", on: true });
  ana.send({ type: "react", id: "r2", seq: 1, emoji: "🍵", on: true });
  ana.send({ type: "react", id: "r3", seq: 1, emoji: "👍", on: true });
  ana.publish("a later one");
  return { room, ana, bo, cy, mentions };
}

test("[DEL-3] [DEL-5] a restored message is as it was: its place, text, mentions, edited mark and everyone's reactions", () => {
  const { ana, bo, cy, mentions } = roomWithMessage();
  const readers = [ana, bo, cy];
  const before = readers.map((reader) => messageOf(reader));
  ana.send(DELETE);
  expect(messageOf(bo)).toMatchObject({ text: "", deleted: true });
  ana.send(RESTORE);
  expect(readers.map((reader) => messageOf(reader))).toEqual(before);
  const common = { type: "restore", seq: 8, target: 1, text: "@Bo, tea?", mentions, id: "u" };
  const restores = readers.map((reader) => reader.last("restore"));
  expect(restores).toMatchObject([common, common, common]);
  const mine = restores.map(({ reactions = [] }) => reactions.map((one) => one.mine === true));
  expect(mine).toEqual([
    [true, true],
    [true, false],
    [false, false],
  ]);
  // The event has what the message has, as each reader sees it (REACT-2).
  expect(restores.map(({ reactions }) => reactions)).toEqual(before.map((message) => message?.reactions));
});

test("[DEL-3] a restored message can be reacted to, edited, found and deleted again", () => {
  const { room, ana, bo } = roomWithMessage();
  ana.send(DELETE);
  ana.send(RESTORE);
  expect(bo.send({ type: "react", id: "r4", seq: 1, emoji: "👍", on: true })).toMatchObject([{ count: 2 }]);
  expect(room.read.search({ query: "tea", before: undefined })).toMatchObject({
    ok: true,
    value: { events: [{ seq: 1 }] },
  });
  expect(ana.send({ type: "edit", id: "e2", seq: 1, text: "coffee" })).toMatchObject([{ type: "edit" }]);
  expect(ana.send({ type: "delete", id: "d2", seq: 1 })).toMatchObject([{ type: "delete" }]);
  ana.send({ type: "restore", id: "u2", seq: 1 });
  expect(messageOf(bo)).toMatchObject({ text: "coffee", reactions: [{ count: 2 }, { count: 2 }] });
});

describe("[DEL-3] only the sender restores a message", () => {
  test("others may not, whose message it is not", () => {
    const { ana, bo } = roomWithMessage();
    ana.send(DELETE);
    expect(bo.send(RESTORE)).toMatchObject([{ type: "error", code: "forbidden" }]);
    expect(ana.send({ ...RESTORE, seq: 99 })).toMatchObject([{ code: "message_not_found" }]);
    expect(ana.send({ ...RESTORE, seq: 2 })).toMatchObject([{ code: "message_not_found" }]);
    expect(messageOf(ana)).toMatchObject({ deleted: true });
  });

  test("from another session too", () => {
    const { room, ana, bo } = roomWithMessage();
    const { token } = ana.last("welcome").self;
    ana.send(DELETE);
    const second = room.join("Ana", { token });
    expect(second.send(RESTORE)).toMatchObject([{ type: "restore", target: 1 }]);
    expect(ana.last("restore").reactions).toMatchObject([{ mine: true }, { mine: true }]);
    expect(messageOf(bo)).toMatchObject({ text: "@Bo, tea?" });
  });

  test("over HTTP too, answered as a socket would be", () => {
    const { room, ana, bo } = roomWithMessage();
    ana.send(DELETE);
    const [answer] = room.sendOverHttp(ana.last("welcome").self.token, RESTORE);
    expect(answer).toMatchObject({ type: "restore", reactions: [{ mine: true }, { mine: true }] });
    expect(answer).toEqual(ana.last("restore"));
    expect(bo.last("restore").reactions).toMatchObject([{ mine: true }, {}]);
  });
});

test("[DEL-3] a deletion can be undone for as long as the limit says, which the refusal names", () => {
  const { room, ana } = roomWithMessage({ limits: { undoMs: 7_000 } });
  ana.send(DELETE);
  room.now += 7_000;
  expect(ana.send(RESTORE)).toMatchObject([{ type: "restore" }]);
  ana.send({ ...DELETE, id: "d2" });
  room.now += 7_001;
  expect(ana.send({ ...RESTORE, id: "u2" })).toMatchObject([
    { type: "error", id: "u2", code: "undo_expired", message: expect.stringContaining("7 s") as string },
  ]);
  expect(messageOf(ana)).toMatchObject({ text: "", deleted: true });
});

test("[DEL-4] a room that slept meanwhile cannot undo a deletion, and nothing of it is stored", () => {
  const { room, ana, bo } = roomWithMessage();
  ana.send(DELETE);
  const rows = room.database.prepare("SELECT text, folded FROM log WHERE seq < 6").all();
  expect(new Set(rows.flatMap((row) => Object.values(row)))).toEqual(new Set([null]));
  expect(room.database.prepare("SELECT * FROM reaction").all()).toEqual([]);
  room.evict();
  expect(ana.send(RESTORE)).toMatchObject([{ type: "error", code: "undo_expired" }]);
  expect(bo.all("restore")).toEqual([]);
  expect(messageOf(ana)).toMatchObject({ text: "", deleted: true });
});

describe("[DEL-4] what is kept is bounded", () => {
  test.each([
    { kept: 2, limits: { undoMessages: 2 } },
    { kept: 1, limits: { undoMessages: 1 } },
    // The JSON of one is {"text":"message 1","holders":[]}: 33 bytes.
    { kept: 2, limits: { undoBytes: 66 } },
    { kept: 1, limits: { undoBytes: 65 } },
    { kept: 1, limits: { undoBytes: 33 } },
    { kept: 0, limits: { undoBytes: 32 } },
  ])("of three deletions the newest $kept can be undone under $limits", ({ kept, limits }) => {
    const room = new TestRoom({ limits });
    const ana = room.join("Ana");
    for (const seq of [1, 2, 3]) ana.publish(`message ${seq}`);
    for (const seq of [1, 2, 3]) ana.send({ type: "delete", id: `d${seq}`, seq });
    const answers = [3, 2, 1].map((seq) => ana.send({ type: "restore", id: `u${seq}`, seq })[0]?.type);
    expect(answers).toEqual(["restore", "restore", "restore"].fill("error", kept));
  });

  test("what was restored takes no space any more", () => {
    const room = new TestRoom({ limits: { undoBytes: 66 } });
    const ana = room.join("Ana");
    for (const seq of [1, 2]) ana.publish(`message ${seq}`);
    for (let round = 0; round < 5; round++) {
      ana.send({ type: "delete", id: `d${round}`, seq: 1 });
      expect(ana.send({ type: "restore", id: `u${round}`, seq: 1 })).toMatchObject([{ type: "restore" }]);
    }
    for (const seq of [1, 2]) ana.send({ type: "delete", id: `last${seq}`, seq });
    room.now += room.limits.undoMs;
    for (const seq of [1, 2])
      expect(ana.send({ type: "restore", id: `last${seq}`, seq })).toMatchObject([{ type: "restore" }]);
  });
});

describe("[DEL-6] a message with more reactions than are kept in memory", () => {
  /** Bo, Ana and 500 who have left hold reactions on Ana's message. */
  function crowdedRoom() {
    const { room, ana, bo, cy } = roomWithMessage();
    for (const statement of crowdOn(1)) room.database.exec(statement);
    const readers = [ana, bo, cy];
    return { room, ana, bo, readers, before: readers.map((reader) => messageOf(reader)) };
  }

  test("[DEL-3] [DEL-5] is restored with all of them, each reader's own as theirs", () => {
    const { room, ana, readers, before } = crowdedRoom();
    ana.send(DELETE);
    room.now += room.limits.undoMs;
    while (room.room.prune());
    expect(messageOf(ana)).not.toHaveProperty("reactions");
    expect(ana.send(RESTORE)).toMatchObject([{ type: "restore" }]);
    expect(readers.map((reader) => messageOf(reader))).toEqual(before);
    expect(readers.map((reader) => reader.last("restore").reactions)).toEqual(
      before.map((message) => message?.reactions),
    );
    room.now += 60_000;
    while (room.room.prune());
    expect(readers.map((reader) => messageOf(reader))).toEqual(before);
  });

  test("loses them once it cannot be restored any more, and in a room that slept", () => {
    const { room, ana } = crowdedRoom();
    ana.send(DELETE);
    room.evict();
    expect(ana.send(RESTORE)).toMatchObject([{ code: "undo_expired" }]);
    const count = () => room.database.prepare("SELECT COUNT(*) AS count FROM reaction").get()?.["count"];
    expect(room.room.prune()).toBe(false);
    expect(count()).toBe(CROWD + 3);
    expect(room.room.retentionDueAt()).toBe(room.now + room.limits.undoMs + 1);
    room.now += room.limits.undoMs + 1;
    while (room.room.prune());
    expect(count()).toBe(0);
  });

  test("[MOD-8] is restored by the moderator who deleted it, and is the own one of at most 200 who are here", () => {
    const room = new TestRoom({ limits: { roomRate: UNLIMITED, roomJoinRate: UNLIMITED } });
    const ownerKey = room.own();
    const guests = room.joinAll(...Array.from({ length: 210 }, (_, index) => `Guest ${index}`));
    guests[0]?.publish("tea?");
    for (const guest of guests) guest.send({ type: "react", id: "r", seq: 1, emoji: "🍵", on: true });
    for (const statement of crowdOn(1)) room.database.exec(statement);
    room.sendOverHttp(ownerKey, DELETE);
    const [answer] = room.sendOverHttp(ownerKey, RESTORE);
    expect(answer).toMatchObject({ type: "restore", author: { name: "Guest 0" } });
    expect(JSON.stringify(answer)).not.toContain("mine");
    const own = guests.filter((guest) => JSON.stringify(guest.last("restore")).includes("mine"));
    // The moderator is one of the 200, though not here.
    expect(own).toHaveLength(199);
    expect(messageOf(guests[209] ?? room.join("None"))?.reactions).toContainEqual(
      expect.objectContaining({ emoji: "🍵", count: 210, mine: true }),
    );
  });
});

describe("[PUB-3] a restore is executed once", () => {
  const restore: Command = { ...RESTORE, since: 7 };

  test("a repeat is answered stored, also after an eviction and another deletion", () => {
    const { room, ana, bo } = roomWithMessage();
    ana.send(DELETE);
    ana.send(restore);
    expect(ana.send(restore)).toEqual([{ type: "stored", id: "u", seq: 8 }]);
    ana.send({ type: "delete", id: "d2", seq: 1, since: 8 });
    expect(ana.send(restore)).toEqual([{ type: "stored", id: "u", seq: 8 }]);
    room.evict();
    expect(ana.send(restore)).toEqual([{ type: "stored", id: "u", seq: 8 }]);
    expect(bo.all("restore")).toHaveLength(1);
    expect(messageOf(bo)).toMatchObject({ deleted: true });
  });

  test("a late copy of the deletion does not delete the message again", () => {
    const { room, ana, bo } = roomWithMessage();
    ana.send(DELETE);
    ana.send(RESTORE);
    expect(ana.send(DELETE)).toMatchObject([{ type: "stored", seq: 7 }]);
    room.evict();
    expect(ana.send(DELETE)).toMatchObject([{ type: "stored", seq: 7 }]);
    expect(messageOf(bo)).toMatchObject({ text: "@Bo, tea?" });
  });

  test("[PUB-5] where it can no longer be known, neither is executed", () => {
    const { room, ana, bo } = roomWithMessage({ limits: { repeatRows: 3 } });
    ana.send(DELETE);
    ana.send(RESTORE);
    for (const text of ["1", "2", "3", "4"]) ana.publish(text);
    room.evict();
    expect(ana.send(DELETE)).toMatchObject([{ code: "outcome_unknown" }]);
    expect(messageOf(bo)).toMatchObject({ text: "@Bo, tea?" });
    ana.send({ type: "delete", id: "d2", seq: 1 });
    expect(ana.send({ ...RESTORE, since: 0 })).toMatchObject([{ code: "outcome_unknown" }]);
    expect(ana.send({ ...DELETE, id: "d3", since: 0 })).toMatchObject([{ type: "stored", seq: 1 }]);
  });

  test("[REACT-3] one that changes nothing is answered stored with the seq of the message", () => {
    const { ana, bo } = roomWithMessage();
    expect(ana.send(RESTORE)).toEqual([{ type: "stored", id: "u", seq: 1 }]);
    expect(bo.all("restore")).toEqual([]);
  });
});

test("[REC-7] [DEL-5] after a replay of a deletion and its restore the message is as it now is", () => {
  const { room, ana, bo } = roomWithMessage();
  const { position, self } = bo.last("welcome");
  room.leave(bo);
  ana.send(DELETE);
  ana.send(RESTORE);
  const back = room.join("Bo", { token: self.token, position });
  expect(back.received.slice(1).map(({ type }) => type)).toEqual([
    "message",
    "edit",
    "reaction",
    "reaction",
    "reaction",
    "message",
    "delete",
    "restore",
  ]);
  const { text, mentions, editedAt, reactions } = back.last("restore");
  expect(messageOf(back)).toMatchObject({ text, mentions, editedAt, reactions });
  expect(editedAt).toBe(NOON);
  expect(reactions).toMatchObject([{ emoji: "🍵", mine: true }, { emoji: "👍" }]);
});

test("[DEL-5] [READ-1] an anonymous reader receives a restore with reactions of which none is their own", () => {
  const { room, ana } = roomWithMessage();
  const reader = room.joinInvisible();
  ana.send(DELETE);
  ana.send(RESTORE);
  expect(reader.last("restore")).toMatchObject({ text: "@Bo, tea?" });
  expect(JSON.stringify(reader.last("restore"))).not.toContain("mine");
});

test("[ID-8] a request without a token cannot restore", () => {
  const { room, ana } = roomWithMessage();
  ana.send(DELETE);
  const origin = room.room.identifyRequest({
    token: undefined,
    name: "Ana",
    address: undefined,
    idSource: "command",
  });
  if (!origin.ok) throw new Error("refused");
  expect(room.room.execute(origin.value, RESTORE).answer).toMatchObject([{ code: "forbidden" }]);
});

test("[LIM-1] what is restored counts as a command for each reaction that is stored again, those of a crowd for each emoji", () => {
  const limits = { addressRate: { perSecond: 1, burst: 8 }, undoReactions: 3 };
  const room = new TestRoom({ limits });
  const ana = room.join("Ana", { address: "203.0.113.7" });
  const others = room.joinAll("Bo", "Cy", "Di", "Ed");
  ana.publish("tea?");
  others
    .slice(0, 3)
    .forEach((guest, index) => guest.send({ type: "react", id: `r${index}`, seq: 1, emoji: "🍵", on: true }));
  ana.send(DELETE);
  expect(ana.send(RESTORE)).toMatchObject([{ type: "restore", reactions: [{ count: 3 }] }]);
  expect(ana.publish("too soon")).toMatchObject([{ code: "rate_limited", retryAfterMs: 1_000 }]);
  expect(others[3]?.send({ type: "react", id: "r3", seq: 1, emoji: "🍵", on: true })).toMatchObject([
    { count: 4 },
  ]);
  room.pass(7_000);
  ana.send({ ...DELETE, id: "d2" });
  expect(ana.send({ ...RESTORE, id: "u2" })).toMatchObject([{ type: "restore", reactions: [{ count: 4 }] }]);
  expect(ana.publish("none was stored again")).toMatchObject([{ type: "message" }]);
});

test("[LIM-1] a restore counts once for each connection that is sent it with its member’s own reactions", () => {
  const limits = { addressRate: { perSecond: 1, burst: 20 }, undoReactions: 1 };
  const room = new TestRoom({ limits });
  const ana = room.join("Ana", { address: "203.0.113.7" });
  ana.publish("tea?");
  const [bo, cy] = [room.join("Bo"), room.join("Cy")];
  for (const guest of [bo, cy]) guest.send({ type: "react", id: "r", seq: 1, emoji: "🍵", on: true });
  const { token } = bo.last("welcome").self;
  for (let connection = 0; connection < 20; connection++) room.join(undefined, { token });
  ana.send(DELETE);
  expect(ana.send(RESTORE)).toMatchObject([{ type: "restore", reactions: [{ count: 2 }] }]);
  expect(ana.publish("too soon")).toMatchObject([{ code: "rate_limited" }]);
});

import { memberIdAt } from "../../src/room/identity/ids.ts";
import { expect, test } from "vitest";
import { decodeCommand } from "../../src/protocol/decode-command.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { TestRoom, type TestGuest } from "../support/test-room.ts";

function positionOf(guest: TestGuest): string {
  const { position } = guest.last("welcome");
  const seqs = guest.received.flatMap((event) => ("seq" in event ? [event.seq] : []));
  return `${position.split(".")[0]}.${Math.max(0, ...seqs)}`;
}

function seqs(events: readonly RoomEvent[]): number[] {
  return events.flatMap((event) => ("seq" in event && event.type !== "stored" ? [event.seq] : []));
}

test("[ROOM-2] [ROOM-3] a room is created by its first join, not by reading", () => {
  const room = new TestRoom();
  expect(room.read.view()).toMatchObject({ born: false, position: "0.0" });
  expect(room.read.messagesBefore(undefined, 10)).toEqual({ events: [], more: false });
  room.evict();
  expect(room.read.view()).toMatchObject({ born: false });
  room.join("Ana");
  room.evict();
  expect(room.read.view()).toMatchObject({ born: true });
  expect(room.read.view().position).toMatch(/^[a-z2-7]{8}\.0$/);
});

test("[JOIN-4] [HIST-4] a new client gets welcome, then the newest page without an id, oldest message first", () => {
  const room = new TestRoom({ limits: { joinPage: 3 } });
  const ana = room.join("Ana");
  for (const text of ["1", "2", "3", "4"]) ana.publish(text);
  const bo = room.join("Bo");
  expect(bo.received.map(({ type }) => type)).toEqual(["welcome", "page"]);
  expect(bo.last("welcome")).toMatchObject({ recovered: false, position: positionOf(ana) });
  expect(bo.last("page").id).toBeUndefined();
  expect(bo.last("page")).toMatchObject({
    position: positionOf(ana),
    events: [{ text: "2" }, { text: "3" }, { text: "4" }],
    more: true,
  });
});

test("[JOIN-4] welcome lists the new member first, and has the client's limits", () => {
  const room = new TestRoom({ limits: { memberList: 2 } });
  room.joinAll("Ana", "Bo");
  const cy = room.join("Cy");
  const { members, limits, spreadMs, room: roomInfo } = cy.last("welcome");
  expect(members.count).toBe(3);
  expect(members.list.map(({ name }) => name)).toEqual(["Cy", "Ana"]);
  expect(limits).toMatchObject({ textGraphemes: 4_000, inFlight: 10 });
  expect(spreadMs).toBe(500);
  expect(roomInfo).toEqual({ name: "tea", settings: {} });
});

test("[JOIN-6] in a crowd, welcome lists a sample of the members and counts all", () => {
  const room = new TestRoom({ limits: { crowdMembers: 3, memberSample: 2 } });
  expect(room.joinAll("Ana", "Bo", "Cy").at(-1)?.last("welcome").members.list).toHaveLength(3);
  const { members } = room.join("Dee").last("welcome");
  expect(members.count).toBe(4);
  expect(members.list.map(({ name }) => name)).toEqual(["Dee", "Ana"]);
});

test("[REC-1] a replay has exactly the missed events, of every kind, in order", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("1");
  const position = positionOf(bo);
  room.leave(bo);
  ana.publish("2");
  ana.send({ type: "edit", id: "e", seq: 1, text: "one" });
  ana.send({ type: "react", id: "r", seq: 2, emoji: "👍", on: true });
  ana.send({ type: "delete", id: "d", seq: 2 });
  const rejoined = room.join("Bo", { position });
  expect(rejoined.received[0]).toMatchObject({ type: "welcome", recovered: true });
  expect(seqs(rejoined.received)).toEqual([2, 3, 4, 5]);
  expect(rejoined.last("edit")).toMatchObject({ target: 1, text: "one" });
  expect(rejoined.last("message")).toMatchObject({ seq: 2, text: "", deleted: true });
  expect(rejoined.last("reaction")).toMatchObject({ target: 2, count: 0 });
});

test("[REC-1] a client that missed nothing has recovered, also after an eviction", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("1");
  room.evict();
  const rejoined = room.join("Ana", { position: positionOf(ana) });
  expect(rejoined.received).toMatchObject([{ type: "welcome", recovered: true }]);
});

test.each([
  { kind: "of another epoch", position: "zzzz.1" },
  { kind: "from before the room was created", position: "0.0" },
  { kind: "ahead of the room", position: "EPOCH.99" },
  { kind: "too far behind", position: "EPOCH.1" },
])("[REC-2] a position $kind gets the newest page", ({ position }) => {
  const room = new TestRoom({ limits: { recoveryEvents: 3 } });
  const ana = room.join("Ana");
  for (const text of ["1", "2", "3", "4", "5"]) ana.publish(text);
  const epoch = ana.last("welcome").position.split(".")[0] ?? "";
  const rejoined = room.join("Ana", { position: position.replace("EPOCH", epoch) });
  expect(rejoined.received).toMatchObject([{ type: "welcome", recovered: false }, { type: "page" }]);
  expect(rejoined.last("page").events).toHaveLength(5);
});

test("[REC-2] [LOG-4] a position before the oldest stored event gets the newest page, never a replay with a gap", () => {
  const room = new TestRoom({ limits: { retentionRows: 3 } });
  const ana = room.join("Ana");
  for (const text of ["1", "2", "3", "4", "5"]) ana.publish(text);
  const epoch = ana.last("welcome").position.split(".")[0] ?? "";
  while (room.room.prune());
  expect(room.join("Bo", { position: `${epoch}.1` }).last("welcome").recovered).toBe(false);
  expect(seqs(room.join("Bo", { position: `${epoch}.2` }).received)).toEqual([3, 4, 5]);
});

test.each([
  { kind: "an edit", command: { type: "edit", id: "e", seq: 1, text: "one" } },
  { kind: "a reaction", command: { type: "react", id: "r", seq: 1, emoji: "👍", on: true } },
] as const)(
  "[REC-1] [LOG-6] $kind of a message that was pruned since is no recovery, and blanks nothing",
  ({ command }) => {
    const room = new TestRoom({ limits: { retentionRows: 3 } });
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.publish("1");
    ana.publish("2");
    const position = positionOf(bo);
    ana.send(command);
    const positionAfter = positionOf(bo);
    ana.publish("4");
    room.room.prune();
    const rejoined = room.join("Bo", { position });
    expect(rejoined.received).toMatchObject([
      { type: "welcome", recovered: false },
      { type: "page", events: [{ text: "2" }, { text: "4" }] },
    ]);
    expect(seqs(room.join("Bo", { position: positionAfter }).received)).toEqual([4]);
  },
);

test("[REC-1] a deletion of a message that was pruned since is replayed", () => {
  const room = new TestRoom({ limits: { retentionRows: 3 } });
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("1");
  ana.publish("2");
  const position = positionOf(bo);
  ana.send({ type: "delete", id: "d", seq: 1 });
  ana.publish("4");
  room.room.prune();
  const rejoined = room.join("Bo", { position });
  expect(rejoined.last("welcome").recovered).toBe(true);
  expect(rejoined.received.slice(1)).toMatchObject([{ type: "delete", target: 1 }, { text: "4" }]);
});

test.each(["", "nonsense", "a.b", "k3f9.-1", "k3f9.1.2", "K3F9.1", "k3f9.1e3", "k3f9.99999999999999999"])(
  "[REC-4] the malformed position %j is answered by an error, and the join succeeds",
  (position) => {
    const room = new TestRoom();
    const types = room
      .join("Ana", { position })
      .received.map((event) => (event.type === "error" ? event.code : event.type));
    expect(types).toEqual(position === "" ? ["welcome", "page"] : ["welcome", "page", "bad_position"]);
  },
);

test("[REC-3] a long replay is pushed up to its byte limit; history pages fetch the rest without a gap", () => {
  const room = new TestRoom({ limits: { recoveryBytes: 1_000, historyPage: 7 } });
  const [ana, bo] = room.joinAll("Ana", "Bo");
  const position = positionOf(bo);
  for (let count = 0; count < 30; count++) {
    room.now += 1_000;
    ana.publish(`message ${count}`);
  }
  const rejoined = room.join("Bo", { position });
  const more = rejoined.received.at(-1);
  if (more?.type !== "more") throw new Error("the replay was not cut");
  const received = seqs(rejoined.received);
  expect(received.at(-1)).toBe(more.after);
  expect(received.length).toBeLessThan(30);
  for (let after = more.after; ;) {
    const [page] = rejoined.send({ type: "history", id: "h", after, limit: 7 });
    if (page?.type !== "page") throw new Error("no page");
    received.push(...seqs(page.events));
    after = received.at(-1) ?? 0;
    if (!page.more) break;
  }
  expect(received).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
});

test("[REC-3] an event larger than the byte limit of a replay is still sent", () => {
  const room = new TestRoom({ limits: { recoveryBytes: 10 } });
  const ana = room.join("Ana");
  const position = positionOf(ana);
  ana.publish("x".repeat(1_000));
  expect(seqs(room.join("Bo", { position }).received)).toEqual([1]);
});

test("[HIST-1] [HIST-2] [HIST-4] history pages backward by messages and forward by events, with a bounded page size", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  for (const text of ["1", "2", "3"]) ana.publish(text);
  ana.send({ type: "edit", id: "e", seq: 1, text: "one" });
  ana.publish("5");
  const [rejoined] = ana.send({ type: "history", id: "h1", before: 5, limit: 2 });
  expect(rejoined).toMatchObject({ id: "h1", events: [{ text: "2" }, { text: "3" }], more: true });
  const [first] = ana.send({ type: "history", id: "h2", before: 2, limit: 2 });
  expect(first).toMatchObject({ events: [{ text: "one", editedAt: room.now }], more: false });
  const [on] = ana.send({ type: "history", id: "h3", after: 3, limit: 1 });
  expect(on).toMatchObject({ events: [{ type: "edit", seq: 4, target: 1, text: "one" }], more: true });
  expect(ana.send({ type: "history", id: "h4", limit: 201 })).toMatchObject([
    { id: "h4", code: "bad_command" },
  ]);
  expect(ana.send({ type: "history", id: "h5", limit: 200 })).toMatchObject([{ type: "page" }]);
});

/** A room whose last message has `count` reactions of a release before HIST-5 behind it. */
function roomWithOldReactions(count: number): TestRoom {
  const room = new TestRoom({ limits: { pageRows: 10 } });
  const ana = room.join("Ana");
  ana.publish("first");
  ana.publish("last");
  const insert = room.database.prepare(
    "INSERT INTO log (seq, kind, at, member, name, command, target, detail) VALUES (?, 4, ?, 'bo', 'Bo', ?, 2, '+👍')",
  );
  for (let seq = 3; seq < 3 + count; seq++) insert.run(seq, room.now, `old${seq}`);
  room.evict();
  return room;
}

test("[HIST-5] a join's page and a read one go on behind rows without a message, and end with the first page that has one", () => {
  const room = roomWithOldReactions(25);
  expect(room.join("Cy").last("page")).toMatchObject({
    events: [{ text: "first" }, { text: "last" }],
    more: false,
  });
  expect(room.read.messagesBefore(undefined, 10)).toMatchObject({
    events: [{ text: "first" }, { text: "last" }],
  });
});

test("[HIST-5] where three pages have no message, the page is empty and says where to go on", () => {
  const room = roomWithOldReactions(60);
  const expected = { events: [], more: true, before: 33 };
  expect(room.read.messagesBefore(undefined, 10)).toEqual(expected);
  expect(room.join("Cy").last("page")).toMatchObject(expected);
  expect(room.read.messagesBefore(23, 10)).toMatchObject({
    events: [{ text: "first" }, { text: "last" }],
  });
});

test("[REC-1] a replay of edits and deletes gives the same texts as the newest page", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("stays");
  ana.publish("changes");
  ana.publish("goes");
  const position = positionOf(bo);
  ana.send({ type: "edit", id: "e", seq: 2, text: "changed" });
  ana.send({ type: "delete", id: "d", seq: 3 });
  const fresh = room.join("Cy").last("page");
  const replayed = room.join("Bo", { position });
  const texts = new Map(bo.all("message").map(({ seq, text }) => [seq, text]));
  for (const { target, text } of replayed.all("edit")) texts.set(target, text);
  for (const { target } of replayed.all("delete")) texts.set(target, "");
  expect([...texts.values()]).toEqual(
    fresh.events.map((event) => (event.type === "message" ? event.text : "")),
  );
});

test("[REC-7] a replayed message is as it now is, and so are the events about it that follow", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  const position = positionOf(bo);
  ana.publish("first wording");
  bo.send({ type: "react", id: "r1", seq: 1, emoji: "👍", on: true });
  ana.send({ type: "edit", id: "e1", seq: 1, text: "second wording" });
  ana.send({ type: "react", id: "r2", seq: 1, emoji: "👍", on: true });
  ana.send({ type: "edit", id: "e2", seq: 1, text: "third wording" });
  const replayed = room.join("Cy", { position });
  expect(replayed.received.filter((event) => "seq" in event)).toMatchObject([
    { type: "message", text: "third wording", editedAt: room.now, reactions: [{ emoji: "👍", count: 2 }] },
    { type: "reaction", target: 1, count: 2 },
    { type: "edit", target: 1, text: "third wording" },
    { type: "reaction", target: 1, count: 2 },
    { type: "edit", target: 1, text: "third wording" },
  ]);
});

test("[ROOM-2] a refused join or publish creates no room", () => {
  const room = new TestRoom();
  expect(room.tryJoin("a:b")).toBe("invalid_name");
  expect(room.tryJoin("Ana", { token: "a.b" })).toBe("invalid_token");
  const publish = (text: string, more: { name?: string; token?: string }) =>
    room.post(text, { ...more, key: "k" });
  expect(publish(" ", {})).toMatchObject({ failure: { code: "empty_text" } });
  expect(publish("hi", { name: "a:b" })).toMatchObject({ failure: { code: "invalid_name" } });
  expect(publish("hi", { token: "a.b" })).toMatchObject({ failure: { code: "invalid_token" } });
  expect(room.read.view().born).toBe(false);
  expect(publish("hi", {}).ok).toBe(true);
  expect(room.read.view().born).toBe(true);
});

test("[ROOM-2] a reply to no message and a rate-limited publish create no room", () => {
  const room = new TestRoom({
    limits: { memberRate: { perSecond: 1, burst: 1 }, addressRate: { perSecond: 1, burst: 1 } },
  });
  const publish = (replyTo?: number) =>
    room.post("hi", { key: "k", address: "192.0.2.1", ...(replyTo === undefined ? {} : { replyTo }) });
  expect(publish(5)).toMatchObject({ failure: { code: "message_not_found" } });
  expect(publish()).toMatchObject({ failure: { code: "rate_limited" } });
  expect(room.read.view().born).toBe(false);
});

test("[HIST-2] a page is bounded by bytes, cut at its far end, and has at least one event", () => {
  const room = new TestRoom({ limits: { recoveryBytes: 3_000 } });
  const ana = room.join("Ana");
  for (let count = 1; count <= 6; count++) {
    room.now += 1_000;
    ana.publish(`${count}${"x".repeat(1_000)}`);
  }
  const seqsOf = (events: RoomEvent[]) =>
    events.flatMap((event) => (event.type === "page" ? seqs(event.events) : []));
  expect(seqsOf(ana.send({ type: "history", id: "b" }))).toEqual([5, 6]);
  expect(seqsOf(ana.send({ type: "history", id: "a", after: 0 }))).toEqual([1, 2]);
  expect(ana.last("page").more).toBe(true);
  expect(room.join("Bo").last("page")).toMatchObject({ events: [{ seq: 5 }, { seq: 6 }], more: true });
  expect(room.read.messagesBefore(3, 10)).toMatchObject({
    events: [{ seq: 1 }, { seq: 2 }],
    more: false,
  });
});

test.each([
  { how: "without a key", newKey: () => undefined },
  { how: "with a key for each message", newKey: (count: number) => `key-${count}` },
])("[HTTP-5] without a token, $how, one name at one address is one author, after sleep too", ({ newKey }) => {
  const room = new TestRoom();
  let count = 0;
  const authorOf = (name: string | undefined, address?: string) => {
    const key = newKey(++count);
    const posted = room.post("same", {
      ...(key === undefined ? {} : { key }),
      ...(name === undefined ? {} : { name }),
      ...(address === undefined ? {} : { address }),
    });
    if (!posted.ok || posted.value.type !== "message") throw new Error("not stored");
    return posted.value.from;
  };
  const bot = authorOf("Bot", "192.0.2.1");
  room.evict();
  expect(authorOf(" Bot ", "192.0.2.1")).toEqual(bot);
  expect(authorOf("bot", "192.0.2.1").id).toBe(bot.id);
  expect(authorOf("Bot")).toEqual(authorOf("Bot"));
  expect(authorOf(undefined, "192.0.2.1")).toEqual(authorOf(undefined, "192.0.2.1"));
  const ids = [
    bot,
    authorOf("Bot", "192.0.2.2"),
    authorOf("Bo", "192.0.2.1"),
    authorOf("Bot"),
    authorOf(undefined),
  ];
  expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length);
  const idIn = (roomKey: number) => memberIdAt(new Uint8Array(32).fill(roomKey), "192.0.2.1", "Bot");
  expect(idIn(1)).not.toBe(idIn(2));
});

test("[HTTP-5] [PUB-3] an Idempotency-Key is one message from any address, after sleep too, and never another one", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  const publish = (text: string, more: { address?: string; name?: string; replyTo?: number } = {}) =>
    room.post(text, { ...more, key: "build-42" });
  publish("one", { address: "192.0.2.1" });
  publish("three", { address: "192.0.2.2", name: "Bo" });
  for (const address of ["192.0.2.1", "198.51.100.7", "2001:db8::1"]) {
    room.evict();
    expect(publish("one", { address })).toMatchObject({ value: { type: "stored", seq: 1 } });
    expect(publish("three", { address, name: " bo " })).toMatchObject({ value: { type: "stored", seq: 2 } });
  }
  expect(publish("other")).toMatchObject({ failure: { code: "key_reused" } });
  expect(publish("one", { replyTo: 1 })).toMatchObject({ failure: { code: "key_reused" } });
  expect(ana.texts).toEqual(["one", "three"]);
});

test("[HTTP-5] forty messages with keys from one address are one author's, and each is stored once from any address", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  const send = (number: number, address: string) => {
    room.now += 1_000;
    return room.post(`build ${number}`, { key: `build-${number}`, name: "Bot", address });
  };
  const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
  for (const number of numbers)
    expect(send(number, "192.0.2.1")).toMatchObject({ value: { type: "message" } });
  room.evict();
  for (const number of numbers)
    expect(send(number, "198.51.100.7")).toMatchObject({ value: { type: "stored", seq: number } });
  expect(new Set(ana.all("message").map(({ from }) => from.id)).size).toBe(1);
  expect(room.read.messagesBefore(undefined, 100).events).toHaveLength(40);
});

test("[HTTP-5] a key of a guest without a token is no key of a member of the same name", () => {
  const room = new TestRoom();
  const bot = room.join("Bot");
  bot.publish("mine", { id: "k" });
  expect(room.post("theirs", { key: "k", name: "Bot" })).toMatchObject({
    value: { type: "message", seq: 2 },
  });
  room.evict();
  expect(bot.send({ type: "publish", id: "k", text: "mine", since: 0 })).toEqual([
    { type: "stored", id: "k", seq: 1 },
  ]);
});

test("[HTTP-15] [ID-8] the id of a guest without a token is shared at an address, and gives no right to its messages", () => {
  const room = new TestRoom();
  const post = (text: string) => {
    const posted = room.post(text, { name: "Bot", address: "192.0.2.1" });
    if (!posted.ok || posted.value.type !== "message") throw new Error("not stored");
    return posted.value;
  };
  const [first, second] = [post("from one script"), post("from another one")];
  expect(second.from.id).toBe(first.from.id);
  const origin = room.room.identifyRequest({
    token: undefined,
    name: "Bot",
    address: "192.0.2.1",
    idSource: "command",
  });
  if (!origin.ok) throw new Error("refused");
  const changes = [
    { type: "edit", id: "e", seq: first.seq, text: "changed" },
    { type: "delete", id: "d", seq: first.seq },
  ] as const;
  for (const change of changes)
    expect(room.room.execute(origin.value, change).answer).toMatchObject([{ code: "forbidden" }]);
});

test("[HTTP-19] a program's message says so live, in a page, in a replay and after sleep, a person's does not", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  const position = positionOf(ana);
  room.post("built", { name: "Bot", isProgram: true });
  room.post("hello", { name: "Bot" });
  room.evict();
  const bo = room.join("Bo", { position });
  const cy = room.join("Cy");
  const [live, replayed] = [ana.all("message"), bo.all("message")];
  expect(live.map(({ from }) => from.via)).toEqual(["http", undefined]);
  expect(live[0]?.from.id).not.toBe(live[1]?.from.id);
  expect(replayed).toEqual(live);
  expect(cy.last("page").events).toEqual(live);
  expect(room.read.messagesBefore(undefined, 10).events).toEqual(live);
});

test("[HTTP-19] [MENT-1] no client can give a member the mark of a program", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  const mention = { id: ana.session.member, name: "Ana", via: "http" };
  const decoded = decodeCommand(
    JSON.stringify({ type: "publish", id: "m", text: "@Ana", mentions: [mention], from: mention }),
    DEFAULT_LIMITS.frameDepth,
  );
  if (!decoded.ok) throw new Error("refused");
  ana.send(decoded.value);
  expect(ana.last("message")).toMatchObject({
    from: { id: mention.id, name: "Ana" },
    mentions: [{ id: mention.id, name: "Ana" }],
  });
  expect(JSON.stringify(ana.last("message"))).not.toContain("via");
});

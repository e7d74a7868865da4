import { describe, expect, test } from "vitest";
import type { Reader } from "../../src/room/reader.ts";
import type { RoomSearchRequest } from "../../src/room/search.ts";
import { TestRoom } from "../support/test-room.ts";

type Search = Partial<Reader & Pick<RoomSearchRequest, "before">>;

function search(room: TestRoom, query: string, { before, ...reader }: Search) {
  return room.readAs(reader).search({ query, before });
}

function found(room: TestRoom, query: string, more: Search = {}) {
  const answer = search(room, query, more);
  if (!answer.ok) throw new Error(answer.failure.code);
  return answer.value;
}

function refused(room: TestRoom, query: string, more: Search = {}) {
  const answer = search(room, query, more);
  return answer.ok ? undefined : answer.failure;
}

const texts = (page: ReturnType<typeof found>) => page.events.map(({ text }) => text);

test("[SEARCH-1] members and anonymous readers find messages, newest first, with the room's position", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("Shall we have Tea?");
  bo.publish("coffee");
  bo.publish("نشرب الشَّاي");
  ana.publish("tea, then");
  const { token } = ana.last("welcome").self;
  expect(texts(found(room, "tea", { token }))).toEqual(["tea, then", "Shall we have Tea?"]);
  const page = found(room, "شاي");
  expect(texts(page)).toEqual(["نشرب الشَّاي"]);
  expect(page).toMatchObject({ more: false, events: [{ seq: 3, from: { name: "Bo" } }] });
  expect(page).not.toHaveProperty("before");
  expect(page.position).toMatch(/^[0-9a-z]+\.4$/);
});

test("[SEARCH-4] the cursor leads to the oldest message, whether a page was full or its scan limit was reached", () => {
  const room = new TestRoom({ limits: { searchPage: 2, searchRows: 4 } });
  const ana = room.join("Ana");
  for (const text of ["tea 1", "x", "tea 3", "x", "x", "x", "tea 7", "tea 8", "tea 9"]) ana.publish(text);
  const pages: string[][] = [];
  let before: number | undefined;
  do {
    const page = found(room, "tea", { before });
    pages.push(texts(page));
    before = page.before;
  } while (before !== undefined);
  expect(pages).toEqual([["tea 9", "tea 8"], ["tea 7"], ["tea 3", "tea 1"]]);
});

test("[SEARCH-4] a page of long messages is bounded by bytes, and the next page continues where it was cut", () => {
  const room = new TestRoom({ limits: { recoveryBytes: 1_000 } });
  const ana = room.join("Ana");
  for (let count = 1; count <= 3; count++) ana.publish(`tea ${"x".repeat(600)} ${count}`);
  const first = found(room, "tea");
  expect(first).toMatchObject({ more: true, before: 3, events: [{ seq: 3 }] });
  expect(found(room, "tea", { before: first.before })).toMatchObject({ before: 2, events: [{ seq: 2 }] });
  expect(found(room, "tea", { before: 2 })).toMatchObject({ more: false, events: [{ seq: 1 }] });
});

test("[SEARCH-1] search results have no reactions, and a search writes nothing", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("tea");
  ana.send({ type: "react", id: "r", seq: 1, emoji: "🍵", on: true });
  const before = room.database.prepare("SELECT total_changes() AS rows").get();
  expect(found(room, "tea").events[0]).not.toHaveProperty("reactions");
  expect(room.database.prepare("SELECT total_changes() AS rows").get()).toEqual(before);
});

test("[ROOM-3] searching a room before it is created writes nothing and finds nothing", () => {
  const room = new TestRoom();
  expect(found(room, "tea")).toEqual({ position: "0.0", events: [], more: false });
  expect(room.database.prepare("SELECT name FROM sqlite_master").all()).toEqual([]);
});

describe("an invalid search", () => {
  test("[SEARCH-3] is refused with the bound that it exceeds", () => {
    const room = new TestRoom({ limits: { searchQueryBytes: 20, searchTerms: 3 } });
    room.join("Ana").publish("a b c d");
    expect(texts(found(room, "a b c"))).toEqual(["a b c d"]);
    expect(refused(room, "a b c d")).toMatchObject({
      code: "bad_request",
      message: expect.stringContaining("3"),
    });
    expect(refused(room, "x".repeat(20))).toBeUndefined();
    expect(refused(room, "x".repeat(21))).toMatchObject({ message: expect.stringContaining("20 bytes") });
    expect(refused(room, "!?")).toMatchObject({ message: expect.stringContaining("what to look for") });
  });

  test("[ID-6] with a token of another room is refused, not treated as anonymous", () => {
    const [room, other] = [new TestRoom(), new TestRoom({ name: "coffee", seed: 2 })];
    room.join("Ana").publish("tea");
    const { token } = other.join("Ana").last("welcome").self;
    expect(room.room.read({ token, address: undefined })).toMatchObject({
      failure: { code: "invalid_token" },
    });
  });
});

describe("[SEARCH-6] searches above the rate", () => {
  const limits = { searchRate: { perSecond: 1, burst: 2 }, roomSearchRate: { perSecond: 1, burst: 4 } };

  function roomOfTwo() {
    const room = new TestRoom({ limits });
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.publish("tea");
    return { room, ana: ana.last("welcome").self.token, bo: bo.last("welcome").self.token };
  }

  test("are refused for the member who sends them, and for no one else", () => {
    const { room, ana, bo } = roomOfTwo();
    for (let count = 0; count < 2; count++) expect(refused(room, "tea", { token: ana })).toBeUndefined();
    expect(refused(room, "tea", { token: ana })).toMatchObject({ code: "rate_limited", retryAfterMs: 1_000 });
    expect(refused(room, "tea", { token: bo })).toBeUndefined();
    room.now += 1_000;
    expect(refused(room, "tea", { token: ana })).toBeUndefined();
  });

  test("are counted by address also where its members have tokens", () => {
    const room = new TestRoom({ limits: { addressSearchRate: { perSecond: 1, burst: 2 } } });
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.publish("tea");
    const code = (token: string, address: string) => refused(room, "tea", { token, address })?.code;
    const [anas, bos] = [ana.last("welcome").self.token, bo.last("welcome").self.token];
    expect([code(anas, "a"), code(bos, "a"), code(bos, "a")]).toEqual([undefined, undefined, "rate_limited"]);
    expect(code(anas, "b")).toBeUndefined();
    room.now += 1_000;
    expect(code(bos, "a")).toBeUndefined();
  });

  test("[LIM-7] are counted by IPv6 /48 too, at four times the rate of an address", () => {
    const room = new TestRoom({ limits: { addressSearchRate: { perSecond: 1, burst: 1 } } });
    room.join("Ana").publish("tea");
    const codes = [1, 2, 3, 4, 5].map(
      (each) => refused(room, "tea", { address: `2001:db8:1:${each}` })?.code,
    );
    expect(codes).toEqual([undefined, undefined, undefined, undefined, "rate_limited"]);
    expect(refused(room, "tea", { address: "2001:db8:2:1" })).toBeUndefined();
  });

  test("are counted by address without a token, and by room without an address", () => {
    const { room } = roomOfTwo();
    for (let count = 0; count < 2; count++) expect(refused(room, "tea", { address: "a" })).toBeUndefined();
    expect(refused(room, "tea", { address: "a" })).toMatchObject({ code: "rate_limited" });
    for (let count = 0; count < 2; count++) expect(refused(room, "tea")).toBeUndefined();
    expect(refused(room, "tea")).toMatchObject({ code: "rate_limited" });
    expect(refused(room, "tea", { address: "b" })).toMatchObject({ code: "rate_limited" });
  });

  test("do not count against the message rate", () => {
    const { room, ana } = roomOfTwo();
    for (let count = 0; count < 3; count++) refused(room, "tea", { token: ana });
    const [answer] = room.sendOverHttp(ana, { type: "publish", id: "p", text: "still here" });
    expect(answer).toMatchObject({ type: "message", text: "still here" });
  });
});

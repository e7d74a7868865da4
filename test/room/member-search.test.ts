import { describe, expect, test } from "vitest";
import type { Reader } from "../../src/room/reader.ts";
import { TestRoom } from "../support/test-room.ts";

function search(room: TestRoom, prefix: string, reader: Partial<Reader> = {}) {
  const answer = room.readAs(reader).searchMembers(prefix);
  return answer.ok ? answer.value : answer.failure;
}

function names(room: TestRoom, prefix: string): readonly string[] {
  const found = search(room, prefix);
  return "list" in found ? found.list.map(({ name }) => name) : [found.code];
}

describe("[HTTP-16] a search for members", () => {
  test("finds any member of a crowd, in any spelling, by the beginning of the name or of a word in it", () => {
    const room = new TestRoom();
    for (let number = 1; number <= 130; number++) room.join(`member${String(number).padStart(3, "0")}`);
    room.join("Ana Łukasz");
    room.join("أحمد");
    expect(names(room, "member13")).toEqual(["member130"]);
    expect(names(room, "luka")).toEqual(["Ana Łukasz"]);
    expect(names(room, "احم")).toEqual(["أحمد"]);
    expect(names(room, "ember")).toEqual([]);
    expect(names(room, "MEMBER")).toHaveLength(20);
    expect(search(room, "luka")).toMatchObject({ count: 132 });
  });

  test("finds members by their present names, and only while they are here", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    expect(names(room, "a")).toEqual(["Ana"]);
    ana.send({ type: "rename", id: "1", name: "Zoe" });
    expect([names(room, "a"), names(room, "z")]).toEqual([[], ["Zoe"]]);
    room.leave(ana);
    expect(names(room, "z")).toEqual([]);
  });

  test("needs a beginning, of at most 100 characters", () => {
    const room = new TestRoom();
    room.join("Ana");
    for (const prefix of ["", " ", "\u200f", "x".repeat(101)])
      expect(names(room, prefix)).toEqual(["bad_request"]);
    expect(names(room, "x".repeat(100))).toEqual([]);
  });

  test("of a room that is not created finds none", () => {
    expect(search(new TestRoom(), "a")).toEqual({ count: 0, list: [] });
  });

  test("counts as a search of the member, or else of the address", () => {
    const room = new TestRoom({ limits: { searchRate: { perSecond: 1, burst: 2 } } });
    room.join("Ana");
    const address = "192.0.2.1";
    search(room, "a", { address });
    search(room, "a", { address });
    expect(search(room, "a", { address })).toMatchObject({ code: "rate_limited" });
    expect(search(room, "a", { address: "192.0.2.2" })).toMatchObject({ count: 1 });
  });
});

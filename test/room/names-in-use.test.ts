/** Members whose names look alike (SPEC ID-22). */
import { describe, expect, test } from "vitest";
import { TestRoom } from "../support/test-room.ts";

const ANAS_ADDRESS = "198.51.100.1";
const ANOTHER_ADDRESS = "203.0.113.9";

const nameOf = (guest: ReturnType<TestRoom["join"]>) => guest.last("welcome").self.name;

test.each(["Ana", "ana", "Аnа", "Ａｎａ", "A\u200dna"])(
  "[ID-22] a guest who joins as %j beside Ana gets a number",
  (name) => {
    const room = new TestRoom();
    room.join("Ana");
    expect(nameOf(room.join(name))).toBe(`${name.replace("\u200d", "")} (2)`);
  },
);

test("[ID-22] each gets the next number, and the number of one who has left and wrote nothing is free for the next", () => {
  const room = new TestRoom();
  const guests = ["Ana", "Ana", "Ana (2)", "Ana"].map((name) => room.join(name));
  expect(guests.map(nameOf)).toEqual(["Ana", "Ana (2)", "Ana (3)", "Ana (4)"]);
});

test("[ID-22] all sessions of a member have their one name", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  const { token } = ana.last("welcome").self;
  expect(nameOf(room.join(undefined, { token }))).toBe("Ana");
  room.evict();
  expect(nameOf(room.join(undefined, { token }))).toBe("Ana");
});

test("[ID-22] a rename to a name in use gets a number, and its answer says so", () => {
  const room = new TestRoom();
  room.join("Ana");
  const bo = room.join("Bo");
  bo.send({ type: "rename", id: "r", name: "ANA" });
  expect(bo.last("presence")).toMatchObject({ id: "r", self: { name: "ANA (2)" } });
  bo.send({ type: "rename", id: "s", name: "Bo" });
  expect(bo.last("presence")).toMatchObject({ id: "s", self: { name: "Bo" } });
});

describe("[ID-22] the name of a recent author", () => {
  test("is kept while they are away", () => {
    const room = new TestRoom();
    const ana = room.join("Ana", { address: ANAS_ADDRESS });
    ana.publish("back soon");
    const { token } = ana.last("welcome").self;
    room.leave(ana);
    expect(nameOf(room.join("Ana", { address: ANOTHER_ADDRESS }))).toBe("Ana (2)");
    expect(nameOf(room.join("Ana", { address: ANOTHER_ADDRESS }))).toBe("Ana (3)");
    expect(nameOf(room.join(undefined, { token, address: "192.0.2.1" }))).toBe("Ana");
  });

  test("is theirs when they come back from the same address without a token", () => {
    const room = new TestRoom();
    room.join("Bo");
    room.leave(room.join("Bo"));
    const ana = room.join("Ana", { address: ANAS_ADDRESS });
    ana.publish("back soon");
    room.leave(ana);
    expect(nameOf(room.join("Ana", { address: ANAS_ADDRESS }))).toBe("Ana");
  });

  test("is not for a request without a token either", () => {
    const room = new TestRoom();
    room.join("Ana", { address: ANAS_ADDRESS }).publish("hello");
    const posted = room.post("I am Ana", { name: "Ana", address: ANOTHER_ADDRESS });
    expect(posted).toMatchObject({ ok: true, value: { from: { name: "Ana (2)" } } });
    const again = room.post("I am Ana", { name: "Ana", address: ANOTHER_ADDRESS });
    expect(again).toMatchObject({ ok: true, value: { from: { name: "Ana (2)" } } });
  });
});

describe("[ID-22] after the room has slept, the name of a recent author", () => {
  function roomWithAnaWho(said: string): TestRoom {
    const room = new TestRoom();
    const ana = room.join("Ana", { address: ANAS_ADDRESS });
    if (said !== "") ana.publish(said);
    room.leave(ana);
    room.evict();
    return room;
  }

  test("is kept for them: a newcomer, a rename and a request without a token get a number", () => {
    const joined = roomWithAnaWho("hello");
    expect(nameOf(joined.join("Аnа", { address: ANOTHER_ADDRESS }))).toBe("Аnа (2)");
    const renamed = roomWithAnaWho("hello").join("Bo", { address: ANOTHER_ADDRESS });
    renamed.send({ type: "rename", id: "r", name: "ana" });
    expect(renamed.last("presence")).toMatchObject({ self: { name: "ana (2)" } });
    expect(roomWithAnaWho("hello").post("I am Ana", { name: "Ana", address: ANOTHER_ADDRESS })).toMatchObject(
      { value: { from: { name: "Ana (2)" } } },
    );
  });

  test("is theirs with their token, and without one from the same address, however often", () => {
    const room = new TestRoom();
    const ana = room.join("Ana", { address: ANAS_ADDRESS });
    const { token } = ana.last("welcome").self;
    const other = room.join("Ana", { address: ANOTHER_ADDRESS });
    for (let visit = 0; visit < 4; visit++) {
      for (const guest of [ana, other]) room.leave(guest);
      room.evict();
      const [anaAgain, otherAgain] = [
        room.join("Ana", { address: ANAS_ADDRESS }),
        room.join("Ana", { address: ANOTHER_ADDRESS }),
      ];
      expect([nameOf(anaAgain), nameOf(otherAgain)]).toEqual(["Ana", "Ana (2)"]);
      for (const guest of [anaAgain, otherAgain]) {
        guest.publish(`visit ${visit}`);
        room.leave(guest);
      }
    }
    room.evict();
    expect(nameOf(room.join(undefined, { token, address: ANOTHER_ADDRESS }))).toBe("Ana");
  });

  test("is free if they wrote nothing, or too long ago", () => {
    expect(nameOf(roomWithAnaWho("").join("Ana", { address: ANOTHER_ADDRESS }))).toBe("Ana");
    const room = roomWithAnaWho("long ago");
    const bo = room.join("Bo");
    for (let count = 0; count < 200; count++) {
      room.now += 1_000;
      bo.publish("since then");
    }
    room.evict();
    expect(nameOf(room.join("Ana", { address: ANOTHER_ADDRESS }))).toBe("Ana");
  });

  test("costs one read of at most 200 names, and none for messages, tokens and guests without a name", () => {
    const room = roomWithAnaWho("hello");
    const reads: string[] = [];
    const { prepare } = room.database;
    room.database.prepare = (statement) => {
      if (statement.startsWith("SELECT member, name FROM log")) reads.push(statement);
      return prepare.call(room.database, statement);
    };
    room.evict();
    const guest = room.join(undefined, { address: ANOTHER_ADDRESS });
    guest.publish("hello");
    room.join(undefined, { token: guest.last("welcome").self.token });
    room.post("built", { name: "CI", address: ANOTHER_ADDRESS, isProgram: true });
    expect(reads).toEqual([]);
    for (const name of ["Cem", "Dee", "Ana"]) room.join(name, { address: ANOTHER_ADDRESS });
    expect(reads).toHaveLength(1);
  });
});

test("[ID-22] two guests under unlike names from one address have nothing alike in their ids", () => {
  const room = new TestRoom();
  const ids = ["Ana", "Bo", "Cem"].map((name) => room.join(name, { address: ANAS_ADDRESS }).session.member);
  expect(ids.every((id) => /^[a-z2-7]{16}$/u.test(id))).toBe(true);
  expect(new Set(ids.map((id) => id.slice(4, 8))).size).toBe(3);
});

test("[ID-22] [HTTP-19] programs without a token may share a name among them, not with a person", () => {
  const room = new TestRoom();
  const post = (address: string) => room.post("built", { name: "CI", address, isProgram: true });
  expect(["192.0.2.1", "192.0.2.2"].map(post)).toMatchObject(
    ["CI", "CI"].map((name) => ({ value: { from: { name } } })),
  );
  expect(nameOf(room.join("CI", { address: "192.0.2.3" }))).toBe("CI (2)");
});

test("[ID-22] [PUB-3] a repeated Idempotency-Key is the same message, whether its name was in use or not", () => {
  const room = new TestRoom();
  const ana = room.join("Ana", { address: ANAS_ADDRESS });
  const options = { name: "Ana", key: "order-17", address: ANOTHER_ADDRESS };
  expect(room.post("hi", options)).toMatchObject({ value: { type: "message", from: { name: "Ana (2)" } } });
  room.leave(ana);
  room.evict();
  expect(room.post("hi", options)).toMatchObject({ ok: true, value: { type: "stored", seq: 1 } });
});

test("[ID-22] [ID-7] a numbered name is as long as a name may be", () => {
  const room = new TestRoom();
  const long = "ن".repeat(40);
  room.join(long);
  expect(nameOf(room.join(long))).toBe(`${"ن".repeat(36)} (2)`);
});

test("[ID-22] a thousand guests of one name cost no more than others", () => {
  const room = new TestRoom();
  const names = Array.from({ length: 1_000 }, () => nameOf(room.join("Ana")));
  expect(new Set(names).size).toBe(1_000);
  expect(names.at(-1)).toBe("Ana (1000)");
});

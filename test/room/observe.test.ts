/** Anonymous reading (SPEC READ-1, READ-3). */
import { describe, expect, test } from "vitest";
import { TestRoom, type TestGuest } from "../support/test-room.ts";

function positionOf(guest: TestGuest): string {
  const { position } = guest.last("welcome");
  const seqs = guest.received.flatMap((event) => ("seq" in event ? [event.seq] : []));
  return `${position.split(".")[0]}.${Math.max(0, ...seqs)}`;
}

describe("[READ-1] an invisible reader", () => {
  test("is welcomed as a reader without a token, and sees the newest page", () => {
    const room = new TestRoom();
    room.join("Ana").publish("hello");
    const reader = room.joinInvisible();
    expect(reader.received.map(({ type }) => type)).toEqual(["welcome", "page"]);
    expect(reader.last("welcome").self).toEqual({ id: "", name: "", role: "reader", token: "" });
    expect(reader.last("page").events).toMatchObject([{ text: "hello" }]);
  });

  test("is not in the roster or its count, and no presence is broadcast for them", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    const reader = room.joinInvisible();
    expect(reader.last("welcome").members).toMatchObject({ count: 1, list: [{ name: "Ana" }] });
    expect(room.read.members()).toMatchObject({ count: 1, list: [{ name: "Ana" }] });
    expect(room.read.view().members).toBe(1);
    const bo = room.join("Bo");
    expect(bo.last("welcome").members.list.map(({ name }) => name)).toEqual(["Bo", "Ana"]);
    room.leave(reader);
    expect(ana.all("presence").map(({ count }) => count)).toEqual([2]);
  });

  test("receives what is broadcast, and presence", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    const reader = room.joinInvisible();
    const bo = room.join("Bo");
    ana.publish("hello");
    ana.send({ type: "typing", on: true });
    ana.send({ type: "signal", data: 1 });
    ana.send({ type: "signal", data: 2, to: bo.session.member });
    expect(reader.received.slice(2).map(({ type }) => type)).toEqual([
      "presence",
      "message",
      "typing",
      "signal",
    ]);
    expect(reader.last("signal").data).toBe(1);
  });

  test("may only read: every other command is forbidden", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    const reader = room.joinInvisible();
    const refused = [
      reader.publish("hello"),
      reader.send({ type: "edit", id: "e", seq: 1, text: "x" }),
      reader.send({ type: "delete", id: "d", seq: 1 }),
      reader.send({ type: "react", id: "r", seq: 1, emoji: "👍", on: true }),
      reader.send({ type: "rename", id: "n", name: "Eve" }),
      reader.send({ type: "signal", data: 1 }),
      reader.send({ type: "typing", on: true }),
    ];
    expect(refused.flat().map((event) => event.type === "error" && event.code)).toEqual(
      refused.map(() => "forbidden"),
    );
    expect(ana.received.map(({ type }) => type)).toEqual(["welcome", "page"]);
    ana.publish("hello");
    expect(reader.send({ type: "history", id: "h", after: 0 })).toMatchObject([{ events: [{ seq: 1 }] }]);
  });

  test("is independent of another: one leaving does not close the other", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    const [one, two] = [room.joinInvisible(), room.joinInvisible()];
    ana.publish("hello");
    room.leave(one);
    ana.publish("goodbye");
    expect([one.texts, two.texts]).toEqual([["hello"], ["hello", "goodbye"]]);
  });

  test("stays connected and invisible across an eviction", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    const reader = room.joinInvisible();
    room.evict();
    ana.publish("hello");
    expect(reader.texts).toEqual(["hello"]);
    expect(room.read.members().count).toBe(1);
    room.leave(reader);
    expect(ana.all("presence")).toEqual([]);
  });

  test("[LIM-5] counts as one of the room's connections until they leave", () => {
    const room = new TestRoom({ limits: { connections: 2 } });
    room.join("Ana");
    const reader = room.joinInvisible();
    expect(room.tryJoin("Bo")).toBe("room_full");
    expect(() => room.joinInvisible()).toThrow("room_full");
    room.leave(reader);
    expect(room.tryJoin("Bo")).not.toBe("room_full");
  });

  test("[PRES-2] is never reported as away", () => {
    const room = new TestRoom();
    room.joinInvisible();
    expect(room.room.notePresence(() => true).effects).toEqual([]);
  });
});

describe("[REC-1] an invisible reader who returns", () => {
  test("receives what they missed and nothing else", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    ana.publish("1");
    const position = positionOf(ana);
    ana.publish("2");
    ana.publish("3");
    const reader = room.joinInvisible(position);
    expect(reader.last("welcome").recovered).toBe(true);
    expect(reader.texts).toEqual(["2", "3"]);
    expect(reader.all("page")).toEqual([]);
  });

  test("[REC-2] with a position of another epoch gets the newest page", () => {
    const room = new TestRoom();
    room.join("Ana").publish("1");
    const reader = room.joinInvisible("zzzz.7");
    expect(reader.received).toMatchObject([{ recovered: false }, { type: "page", events: [{ text: "1" }] }]);
  });

  test("[REC-3] receives `more` where a long replay is cut", () => {
    const room = new TestRoom({ limits: { recoveryBytes: 300 } });
    const ana = room.join("Ana");
    for (const text of ["1", "2", "3", "4"]) ana.publish(text);
    const reader = room.joinInvisible(`${positionOf(ana).split(".")[0]}.0`);
    expect(reader.last("more").after).toBe(reader.texts.length);
    expect(reader.texts.length).toBeLessThan(4);
  });

  test("[REC-4] with a malformed position gets the newest page and an error", () => {
    const room = new TestRoom();
    room.join("Ana");
    expect(room.joinInvisible("yesterday").received.map(({ type }) => type)).toEqual([
      "welcome",
      "page",
      "error",
    ]);
  });
});

describe("[READ-3] before a room is created", () => {
  test("an invisible reader gets an empty page and does not create it", () => {
    const room = new TestRoom();
    const reader = room.joinInvisible();
    expect(reader.received).toMatchObject([
      { type: "welcome", recovered: false, position: "0.0", members: { count: 0, list: [] } },
      { type: "page", position: "0.0", events: [], more: false },
    ]);
    room.leave(reader);
    room.evict();
    expect(room.read.view()).toMatchObject({ born: false, position: "0.0" });
  });

  test("a reader at the empty position has missed nothing", () => {
    const room = new TestRoom();
    expect(room.joinInvisible("0.0").received).toMatchObject([
      { type: "welcome", recovered: true, position: "0.0" },
    ]);
    expect(room.read.peek("0.0")).toEqual({ position: "0.0", recovered: true, events: [] });
  });

  test.each(["", "zzzz.7", "0.1", "0.00"])("a reader at position %j gets the newest page", (position) => {
    const room = new TestRoom();
    expect(room.joinInvisible(position).received.slice(0, 2)).toMatchObject([
      { recovered: false },
      { type: "page" },
    ]);
    expect(room.read.peek(position)).toMatchObject({
      recovered: false,
      events: [{ type: "page" }, {}].slice(0, position === "0.00" ? 2 : 1),
    });
  });

  test("[REC-4] a malformed position is answered by an error too", () => {
    expect(new TestRoom().joinInvisible("yesterday").received.map(({ type }) => type)).toEqual([
      "welcome",
      "page",
      "error",
    ]);
  });

  test.each([
    ["the first join", (room: TestRoom) => void room.join("Ana")],
    [
      "the first publish",
      (room: TestRoom) => {
        room.post("hello", { name: "Ana" });
      },
    ],
  ])(
    "%s creates it, and readers get its position in a page before any other event, without a second welcome",
    (_title, create) => {
      const room = new TestRoom();
      const [reader, other] = [room.joinInvisible(), room.joinInvisible("0.0")];
      const before = [reader.received.length, other.received.length];
      create(room);
      const { position } = room.read.view();
      const epoch = position.split(".")[0];
      expect(epoch).not.toBe("0");
      for (const [index, { received }] of [reader, other].entries()) {
        expect(received.slice(before[index])).toMatchObject([
          { type: "page", position: `${epoch}.0`, events: [] },
          {},
        ]);
      }
    },
  );

  test("the member whose join creates it is welcomed once", () => {
    const room = new TestRoom();
    room.joinInvisible();
    expect(room.join("Ana").received.map(({ type }) => type)).toEqual(["welcome", "page"]);
  });

  test("a reader who joined before an eviction gets the position when it is created after it", () => {
    const room = new TestRoom();
    const reader = room.joinInvisible();
    room.evict();
    room.join("Ana");
    expect(reader.received.map(({ type }) => type)).toEqual(["welcome", "page", "page", "presence"]);
  });
});

describe("[POLL-6] a peek at the events after a position", () => {
  test("returns what an invisible reader would receive, without a welcome, and changes nothing", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    for (const text of ["1", "2", "3"]) ana.publish(text);
    const epoch = positionOf(ana).split(".")[0];
    for (const position of ["", `${epoch}.1`, `${epoch}.3`, "zzzz.1", "yesterday"]) {
      const reader = room.joinInvisible(position);
      const { events, recovered } = room.read.peek(position);
      expect(events).toEqual(reader.received.slice(1));
      expect(recovered).toBe(reader.last("welcome").recovered);
      room.leave(reader);
    }
    expect(ana.all("presence")).toEqual([]);
  });
});

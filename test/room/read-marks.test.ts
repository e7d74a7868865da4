import { describe, expect, test } from "vitest";
import { TestRoom, type TestGuest } from "../support/test-room.ts";

describe("[EPH-3] what a member has read", () => {
  test("is sent to the others, and listed with the member for those who join later, until it is taken back", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const boAgain = room.join(undefined, { token: bo.last("welcome").self.token });
    ana.publish("one");
    ana.publish("two");
    expect(bo.send({ type: "read", seq: 2 })).toEqual([]);
    expect(ana.all("read")).toEqual([{ type: "read", from: { id: bo.session.member, name: "Bo" }, seq: 2 }]);
    expect(boAgain.all("read")).toEqual([]);
    const readOf = (reader: TestGuest) =>
      reader.last("welcome").members.list.find(({ id }) => id === bo.session.member)?.read;
    expect(readOf(room.join("Cy"))).toBe(2);
    boAgain.send({ type: "rename", id: "r", name: "Bob" });
    expect(readOf(room.join("Di"))).toBe(2);
    boAgain.send({ type: "read", seq: 0 });
    expect(ana.last("read")).toMatchObject({ from: { name: "Bob" }, seq: 0 });
    expect(readOf(room.join("El"))).toBeUndefined();
  });

  test("is kept by their next connection, as of a member who polls or reconnects", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.publish("one");
    bo.send({ type: "read", seq: 1 });
    const next = room.join(undefined, { token: bo.last("welcome").self.token });
    room.leave(bo);
    const listed = room.join("Cy").last("welcome").members.list;
    expect(listed.find(({ id }) => id === next.session.member)?.read).toBe(1);
  });

  test("is neither less than before, nor ahead of the room, nor nothing twice", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    for (const text of ["one", "two", "three"]) ana.publish(text);
    for (const seq of [2, 2, 1, 4, 3, 0, 0]) bo.send({ type: "read", seq });
    expect(ana.all("read").map(({ seq }) => seq)).toEqual([2, 3, 0]);
  });

  test("is sent to no member of a larger room, and not kept", () => {
    const room = new TestRoom({ limits: { readMembers: 2 } });
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.publish("one");
    const cy = room.join("Cy");
    bo.send({ type: "read", seq: 1 });
    expect([...ana.all("read"), ...cy.all("read")]).toEqual([]);
    expect(
      room
        .join("Di")
        .last("welcome")
        .members.list.filter(({ read }) => read !== undefined),
    ).toEqual([]);
  });

  test("is not that of another member to whom the connection is switched", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const cy = room.join("Cy");
    const { token } = cy.last("welcome").self;
    room.leave(cy);
    ana.publish("one");
    bo.send({ type: "read", seq: 1 });
    bo.send({ type: "authenticate", id: "a", token });
    expect(ana.last("presence").joined).toEqual([{ id: cy.session.member, name: "Cy", role: "guest" }]);
  });

  test("[P-4] in a room of ten costs no row, and nine frames a message at most", () => {
    const room = new TestRoom();
    const members = room.joinAll(...Array.from({ length: 10 }, (_, index) => `Member ${index}`));
    members[0]?.publish("one");
    const rows = () => room.database.prepare("SELECT total_changes() AS changes").get()?.["changes"];
    const before = rows();
    for (const member of members.slice(1)) member.send({ type: "read", seq: 1 });
    expect(rows()).toBe(before);
    expect(members.map((member) => member.all("read").length)).toEqual([9, 8, 8, 8, 8, 8, 8, 8, 8, 8]);
  });
});

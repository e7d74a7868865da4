import { expect, test } from "vitest";
import { TestRoom } from "../support/test-room.ts";

/** A room with a message that `count` members hold a tea to, and the ids of those in order. */
function roomWithHolders(count: number): { room: TestRoom; ids: string[] } {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("Tea?");
  const ids: string[] = [];
  for (let number = 1; number <= count; number++) {
    const guest = room.join(`Guest ${number}`);
    guest.send({ type: "react", id: `r${number}`, seq: 1, emoji: "🍵", on: true });
    ids.push(guest.session.member);
  }
  return { room, ids: ids.toSorted() };
}

function holders(room: TestRoom, after?: string, emoji = "🍵", seq = 1) {
  const page = room.read.reactionHolders({ seq, emoji, after });
  return page.ok ? page.value : page.failure.code;
}

test("[REACT-4] everyone who holds an emoji is listed once, 50 a page, with ids and the names of that time", () => {
  const { room, ids } = roomWithHolders(120);
  const listed: string[] = [];
  const sizes: number[] = [];
  for (let after: string | undefined, more = true; more;) {
    const page = holders(room, after);
    if (typeof page === "string") throw new Error(page);
    expect(page.holders.every(({ name }) => name.startsWith("Guest "))).toBe(true);
    expect("after" in page).toBe(page.more);
    listed.push(...page.holders.map(({ id }) => id));
    sizes.push(page.holders.length);
    ({ after, more } = page);
  }
  expect(sizes).toEqual([50, 50, 20]);
  expect(listed).toEqual(ids);
});

test("[REACT-4] exactly one page has no more, and what no member holds is empty", () => {
  const { room } = roomWithHolders(50);
  expect(holders(room)).toMatchObject({ more: false, holders: { length: 50 } });
  expect(holders(room, undefined, "👍")).toEqual({ holders: [], more: false });
});

test("[REACT-1] [REACT-4] the emoji may lack U+FE0F, as in a command", () => {
  const { room } = roomWithHolders(0);
  const bo = room.join("Bo");
  bo.send({ type: "react", id: "r", seq: 1, emoji: "❤", on: true });
  const expected = { holders: [{ id: bo.session.member, name: "Bo" }], more: false };
  expect([holders(room, undefined, "❤"), holders(room, undefined, "❤️")]).toEqual([expected, expected]);
});

test("[REACT-4] what is no emoji, no message or no id is refused, also in a room that is not created", () => {
  const { room } = roomWithHolders(1);
  expect(holders(room, undefined, "tea")).toBe("invalid_emoji");
  expect(holders(room, undefined, "🍵", 7)).toBe("message_not_found");
  expect(holders(room, "x".repeat(101))).toBe("bad_request");
  expect(holders(new TestRoom())).toBe("message_not_found");
});

test("[DEL-1] [REACT-4] of a deleted message there are none", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("Tea?");
  ana.send({ type: "react", id: "r", seq: 1, emoji: "🍵", on: true });
  ana.send({ type: "delete", id: "d", seq: 1 });
  expect(holders(room)).toEqual({ holders: [], more: false });
});

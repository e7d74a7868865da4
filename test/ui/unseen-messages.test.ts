/** The count that a framed room reports to the page around it (SPEC EMBED-10). */
import { expect, test } from "vitest";
import { UnseenMessages } from "../../src/ui/conversation/unseen-messages.ts";
import { MAX_UNREAD } from "../../src/ui/models/unread-messages.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { ana, badr, message } from "./support/sample.ts";

/** A joined room whose frame is scrolled away. */
function hiddenFrame(hidden: readonly string[] = []) {
  const room = new FakeRoom();
  room.self = ana;
  const unseen = new UnseenMessages(room);
  unseen.setHidden((member) => hidden.includes(member));
  unseen.setInView(false);
  return { room, unseen };
}

test("[EMBED-10] messages of others are counted while the frame is not in view", () => {
  const { room, unseen } = hiddenFrame();
  room.emit("event", message(1, { from: badr }));
  room.emit("event", message(2, { from: ana }));
  room.emit("event", message(3, { from: badr }));
  expect(unseen.count.value).toBe(2);
  unseen.setInView(true);
  expect(unseen.count.value).toBe(0);
  room.emit("event", message(4, { from: badr }));
  expect(unseen.count.value).toBe(0);
});

test("[EMBED-10] what is deleted, hidden or from a member whom the reader hides does not count", () => {
  const { room, unseen } = hiddenFrame(["x"]);
  room.emit("event", message(1, { from: { id: "x", name: "X" } }));
  expect(unseen.count.value).toBe(0);
  for (const seq of [2, 3]) room.emit("event", message(seq, { from: badr }));
  room.emit("event", { type: "delete", seq: 4, at: 0, id: "d", from: badr, target: 2 });
  expect(unseen.count.value).toBe(1);
  room.emit("event", { type: "moderation", seq: 5, at: 0, id: "m", from: ana, act: "hide", member: badr });
  expect(unseen.count.value).toBe(0);
});

test("[EMBED-10] what came of a member is not counted once it is known that the reader hides them", () => {
  const { room, unseen } = hiddenFrame();
  room.emit("event", message(1, { from: { id: "x", name: "X" } }));
  room.emit("event", message(2, { from: badr }));
  expect(unseen.count.value).toBe(2);
  unseen.setHidden((member) => member === "x");
  expect(unseen.count.value).toBe(1);
});

test("[EMBED-10] another log has none of the messages of before", () => {
  const { room, unseen } = hiddenFrame();
  room.emit("event", message(1, { from: badr }));
  room.emit("reset", { events: [], more: false });
  expect(unseen.count.value).toBe(0);
});

test("[EMBED-10] a flood is counted up to a bound, and its texts are not kept", () => {
  const { room, unseen } = hiddenFrame();
  for (let seq = 1; seq <= MAX_UNREAD + 5; seq++) room.emit("event", message(seq, { from: badr }));
  expect(unseen.count.value).toBe(MAX_UNREAD);
  room.emit("event", { type: "delete", seq: 20_000, at: 0, id: "d", from: badr, target: 5 });
  expect(unseen.count.value).toBe(MAX_UNREAD);
  room.emit("event", { type: "delete", seq: 20_001, at: 0, id: "e", from: badr, target: MAX_UNREAD });
  expect(unseen.count.value).toBe(MAX_UNREAD - 1);
});

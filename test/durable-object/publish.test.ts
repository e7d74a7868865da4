import { expect, test } from "vitest";
import { uniqueRoomName, Guest } from "../support/runtime/guest.ts";

test("[PUB-2] two members receive each other's messages in one order", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana" });
  const bo = await Guest.join(room, { name: "Bo" });
  expect((await ana.next("welcome")).self.name).toBe("Ana");
  expect((await bo.next("welcome")).members.count).toBe(2);
  ana.send({ type: "publish", id: "a1", text: "hello" });
  expect((await bo.next("message")).text).toBe("hello");
  bo.send({ type: "publish", id: "b1", text: "hi Ana" });
  expect((await ana.next("message")).id).toBe("a1");
  expect(await ana.next("message")).toMatchObject({ seq: 2, text: "hi Ana", from: { name: "Bo" } });
});
